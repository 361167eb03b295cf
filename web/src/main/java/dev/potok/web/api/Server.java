package dev.potok.web.api;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatError;
import dev.potok.chat.ChatTransport;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import dev.potok.web.dom.Fetch;
import dev.potok.web.dom.Timers;
import dev.potok.web.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where the server is, and how its replies are read. */
public final class Server {
  private static final String API = "/api/web/v1";

  private final String base;
  private final Language language;

  /**
   * A server.
   *
   * @param base the address before {@code /api}, empty for the page's own origin
   * @param language the language of the server's sentences
   */
  public Server(String base, Language language) {
    this.base = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + API;
    this.language = language;
  }

  /** A request for a path below the API's. */
  public Fetch request(String method, String path) {
    return new Fetch(method, address(path)).header("Accept-Language", language.tag());
  }

  /** The language of the server's sentences. */
  Language language() {
    return language;
  }

  /** The address of a path below the API's. */
  String address(String path) {
    return base + path;
  }

  /** Sends a request whose reply is read from JSON. */
  <T> Cancellable send(Fetch request, Function<String, T> mapping, ChatTransport.Reply<T> reply) {
    Timers.Cancel sent =
        request.send(
            new WholeBody(reply) {
              @Override
              void accepted(String body) {
                T result;
                try {
                  result = mapping.apply(body);
                } catch (JsonFormatException e) {
                  reply.refused(
                      Problem.of(200, ChatError.UNREADABLE, String.valueOf(e.getMessage())));
                  return;
                }
                reply.succeeded(result);
              }
            });
    return sent::cancel;
  }

  /** Sends a request whose reply says no more than that it was done. */
  Cancellable send(Fetch request, ChatTransport.DoneReply reply) {
    Timers.Cancel sent =
        request.send(
            new WholeBody(reply) {
              @Override
              void accepted(String body) {
                reply.done();
              }
            });
    return sent::cancel;
  }

  /** Sends a request whose reply is a stream. */
  Cancellable stream(Fetch request, ChatTransport.StreamReply reply) {
    Timers.Cancel sent = request.send(new StreamBody(reply));
    return sent::cancel;
  }

  /** What a refusal's body says; where it says nothing readable, its status. */
  public static Problem problem(int status, String body) {
    try {
      return WireJson.readProblem(JsonFields.parse(body));
    } catch (JsonFormatException e) {
      return Problem.of(status, "", "");
    }
  }

  private abstract static class WholeBody extends Fetch.WholeReply {
    private final ChatTransport.FailureReply failure;

    WholeBody(ChatTransport.FailureReply failure) {
      this.failure = failure;
    }

    @Override
    protected void whole(int status, String body) {
      if (status >= Fetch.FIRST_REFUSAL) {
        failure.refused(problem(status, body));
      } else {
        accepted(body);
      }
    }

    abstract void accepted(String body);

    @Override
    public void failed(String reason) {
      failure.networkFailed(reason);
    }
  }

  private static final class StreamBody implements Fetch.Reply {
    private final ChatTransport.StreamReply reply;
    private final List<byte[]> refusal = new ArrayList<>();
    private int status;

    StreamBody(ChatTransport.StreamReply reply) {
      this.reply = reply;
    }

    @Override
    public void head(int status) {
      this.status = status;
      if (status < Fetch.FIRST_REFUSAL) {
        reply.opened();
      }
    }

    @Override
    public void chunk(byte[] bytes) {
      if (status < Fetch.FIRST_REFUSAL) {
        reply.bytes(bytes, 0, bytes.length);
      } else {
        refusal.add(bytes);
      }
    }

    @Override
    public void end() {
      if (status < Fetch.FIRST_REFUSAL) {
        reply.closed();
      } else {
        reply.refused(problem(status, Fetch.text(refusal)));
      }
    }

    @Override
    public void failed(String reason) {
      reply.networkFailed(reason);
    }
  }
}
