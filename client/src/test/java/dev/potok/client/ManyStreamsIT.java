package dev.potok.client;

import static dev.potok.client.ScriptedPotok.delta;
import static dev.potok.client.ScriptedPotok.end;
import static dev.potok.client.ScriptedPotok.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ManyStreamsIT {
  private static final int STREAMS = 1_000;

  /** The most threads of the platform that a thousand open streams may add. */
  private static final int FEW_THREADS = 32;

  @Test
  void aThousandAnswersAreReadAtOnceOnFewThreads() throws Exception {
    CountDownLatch allAreOpen = new CountDownLatch(STREAMS);
    ScriptedPotok.Script script =
        reply -> {
          reply.stream().event(1, start("")).event(2, delta("Hal"));
          allAreOpen.await();
          reply.event(3, delta("lo")).event(4, end("Hallo")).close();
        };
    int before = platformThreads();
    try (ScriptedPotok potok = new ScriptedPotok(script);
        PotokClient client = PotokClient.of(potok.uri());
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> texts = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        texts.add(
            readers.submit(() -> {
              try (Answer answer = client.chat(1).send("Hi")) {
                answer.iterator().next();
                answer.iterator().next();
                allAreOpen.countDown();
                return answer.text();
              }
            }));
      }
      assertThat(allAreOpen.await(50, TimeUnit.SECONDS)).isTrue();
      int added = platformThreads() - before;
      IO.println(STREAMS + " open streams, threads of the platform added: " + added);
      assertThat(added).isLessThanOrEqualTo(FEW_THREADS);
      for (Future<String> text : texts) {
        assertThat(text.get()).isEqualTo("Hallo");
      }
    }
  }

  /** The map holds no virtual threads. */
  private static int platformThreads() {
    return Thread.getAllStackTraces().size();
  }
}
