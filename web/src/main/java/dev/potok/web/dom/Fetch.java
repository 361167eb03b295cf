package dev.potok.web.dom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * One request to a server, built up and then sent once. Its replies come later, never inside {@link
 * #send}.
 */
public final class Fetch {
  /** The first status that says no. */
  public static final int FIRST_REFUSAL = 400;

  private final String method;
  private final String address;
  private final JSObject headers = emptyObject();
  private @Nullable JSObject body;
  private boolean headAlone;

  /** A request to an address, which may be relative. */
  public Fetch(String method, String address) {
    this.method = method;
    this.address = address;
  }

  /** Where it goes. */
  public String address() {
    return address;
  }

  /** Adds a header. */
  public Fetch header(String name, String value) {
    put(headers, name, value);
    return this;
  }

  /** Sets the body, which is JSON. */
  public Fetch json(String json) {
    body = JSString.valueOf(json);
    return header("Content-Type", "application/json");
  }

  /** Sets the body, which is a file of JSON. */
  public Fetch file(JSObject file) {
    body = file;
    return header("Content-Type", "application/json");
  }

  /** Has no more read of a reply than its head, unless that is a refusal: the body comes empty. */
  public Fetch headAlone() {
    headAlone = true;
    return this;
  }

  /**
   * Is told how a request goes: the head, then chunks, then the end; or, at any point, a failure.
   */
  public interface Reply {

    /** The server's status has come. */
    void head(int status);

    /** The next bytes of the body. */
    void chunk(byte[] bytes);

    /** The body is whole, or the server closed the connection in a way that looks like it. */
    void end();

    /** No answer came, or it broke off. */
    void failed(String reason);
  }

  /**
   * Sends the request.
   *
   * @return gives the request up: its connection is closed and nothing more is told
   */
  public Timers.Cancel send(Reply reply) {
    Exchange exchange = new Exchange(reply, headAlone);
    exchange.begin(start(address, method, headers, body, exchange.abort));
    return exchange::cancel;
  }

  /** Joins the chunks of a reply into a text. */
  public static String text(List<byte[]> chunks) {
    int length = 0;
    for (byte[] chunk : chunks) {
      length += chunk.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return new String(all, StandardCharsets.UTF_8);
  }

  /** The short replies' way: collects the body and hands it on whole. */
  public abstract static class WholeReply implements Reply {
    private final List<byte[]> chunks = new ArrayList<>();
    private int status;

    @Override
    public final void head(int status) {
      this.status = status;
    }

    @Override
    public final void chunk(byte[] bytes) {
      chunks.add(bytes);
    }

    @Override
    public final void end() {
      whole(status, text(chunks));
    }

    /** The whole body has come. */
    protected abstract void whole(int status, String body);
  }

  /** A request under way. */
  private static final class Exchange {
    private final Reply reply;
    private final boolean headAlone;
    private final JSObject abort = newAbort();
    private boolean over;

    Exchange(Reply reply, boolean headAlone) {
      this.reply = reply;
      this.headAlone = headAlone;
    }

    void begin(JSPromise<Response> promise) {
      promise.then(
          response -> {
            opened(response);
            return null;
          },
          this::broke);
    }

    private void opened(Response response) {
      if (over) {
        return;
      }
      reply.head(response.getStatus());
      Reader reader = readerOf(response);
      if (reader == null || (headAlone && response.getStatus() < FIRST_REFUSAL)) {
        cancel();
        reply.end();
      } else {
        readOn(reader);
      }
    }

    private void readOn(Reader reader) {
      if (over) {
        return;
      }
      read(reader)
          .then(
              part -> {
                came(reader, part);
                return null;
              },
              this::broke);
    }

    private void came(Reader reader, Part part) {
      if (over) {
        return;
      }
      if (part.isDone()) {
        over = true;
        reply.end();
        return;
      }
      Uint8Array value = part.getValue();
      reply.chunk(
          new Int8Array(value.getBuffer(), value.getByteOffset(), value.getLength())
              .copyToJavaArray());
      readOn(reader);
    }

    private @Nullable Object broke(Object reason) {
      if (!over) {
        over = true;
        reply.failed(describe(reason));
      }
      return null;
    }

    void cancel() {
      if (!over) {
        over = true;
        abort(abort);
      }
    }
  }

  private interface Response extends JSObject {
    @JSProperty
    int getStatus();
  }

  private interface Reader extends JSObject {}

  private interface Part extends JSObject {
    @JSProperty
    boolean isDone();

    @JSProperty
    Uint8Array getValue();
  }

  @JSBody(script = "return {};")
  private static native JSObject emptyObject();

  @JSBody(
      params = {"object", "name", "value"},
      script = "object[name] = value;")
  private static native void put(JSObject object, String name, String value);

  @JSBody(script = "return new AbortController();")
  private static native JSObject newAbort();

  @JSBody(params = "controller", script = "controller.abort();")
  private static native void abort(JSObject controller);

  @JSBody(
      params = {"address", "method", "headers", "body", "abort"},
      script =
          "return fetch(address, {method: method, headers: headers, body: body,"
              + " signal: abort.signal, cache: 'no-store', credentials: 'same-origin'});")
  private static native JSPromise<Response> start(
      String address, String method, JSObject headers, @Nullable JSObject body, JSObject abort);

  @JSBody(params = "response", script = "return response.body && response.body.getReader();")
  private static native @Nullable Reader readerOf(Response response);

  @JSBody(params = "reader", script = "return reader.read();")
  private static native JSPromise<Part> read(Reader reader);

  @JSBody(params = "reason", script = "return String(reason);")
  private static native String describe(Object reason);
}
