package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.client.Answer;
import dev.potok.client.Chat;
import dev.potok.client.NewChat;
import dev.potok.client.PotokClient;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One program that reads a thousand answers of the real server at once. */
@Timeout(120)
class ManyAnswersIT {
  private static final int ANSWERS = 1_000;
  private static final int TOKENS = 10;

  /** The most threads of the platform that the thousand may add to the program. */
  private static final int FEW_THREADS = 32;

  @TempDir Path folder;

  @Test
  void aThousandAnswersReadAtOnceAreWholeInOrderAndAsStored() throws Exception {
    Script script = Script.numbered(TOKENS).held();
    try (ScriptedModelServer model = ScriptedModelServer.start();
        PotokProcess potok =
            PotokProcess.start(
                PotokCommand.JAR,
                folder,
                Map.of(
                    "OPENAI_BASE_URL", model.baseUrl().toString(),
                    "OPENAI_API_KEY", "key",
                    "POTOK_FIND_LOCAL_MODELS", "false"))) {
      model.script(script);
      int threadsBefore = platformThreads();
      long began = System.nanoTime();
      CountDownLatch begun = new CountDownLatch(ANSWERS);
      try (PotokClient client = PotokClient.of(potok.baseUrl());
          ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        String numbered =
            client.models().stream()
                .map(m -> m.id())
                .filter(id -> id.endsWith("/numbered"))
                .findFirst()
                .orElseThrow();
        List<Future<String>> told = new ArrayList<>();
        for (int i = 0; i < ANSWERS; i++) {
          told.add(readers.submit(() -> ask(client, NewChat.untitled().model(numbered), begun)));
        }
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        model.awaitCompletion(ANSWERS, Duration.ofSeconds(60));
        model.releaseTokens(ANSWERS * TOKENS / 2);
        int threads = platformThreads() - threadsBefore;
        model.releaseTokens(ANSWERS * TOKENS / 2);
        for (Future<String> text : told) {
          assertThat(text.get()).isEqualTo(script.wholeText());
        }
        IO.println(
            ANSWERS
                + " answers at once: threads of the platform added: "
                + threads
                + ", ms in all: "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        assertThat(threads).isLessThanOrEqualTo(FEW_THREADS);
      }
    }
  }

  /** Gives what the deltas said, when it is what the end and the store say too. */
  private static String ask(PotokClient client, NewChat wanted, CountDownLatch begun) {
    Chat chat = client.newChat(wanted);
    StringBuilder text = new StringBuilder();
    try (Answer answer = chat.send("Count")) {
      begun.countDown();
      for (AnswerEvent event : answer) {
        if (event instanceof MessageDelta delta) {
          text.append(delta.text());
        } else if (event instanceof MessageEnd end) {
          assertThat(end.message().content()).isEqualTo(text.toString());
        }
      }
    }
    MessageRead stored = chat.messages().getLast();
    assertThat(stored.role()).isEqualTo(Role.ASSISTANT);
    assertThat(stored.status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(stored.content()).isEqualTo(text.toString());
    return text.toString();
  }

  /** The map holds no virtual threads. */
  private static int platformThreads() {
    return Thread.getAllStackTraces().size();
  }
}
