package dev.potok.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The program of {@link GgufServer} with a model in the place of llama.cpp's that asks a server for
 * what it is to say, so that a test sees what the model is asked, and when it is given up. Its
 * tokens are words in a prompt, and pieces in an answer. Where the server breaks off, it crashes.
 */
final class ScriptedModel implements LocalModel {

  /** How the process ends that a native library has crashed. */
  private static final int CRASHED = 134;

  private final Path file;

  private ScriptedModel(Path file) {
    this.file = file;
  }

  /** Begins as {@link GgufServer#main}. */
  public static void main(String[] arguments) throws IOException {
    GgufServer.serve(arguments, (file, _) -> new ScriptedModel(file));
  }

  /** A file that begins as a GGUF file and holds the port of the server to ask. */
  static void write(Path file, int port) {
    try {
      Files.write(
          file, new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, (byte) (port >> 8), (byte) port});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int port() {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.readLong();
      return in.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String prompt(Completion completion) {
    StringBuilder prompt = new StringBuilder(completion.instructions());
    completion.messages().forEach(message -> prompt.append('\n').append(message.content()));
    return prompt.toString();
  }

  @Override
  public int promptTokens(String prompt) {
    return prompt.isBlank() ? 0 : prompt.strip().split("\\s+", -1).length;
  }

  @Override
  public Pieces generate(String prompt, Completion completion, int limit) {
    return new AskedPieces(question(completion, limit));
  }

  private static String question(Completion completion, int limit) {
    JsonText json =
        JsonText.object()
            .field("model", completion.model())
            .field("system", completion.instructions())
            .openArray("messages");
    completion
        .messages()
        .forEach(message ->
            json.openObject()
                .field("role", message.role())
                .field("content", message.content())
                .end());
    json.end().field("max_tokens", limit).openArray("stop");
    completion.stop().forEach(text -> json.openObject().field("text", text).end());
    json.end();
    completion.temperature().ifPresent(value -> json.field("temperature", value));
    completion.topP().ifPresent(value -> json.field("top_p", value));
    return json.done();
  }

  /** What the server says, one JSON object a line; between them stand the sizes of chunks. */
  private final class AskedPieces implements Pieces {
    private final String question;
    private final Socket socket = new Socket();
    private @Nullable BufferedReader lines;
    private boolean thinking;

    AskedPieces(String question) {
      this.question = question;
    }

    @Override
    public Made next() {
      try {
        JsonFields said = JsonFields.parse(nextLine());
        if (said.has("error")) {
          throw new IllegalStateException(said.string("error"));
        }
        if (said.has("end")) {
          socket.close();
          return new Made.End(said.has("cut"));
        }
        String text = piece(said);
        return new Made.Text(text, text.isEmpty() ? 0 : 1);
      } catch (IOException e) {
        if (socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(CRASHED);
        throw new AssertionError(e);
      }
    }

    @Override
    public void cancel() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String nextLine() throws IOException {
      BufferedReader from = lines == null ? ask() : lines;
      lines = from;
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        if (line.startsWith("{")) {
          return line;
        }
      }
      throw new IOException("the server has broken off");
    }

    private BufferedReader ask() throws IOException {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port()));
      byte[] body = question.getBytes(UTF_8);
      socket
          .getOutputStream()
          .write(
              ("POST /answer HTTP/1.1\r\nContent-Length: " + body.length + "\r\n\r\n")
                  .getBytes(UTF_8));
      socket.getOutputStream().write(body);
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** Thinks in tags, as local models do. */
    private String piece(JsonFields said) {
      if (said.has("thinking")) {
        String opening = thinking ? "" : "<think>";
        thinking = true;
        return opening + said.string("thinking");
      }
      String text = said.string("text");
      if (text.isEmpty() || !thinking) {
        return text;
      }
      thinking = false;
      return "</think>\n\n" + text;
    }
  }
}
