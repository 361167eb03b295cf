package dev.potok.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OlderHttpTest {
  private static final String OLD = "POST /x HTTP/1.0\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

  @Test
  void aRequestBecomesOneOfTheServersVersionThatIsTheLastOfItsConnection() {
    for (int cut = 1; cut < OLD.length(); cut++) {
      assertThat(request(new OlderHttp("localhost:80"), OLD, cut))
          .isEqualTo(
              "POST /x HTTP/1.1\r\nConnection: close\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
    }
  }

  @Test
  void aRequestThatNamesNoHostIsForTheAddressThatItCameTo() {
    String request = "GET /x HTTP/1.0\r\nX-Host: a\r\n\r\nHost: b\r\n";
    for (int cut = 1; cut < request.length(); cut++) {
      assertThat(request(new OlderHttp("localhost:80"), request, cut))
          .isEqualTo(
              String.join(
                  "\r\n",
                  "GET /x HTTP/1.1",
                  "Connection: close",
                  "Host: localhost:80",
                  "X-Host: a",
                  "",
                  "Host: b",
                  ""));
    }
    assertThat(request(new OlderHttp("localhost:80"), "GET / HTTP/1.0\r\n\r\n", 1))
        .isEqualTo("GET / HTTP/1.1\r\nConnection: close\r\nHost: localhost:80\r\n\r\n");
  }

  @Test
  void aHeadThatIsTooLongIsHandedOnToBeRefused() {
    String head = "GET /x HTTP/1.0\r\nX: " + "x".repeat(OlderHttp.MAX_HEAD_BYTES);
    assertThat(request(new OlderHttp("localhost:80"), head, 1000))
        .startsWith("GET /x HTTP/1.1\r\n")
        .endsWith("x");
  }

  @Test
  void anEmptyLineBeforeTheFirstRequestIsPassedOver() {
    String request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
    for (int cut = 1; cut < request.length(); cut++) {
      assertThat(request(new OlderHttp("localhost:80"), "\r\n" + request, cut)).isEqualTo(request);
    }
  }

  @Test
  void aRequestOfTheServersVersionStaysAsItIs() {
    String request = "POST /x HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\n";
    for (int cut = 1; cut < request.length(); cut++) {
      OlderHttp older = new OlderHttp("localhost:80");
      assertThat(request(older, request, cut)).isEqualTo(request);
      assertThat(older.isSpoken()).isFalse();
    }
  }

  @Test
  void aRequestLineThatIsTooLongIsHandedOnToBeRefused() {
    String line = "GET /" + "x".repeat(OlderHttp.MAX_LINE_BYTES);
    assertThat(request(new OlderHttp("localhost:80"), line, 1000)).isEqualTo(line);
  }

  @Test
  void aResponseLosesItsChunksAndAnInterimOneIsLeftOut() {
    String response =
        String.join(
            "\r\n",
            "HTTP/1.1 100 Continue",
            "",
            "HTTP/1.1 200 OK",
            "A: b",
            "transfer-encoding: Chunked",
            "C: d",
            "",
            "7",
            "Hel\r\n\r\n",
            "1a;x=y",
            "abcdefghijklmnopqrstuvwxyz",
            "0",
            "T: u",
            "",
            "");
    for (int cut = 1; cut < response.length(); cut++) {
      assertThat(response(response, cut))
          .isEqualTo(
              "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\nHel\r\n\r\nabcdefghijklmnopqrstuvwxyz");
    }
  }

  @Test
  void aResponseWithoutChunksStaysAsItIs() {
    String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1\r\n\r\n";
    for (int cut = 1; cut < response.length(); cut++) {
      assertThat(response(response, cut)).isEqualTo(response);
    }
  }

  private static String request(OlderHttp older, String text, int cut) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    for (byte[] bytes : pieces(text, cut)) {
      read.writeBytes(older.wantsRequest() ? older.request(bytes) : bytes);
    }
    return read.toString(ISO_8859_1);
  }

  private static String response(String text, int cut) {
    OlderHttp older = new OlderHttp("localhost:80");
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    for (byte[] bytes : pieces(text, cut)) {
      read.writeBytes(older.response(bytes));
    }
    return read.toString(ISO_8859_1);
  }

  /** The text cut in two, and all of the second part a thousand bytes at a time. */
  private static List<byte[]> pieces(String text, int cut) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    List<byte[]> pieces = new ArrayList<>();
    pieces.add(Arrays.copyOf(bytes, cut));
    for (int at = cut; at < bytes.length; at += 1000) {
      pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1000)));
    }
    return pieces;
  }
}
