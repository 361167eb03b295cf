package dev.potok.server;

import dev.potok.server.PageAssets.Asset;
import dev.potok.server.http.BadRequestException;
import dev.potok.server.http.Responses;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page and its files. The page finds out by its address what to show. */
final class PageRoutes implements HttpService {
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final List<String> PAGES =
      List.of("/", "/chats/{chat_id}", "/projects/{project_id}", "/streaming-demo");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "properties", "text/plain; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json",
          "webmanifest", "application/manifest+json");

  /**
   * For the document of a frame in which something of others is drawn: it has no origin, even when
   * it is opened by itself, and can ask nobody for anything but the scripts beside it.
   */
  private static final String FRAME_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts";

  /** For the service worker, which asks for what it keeps and for what it passes on. */
  private static final String WORKER_POLICY =
      "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final PageAssets assets;
  private final String contentPolicy;

  PageRoutes(ServerSettings settings) {
    this.assets = new PageAssets(settings.apiBase());
    this.contentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'"
            + (settings.apiBase().isEmpty() ? "" : " " + settings.apiBase())
            + "; manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";
  }

  @Override
  public void routing(HttpRules rules) {
    for (String address : PAGES) {
      rules.get(address, this::page).head(address, this::page);
    }
    rules
        .get("/assets/{name}", this::file)
        .head("/assets/{name}", this::file)
        .get("/service-worker.js", this::serviceWorker)
        .head("/service-worker.js", this::serviceWorker)
        .get("/offline", this::offline)
        .head("/offline", this::offline)
        .get("/favicon.ico", this::icon);
  }

  private void page(ServerRequest request, ServerResponse response) {
    sendPage("index.html", request, response);
  }

  /** What the service worker shows instead of a page when the server cannot be reached. */
  private void offline(ServerRequest request, ServerResponse response) {
    sendPage("offline.html", request, response);
  }

  private void sendPage(String name, ServerRequest request, ServerResponse response) {
    Asset page = filled(name, request);
    response
        .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
        .header(HeaderNames.CACHE_CONTROL, "no-cache")
        .header(AccessFilter.CONTENT_POLICY, contentPolicy)
        .header("Cross-Origin-Opener-Policy", "same-origin");
    send(request, response, page);
  }

  /** Stands at the root, since a service worker is in charge of nothing above itself. */
  private void serviceWorker(ServerRequest request, ServerResponse response) {
    Asset script = filled("service-worker.js", request);
    response
        .header(AccessFilter.CONTENT_POLICY, WORKER_POLICY)
        .header(HeaderNames.CONTENT_TYPE, TYPES.get("js"))
        .header(HeaderNames.CACHE_CONTROL, "no-cache");
    send(request, response, script);
  }

  private Asset filled(String name, ServerRequest request) {
    return assets
        .filled(name)
        .orElseThrow(() -> BadRequestException.noRoute(request.path().path()));
  }

  private void file(ServerRequest request, ServerResponse response) {
    String name = request.path().pathParameters().get("name");
    Optional<Asset> hashed = assets.hashed(name);
    Asset asset =
        hashed
            .or(() -> assets.plain(name))
            .orElseThrow(() -> BadRequestException.noRoute(request.path().path()));
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    response
        .header(HeaderNames.CONTENT_TYPE, TYPES.getOrDefault(ending, "application/octet-stream"))
        .header(HeaderNames.CACHE_CONTROL, hashed.isPresent() ? FOR_EVER : "no-cache");
    if (ending.equals("html")) {
      response.header(AccessFilter.CONTENT_POLICY, FRAME_POLICY);
    }
    send(request, response, asset);
  }

  /** Browsers ask for it even where the page names another icon. */
  private void icon(ServerRequest request, ServerResponse response) {
    response.status(204).header(HeaderNames.CACHE_CONTROL, FOR_EVER).send();
  }

  private static void send(ServerRequest request, ServerResponse response, Asset asset) {
    boolean compressed = accepts(request, "gzip");
    String tag = "\"" + asset.hash() + (compressed ? "-gzip" : "") + "\"";
    response.header(HeaderNames.ETAG, tag);
    response.headers().add(HeaderValues.create(HeaderNames.VARY, "Accept-Encoding"));
    if (request.headers().values(HeaderNames.IF_NONE_MATCH).contains(tag)) {
      response.status(304).send();
      return;
    }
    if (compressed) {
      response.header(HeaderNames.CONTENT_ENCODING, "gzip");
    }
    response.status(200);
    Responses.send(request, response, compressed ? asset.compressed() : asset.content());
  }

  private static boolean accepts(ServerRequest request, String encoding) {
    for (String accepted : request.headers().values(HeaderNames.ACCEPT_ENCODING)) {
      for (String one : accepted.split(",", -1)) {
        String[] parts = one.strip().split(";", 2);
        boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
        if (parts[0].strip().equalsIgnoreCase(encoding)) {
          return !refused;
        }
      }
    }
    return false;
  }
}
