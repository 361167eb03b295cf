package dev.potok.client;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;
import java.net.URI;
import java.util.Locale;

/** What the documentation shows; {@link ExamplesIT} runs it. */
final class Examples {
  private Examples() {}

  static void hello(URI server) {
    // @start region="hello"
    try (PotokClient client = PotokClient.of(server);
        Answer answer = client.newChat().send("What is a stream?")) {
      System.out.println(answer.text());
    }
    // @end
  }

  static void events(Chat chat, StringBuilder shown) {
    // @start region="events"
    try (Answer answer = chat.send("What is a stream?")) {
      for (AnswerEvent event : answer) {
        switch (event) {
          case MessageStart start -> shown.replace(0, shown.length(), start.message().content());
          case MessageDelta delta when delta.kind() == MessageDelta.Kind.TEXT ->
              shown.append(delta.text());
          case MessageDelta thinking -> System.err.print(thinking.text());
          case MessageEnd end -> System.err.println(end.finishReason());
          case AnswerError _ -> throw new AssertionError("thrown as AnswerFailedException");
        }
      }
    } catch (AnswerRunningException e) {
      chat.stop(e.messageId());
    } catch (AnswerFailedException e) {
      e.partial().ifPresent(begun -> chat.continueAnswer(begun.id()).close());
    } catch (RetryLaterException e) {
      System.err.println("try again later: " + e.getMessage());
    }
    // @end
  }

  static void question(Chat chat) {
    // @start region="question"
    Question question =
        Question.of("And in Java?")
            .model("ollama/llama3.2")
            .parentId(2)
            .clientMessageId("report-2026-11-23");
    try (Answer answer = chat.send(question)) {
      System.out.println(answer.text());
    }
    // @end
  }

  static void listener(Chat chat) {
    // @start region="listener"
    AnswerListener listener =
        new AnswerListener() {
          @Override
          public void onMessageDelta(MessageDelta delta) {
            System.out.print(delta.text());
          }

          @Override
          public void onMessageEnd(MessageEnd end) {
            System.out.println();
          }

          @Override
          public void onError(AnswerError error) {
            System.err.println(error.message());
          }

          @Override
          public void onFailure(PotokClientException e) {
            System.err.println(e.getMessage());
          }
        };
    try (AnswerTask task = chat.send(Question.of("What is a stream?"), listener)) {
      task.await();
    }
    // @end
  }

  static PotokClient settings(URI server) {
    // @start region="settings"
    return PotokClient.builder(server)
        .language(Locale.of("ru"))
        .giveUpAfter(java.time.Duration.ofMinutes(10))
        .connectionListener(
            new ConnectionListener() {
              @Override
              public void lost(String reason, java.time.Duration wait) {
                System.err.println("reconnecting: " + reason);
              }
            })
        .build();
    // @end
  }
}
