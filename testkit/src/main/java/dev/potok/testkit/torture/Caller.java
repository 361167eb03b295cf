package dev.potok.testkit.torture;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.history.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes the calls that do not stream, again and again until they are answered. Through weather or
 * straight to the server. One thread.
 */
final class Caller {
  private static final String API = "/api/web/v1";

  private final Site site;
  private final RandomGenerator random;
  private final Optional<Weather> weather;

  /** Calls through the weather, or straight. */
  Caller(Site site, RandomGenerator random, Optional<Weather> weather) {
    this.site = site;
    this.random = random;
    this.weather = weather;
  }

  /** What was answered. */
  private record Answer(int status, String body) {}

  /** A new chat; one more may be left behind by a call that broke. */
  long newChat() throws InterruptedException {
    return WireJson.readChat(JsonFields.parse(good("POST", "/chats", "{}"))).id();
  }

  ChatRead chat(long chatId) throws InterruptedException {
    return WireJson.readChat(JsonFields.parse(good("GET", "/chats/" + chatId, "")));
  }

  List<MessageRead> history(long chatId) throws InterruptedException {
    String body = good("GET", "/chats/" + chatId + "/messages", "");
    return WireJson.readArray(body, WireJson::readMessage);
  }

  void stop(long chatId, long answerId) throws InterruptedException {
    site.history().add(new Entry.StopAsked(answerId));
    Answer answer = call("POST", message(chatId, answerId) + "/stop", "");
    switch (answer.status()) {
      case 200 -> {
        MessageRead stopped = WireJson.readMessage(JsonFields.parse(answer.body()));
        site.history().add(new Entry.StopAcknowledged(answerId, stopped));
        site.tally().add(Tally.Count.STOPS);
      }
      case 404 ->
          site.history().add(new Entry.Gone("stopper", answerId, Follower.code(answer.body())));
      default -> refused("stopper", answerId, answer);
    }
  }

  void delete(long chatId, long messageId) throws InterruptedException {
    site.history().add(new Entry.DeleteAsked(messageId));
    Answer answer = call("DELETE", message(chatId, messageId), "");
    switch (answer.status()) {
      case 204 -> {
        site.history().add(new Entry.DeleteAcknowledged(messageId));
        site.tally().add(Tally.Count.DELETIONS);
      }
      // An earlier attempt has done it, or it went since it had no text.
      case 404 -> site.history().add(new Entry.Note(messageId, "nothing to delete"));
      default -> refused("deleter", messageId, answer);
    }
  }

  private void refused(String who, long messageId, Answer answer) {
    String what = answer.status() + " " + answer.body();
    site.history().add(new Entry.GaveUp(who, messageId, what));
  }

  private static String message(long chatId, long messageId) {
    return "/chats/" + chatId + "/messages/" + messageId;
  }

  private String good(String method, String path, String body) throws InterruptedException {
    Answer answer = call(method, path, body);
    if (answer.status() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + ": " + answer.status() + " " + answer.body());
    }
    return answer.body();
  }

  /** The first answer that comes through whole and is not "later". */
  private Answer call(String method, String path, String body) throws InterruptedException {
    Patience patience = new Patience(random, site.longest());
    while (patience.isLeft()) {
      weather.ifPresent(Weather::next);
      int port = weather.map(Weather::port).orElse(site.port());
      try (RawCall call =
          RawCall.open(port, method, API + path, "application/json", body, Optional.empty())) {
        Answer answer = new Answer(call.status(), call.text());
        if (answer.status() != 503) {
          return answer;
        }
      } catch (IOException e) {
        // Not connected, or cut: the same once more.
      }
      patience.pause();
    }
    throw new IllegalStateException(method + " " + path + ": no answer within " + patience);
  }
}
