package dev.potok.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the page, which stand beside the classes under {@code page/}. Each is read and
 * compressed when first asked for, and then kept. A file's name on the wire holds the hash of what
 * is in it, so that a browser may keep it for ever. Thread-safe.
 */
final class PageAssets {
  private static final String FOLDER = "/page/";
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)+");
  private static final Pattern HASHED_NAME =
      Pattern.compile("([A-Za-z0-9_-]+)\\.[0-9a-f]{12}((?:\\.[A-Za-z0-9]+)+)");
  private static final Pattern PLACE = Pattern.compile("\\{\\{(asset:([^}]+)|api_base)}}");

  private final String apiBase;
  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  /** The page's files, for a page that finds the API at the given address. */
  PageAssets(String apiBase) {
    this.apiBase = apiBase;
  }

  /** A file beside the assets, with their names and the API's address filled in. */
  Optional<Asset> filled(String name) {
    return kept(
        name, path -> read(path).map(bytes -> fill(new String(bytes, UTF_8)).getBytes(UTF_8)));
  }

  /** A file by its plain name. */
  Optional<Asset> plain(String name) {
    if (!PLAIN_NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return kept("assets/" + name, PageAssets::read);
  }

  /** What is missing is not kept, since names can be made up without end. */
  private Optional<Asset> kept(String path, Function<String, Optional<byte[]>> source) {
    Asset known = assets.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Asset> made = source.apply(path).map(Asset::new);
    made.ifPresent(asset -> assets.put(path, asset));
    return made;
  }

  /** A file by a name that holds its hash; empty if the file has changed since. */
  Optional<Asset> hashed(String name) {
    Matcher parts = HASHED_NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return plain(parts.group(1) + parts.group(2))
        .filter(asset -> name.equals(parts.group(1) + "." + asset.hash() + parts.group(2)));
  }

  private String fill(String template) {
    return PLACE
        .matcher(template)
        .replaceAll(place ->
            Matcher.quoteReplacement(
                place.group(2) == null
                    ? escape(apiBase)
                    : "/assets/" + hashedName(place.group(2))));
  }

  private String hashedName(String name) {
    Asset asset =
        plain(name)
            .orElseThrow(() -> new IllegalStateException("the page names no such file: " + name));
    int dot = name.indexOf('.');
    return name.substring(0, dot) + "." + asset.hash() + name.substring(dot);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private static Optional<byte[]> read(String path) {
    try (InputStream in = PageAssets.class.getResourceAsStream(FOLDER + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file. */
  static final class Asset {
    private final byte[] content;
    private final byte[] compressed;
    private final String hash;

    Asset(byte[] content) {
      this.content = content;
      this.compressed = gzip(content);
      this.hash = hashOf(content);
    }

    /** Its bytes; not to be changed. */
    byte[] content() {
      return content;
    }

    /** Its bytes, compressed by gzip; not to be changed. */
    byte[] compressed() {
      return compressed;
    }

    /** Twelve hexadecimal digits that stand for the content. */
    String hash() {
      return hash;
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new BestGzip(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Each file is compressed once, so it may take its time. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private static String hashOf(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
