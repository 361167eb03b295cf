package dev.potok.testkit.torture;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.history.Entry;
import dev.potok.testkit.history.ModelPlan;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Makes the calls that begin an answer, and reads what they stream. A send is repeated under its id
 * until it is accepted; a further version is asked for once, since it has no such id. One thread.
 */
final class Sender {

  /** An answer that began, and how much of it the call's own stream has given. */
  record Begun(long answerId, long position, boolean ended) {}

  private final Site site;
  private final RandomGenerator random;
  private final long chatId;
  private final Weather weather;
  private final OnBegun onBegun;
  private Weather.Forecast forecast = Weather.Forecast.STEADY;

  /**
   * A client that sends.
   *
   * @param onBegun is told at once when an answer has begun
   */
  Sender(Site site, RandomGenerator random, long chatId, Weather weather, OnBegun onBegun) {
    this.site = site;
    this.random = random;
    this.chatId = chatId;
    this.weather = weather;
    this.onBegun = onBegun;
  }

  /** Does something as soon as an answer has begun. */
  interface OnBegun {
    void begun(long answerId);
  }

  /**
   * Sends until it is accepted, and reads until the stream breaks.
   *
   * @param onRunning is told of another answer that runs in the chat, and waits for its end
   * @return empty if what the send made has been deleted
   */
  Optional<Begun> send(
      String reader, String clientMessageId, Question question, OnRunning onRunning)
      throws InterruptedException {
    String body =
        JsonText.object()
            .field("content", question.content())
            .field("client_message_id", clientMessageId)
            .done();
    Patience patience = new Patience(random, site.longest());
    for (int attempt = 0; patience.isLeft(); attempt++) {
      if (attempt > 0) {
        site.tally().add(Tally.Count.REPEATED_SENDS);
      }
      try (RawCall call = open("/stream", body)) {
        if (call.status() == 200) {
          Begun begun = read(call, reader, question.plan(), Optional.of(clientMessageId));
          if (begun.answerId() != 0) {
            return Optional.of(begun);
          }
        } else if (isFinal(call.status(), call.text(), reader, onRunning)) {
          return Optional.empty();
        }
      } catch (IOException e) {
        // Nobody knows whether it was accepted: the same once more.
      }
      patience.pause();
    }
    site.history()
        .add(new Entry.GaveUp(reader, 0, clientMessageId + " not accepted within " + patience));
    return Optional.empty();
  }

  /** Waits for the end of an answer that stands in the way. */
  interface OnRunning {
    void await(long answerId) throws InterruptedException;
  }

  private boolean isFinal(int status, String body, String reader, OnRunning onRunning)
      throws InterruptedException {
    if (status == 503) {
      return false;
    }
    Problem problem = WireJson.readProblem(JsonFields.parse(body));
    if (status == 409 && problem.messageId().isPresent()) {
      onRunning.await(problem.messageId().getAsLong());
      return false;
    }
    long answerId = problem.messageId().orElse(0);
    site.history()
        .add(
            status == 410
                ? new Entry.Gone(reader, answerId, problem.code())
                : new Entry.GaveUp(reader, answerId, status + " " + body));
    return true;
  }

  /**
   * Asks for a further version; empty if it is not known whether there is one.
   *
   * @param how {@code regenerate} or {@code continue}
   */
  Optional<Begun> again(String how, String reader, long answerId, ModelPlan plan) {
    site.tally().add(Tally.Count.FURTHER_VERSIONS);
    site.history().add(new Entry.VersionAsked(answerId));
    try (RawCall call = open("/" + answerId + "/" + how, "{}")) {
      if (call.status() == 200) {
        Begun begun = read(call, reader, plan, Optional.empty());
        return Optional.of(begun).filter(known -> known.answerId() != 0);
      }
      site.history().add(new Entry.Note(answerId, how + ": " + call.text()));
    } catch (IOException e) {
      // Whether it was accepted shows when the next message is sent.
    }
    return Optional.empty();
  }

  private RawCall open(String path, String body) throws IOException {
    forecast = weather.next();
    return RawCall.open(
        weather.port(),
        "POST",
        "/api/web/v1/chats/" + chatId + "/messages" + path,
        Follower.accept(random),
        body,
        Optional.empty());
  }

  private Begun read(
      RawCall call, String reader, ModelPlan plan, Optional<String> clientMessageId) {
    long[] questionId = new long[1];
    Reading reading =
        new Reading(
            site.history(),
            site.tally(),
            reader,
            0,
            OptionalLong.of(0),
            -1,
            (asked, answerId) -> {
              boolean again = questionId[0] != 0;
              questionId[0] = asked;
              if (!again) {
                site.history().add(new Entry.Began(clientMessageId, chatId, asked, answerId, plan));
                onBegun.begun(answerId);
              }
            });
    Reading.Outcome outcome = reading.read(call, forecast.leaveAfter());
    return new Begun(reading.answerId(), reading.position(), outcome == Reading.Outcome.END);
  }
}
