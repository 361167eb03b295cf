package dev.potok.testkit.torture;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.history.Entry;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A reader of one answer that resumes until it has come to the end, as a page does: from what it
 * has read, and sometimes as one that has forgotten where it was. One thread.
 */
final class Follower {

  /** A position that no answer has. */
  private static final long NEVER_GIVEN = 1_000_000;

  private final Site site;
  private final RandomGenerator random;
  private final String reader;
  private final long chatId;
  private final long answerId;
  private final Weather weather;
  private final boolean checks;
  private long position;
  private boolean resumes;

  /**
   * A reader.
   *
   * @param position the number of the last event that it has; -1 for none
   * @param weather through which it connects; the caller closes it
   */
  Follower(
      Site site,
      RandomGenerator random,
      String reader,
      long chatId,
      long answerId,
      long position,
      Weather weather) {
    this(site, random, reader, chatId, answerId, position, weather, false);
  }

  private Follower(
      Site site,
      RandomGenerator random,
      String reader,
      long chatId,
      long answerId,
      long position,
      Weather weather,
      boolean checks) {
    this.checks = checks;
    this.site = site;
    this.random = random;
    this.reader = reader;
    this.chatId = chatId;
    this.answerId = answerId;
    this.position = position;
    this.resumes = position >= 0;
    this.weather = weather;
  }

  /** A reader that asks when all is over, from the given position, and is not counted. */
  static Follower checking(
      Site site,
      RandomGenerator random,
      String reader,
      long chatId,
      long answerId,
      long position,
      Weather weather) {
    return new Follower(site, random, reader, chatId, answerId, position, weather, true);
  }

  /** Reads to the end, however often the connection breaks. */
  void follow() throws InterruptedException {
    Patience patience = new Patience(random, site.longest());
    while (patience.isLeft()) {
      if (attempt(patience)) {
        return;
      }
      patience.pause();
    }
    site.history().add(new Entry.GaveUp(reader, answerId, "no end within " + patience));
  }

  /** Whether nothing more is to be read. */
  private boolean attempt(Patience patience) {
    Weather.Forecast forecast = weather.next();
    OptionalLong after = askFrom();
    boolean live = !checks && random.nextInt(3) == 0;
    long begin = System.nanoTime();
    try (RawCall call = live ? openLive(after) : open(after)) {
      if (call.status() != 200) {
        return refused(call);
      }
      Reading reading =
          new Reading(
              site.history(), site.tally(), reader, answerId, after, position, (_, _) -> {});
      if (resumes && !checks) {
        site.tally().add(Tally.Count.RESUMES);
      }
      long leaveAfter = forecast.leaveAfter();
      Reading.Outcome outcome =
          live ? reading.readLive(call, leaveAfter) : reading.read(call, leaveAfter);
      if (resumes && !checks && !forecast.delays() && reading.firstEventNanos().isPresent()) {
        site.tally().resumed(reading.firstEventNanos().getAsLong() - begin);
      }
      if (reading.firstEventNanos().isPresent()) {
        patience.reset();
      }
      position = reading.position();
      resumes = true;
      return outcome == Reading.Outcome.END;
    } catch (IOException e) {
      // Not connected, or broken before the head.
      return false;
    }
  }

  /** The answer's own stream. */
  private RawCall open(OptionalLong after) throws IOException {
    boolean inQuery = after.isPresent() && random.nextInt(4) == 0;
    Optional<String> header =
        after.isPresent() && !inQuery
            ? Optional.of(Long.toString(after.getAsLong()))
            : Optional.empty();
    String query = inQuery ? "?after=" + after.getAsLong() : "";
    String path = "/api/web/v1/chats/" + chatId + "/messages/" + answerId + "/stream" + query;
    return RawCall.open(weather.port(), "GET", path, accept(random), "", header);
  }

  /** The answer out of the stream of all that changes, as the page reads it. */
  private RawCall openLive(OptionalLong after) throws IOException {
    String path = "/api/web/v1/events?answer=" + answerId + ":" + after.orElse(-1);
    return RawCall.open(weather.port(), "GET", path, "text/event-stream", "", Optional.empty());
  }

  static String accept(RandomGenerator random) {
    return random.nextInt(3) == 0 ? "application/x-ndjson" : "text/event-stream";
  }

  /** Mostly where it was; sometimes from the text so far, from the start, or from nowhere. */
  private OptionalLong askFrom() {
    int choice = random.nextInt(20);
    if (checks) {
      return position < 0 ? OptionalLong.empty() : OptionalLong.of(position);
    }
    if (position < 0) {
      return choice < 10 ? OptionalLong.empty() : OptionalLong.of(0);
    }
    return switch (choice) {
      case 0 -> OptionalLong.empty();
      case 1 -> OptionalLong.of(NEVER_GIVEN);
      case 2 -> OptionalLong.of(0);
      default -> OptionalLong.of(position);
    };
  }

  private boolean refused(RawCall call) throws IOException {
    String body = call.text();
    if (call.status() == 503) {
      return false;
    }
    if (call.status() == 404 || call.status() == 410) {
      site.history().add(new Entry.Gone(reader, answerId, code(body)));
    } else {
      site.history().add(new Entry.GaveUp(reader, answerId, call.status() + " " + body));
    }
    return true;
  }

  static String code(String problem) {
    try {
      return WireJson.readProblem(JsonFields.parse(problem)).code();
    } catch (JsonFormatException e) {
      return problem;
    }
  }
}
