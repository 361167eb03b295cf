package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.WireJson;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import dev.potok.testkit.ShortRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real server that writes all the while, put back and served again. */
@Timeout(180)
class BackupIT {
  private static final int USERS = 4;
  private static final int BACKUPS = 3;

  @TempDir Path folder;
  private final ScriptedModelServer model = ScriptedModelServer.start();

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void whatWasAcknowledgedBeforeABackupBeganIsInItAndWhatRanIsInterrupted() throws Exception {
    model.script(Script.numbered(300).rate(100));
    List<Map<Long, Shown>> shownBefore = new ArrayList<>();
    try (PotokProcess potok = start(data());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Users users = new Users(potok.baseUrl());
      List<Future<Integer>> talking = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        talking.add(threads.submit(users::talk));
      }
      for (int i = 0; i < BACKUPS; i++) {
        users.awaitMoreAnswers(1);
        shownBefore.add(users.shown());
        PotokCommand backup = potok("backup", backup(i).toString());
        assertThat(backup.output()).startsWith("Backup written: " + backup(i));
        assertThat(backup.exitCode()).isZero();
      }
      users.enough();
      for (Future<Integer> user : talking) {
        assertThat(user.get()).isPositive();
      }
    }
    long interrupted = 0;
    for (int i = 0; i < BACKUPS; i++) {
      Path restored = folder.resolve("restored" + i);
      PotokCommand restore =
          potok("restore", backup(i).toString(), "--data-dir", restored.toString());
      assertThat(restore.exitCode()).as(restore.output()).isZero();
      assertFine(restored);
      interrupted += assertHolds(restored, shownBefore.get(i));
    }
    assertThat(interrupted).isPositive();
  }

  /** Serves a restored folder, and gives the number of answers in it that are interrupted. */
  private long assertHolds(Path restored, Map<Long, Shown> shown) throws Exception {
    long interrupted = 0;
    try (PotokProcess potok = start(restored);
        ApiCaller api = new ApiCaller(potok.baseUrl())) {
      for (Map.Entry<Long, Shown> chat : shown.entrySet()) {
        List<MessageRead> history = api.history(chat.getKey());
        assertThat(history).hasSize(2);
        MessageRead answer = history.getLast();
        if (chat.getValue().ended()) {
          assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETE);
          assertThat(answer.content()).isEqualTo(chat.getValue().text());
        } else {
          assertThat(answer.status()).isIn(MessageStatus.INTERRUPTED, MessageStatus.COMPLETE);
          assertThat(answer.content()).startsWith(chat.getValue().text());
        }
      }
      for (ChatRead chat : api.chats()) {
        assertThat(chat.streamingMessageId()).isEmpty();
        List<MessageRead> history = api.history(chat.id());
        interrupted +=
            history.stream().filter(m -> m.status() == MessageStatus.INTERRUPTED).count();
      }
      // It is not only readable: it goes on.
      model.enqueue(Script.numbered(3));
      long chat = api.newChat();
      api.say(chat, "Count");
      assertThat(api.history(chat).getLast().content()).isEqualTo("t1 t2 t3");
    }
    assertFine(restored);
    return interrupted;
  }

  /** Also before the first start, which has answers to mark as interrupted. */
  private void assertFine(Path data) throws Exception {
    PotokCommand check = potok("check", "--data-dir", data.toString());
    assertThat(check.output()).endsWith("Nothing is wrong.\n");
    assertThat(check.exitCode()).isZero();
  }

  @Test
  void theCommandsSayWhatStandsInTheWayInBothLanguages() throws Exception {
    assertFails(1, "There is no data in", "backup", "x.db");
    assertFails(2, "There is no data in", "check");
    assertFails(2, "Missing: FILE", "backup");
    assertFails(2, "Unknown option", "check", "--fix");
    try (PotokProcess _ = start(data())) {
      assertThat(potok("backup", "x.db").exitCode()).isZero();
      assertFails(1, "x.db exists already. Choose another name", "backup", "x.db");
      assertThat(potok("backup", "--force", "x.db").exitCode()).isZero();
      assertFails(1, "lies in the data folder itself", "backup", "data/x.db");
      assertFails(1, "is in use: by a server", "restore", "x.db");
      assertFails(2, "is in use: by a server", "check", "--repair");
      PotokCommand check = potok("check");
      assertThat(check.output()).contains("A server is using the data", "Nothing is wrong.");
      assertThat(check.exitCode()).isZero();
    }
    Files.writeString(folder.resolve("text"), "no backup");
    assertFails(1, "is not a database", "restore", "text");
    PotokCommand russian =
        PotokCommand.run(
            folder,
            Map.of("LC_ALL", "ru_RU.UTF-8"),
            "restore",
            "x.db",
            "--data-dir",
            data().toString());
    assertThat(russian.output()).contains("Копия цела.", "Прежние данные: " + data());
    assertThat(russian.exitCode()).isZero();
  }

  @Test
  void aDiskThatIsFullLeavesNoBackupAndSaysSo() throws Exception {
    try (PotokProcess potok = start(data());
        ApiCaller api = new ApiCaller(potok.baseUrl())) {
      model.script(Script.text("x".repeat(700_000)));
      for (int i = 0; i < 6; i++) {
        api.say(api.newChat(), "Write much");
      }
    }
    // The system's limit on the length of a file, in KiB, stands for a disk without room.
    ProcessBuilder limited =
        new ProcessBuilder(
            "bash",
            "-c",
            "ulimit -f 3000; exec \"$0\" -XX:-UsePerfData -jar \"$@\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            PotokCommand.JAR.toAbsolutePath().toString(),
            "backup",
            "--data-dir",
            data().toString(),
            backup(0).toString());
    limited.environment().put("LC_ALL", "C.UTF-8");
    Process process = limited.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output).contains(backup(0) + " cannot be used").doesNotContain("\tat ");
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("data", "test.yaml");
    }
  }

  private void assertFails(int exitCode, String sentence, String... arguments) throws Exception {
    PotokCommand failed = potok(arguments);
    assertThat(failed.output()).contains(sentence).doesNotContain("\tat ");
    assertThat(failed.exitCode()).isEqualTo(exitCode);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path backup(int number) {
    return folder.resolve("backup" + number + ".db");
  }

  /** A command that finds the data as the server of the same configuration does. */
  private PotokCommand potok(String... arguments) throws Exception {
    return PotokCommand.run(folder, Map.of("POTOK_CONFIG", configuration().toString()), arguments);
  }

  private PotokProcess start(Path data) throws Exception {
    return PotokProcess.launch(
        ShortRun.ofJar(PotokCommand.JAR),
        data,
        Map.of("LC_ALL", "C.UTF-8", "KEY", "unused"),
        "--config",
        configuration().toString());
  }

  /** Names a variable that only the server has, as a backup from a timetable would find it. */
  private Path configuration() throws IOException {
    return Files.writeString(
        folder.resolve("test.yaml"),
        """
        find-local-models: false
        data-dir: %s
        models:
          - name: test
            base-url: %s
            api-key: ${KEY}
            models: [numbered]
        """
            .formatted(data(), model.baseUrl()));
  }

  /**
   * What a reader of an answer was shown.
   *
   * @param ended whether the end was among it
   */
  private record Shown(String text, boolean ended) {}

  /** Users who each ask, read the answer, and ask again in another chat. */
  private static final class Users {
    private final URI server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Long, Shown> shown = new ConcurrentHashMap<>();
    private volatile boolean enough;

    Users(URI server) {
      this.server = server;
    }

    /** Gives the number of answers that were read to the end. */
    int talk() throws Exception {
      int answers = 0;
      try (ApiCaller api = new ApiCaller(server)) {
        while (!enough) {
          ask(api.newChat());
          answers++;
        }
      }
      return answers;
    }

    private void ask(long chat) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(server + "/api/web/v1/chats/" + chat + "/messages/stream"))
              .header("Content-Type", "application/json")
              .header("Accept", "application/x-ndjson")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      JsonText.object().field("content", "Count").done()))
              .build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      StringBuilder text = new StringBuilder();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank()) {
            shown.put(chat, afterEvent(JsonFields.parse(line), text));
          }
        }
      }
      assertThat(shown.get(chat)).isNotNull().extracting(Shown::ended).isEqualTo(true);
    }

    private static Shown afterEvent(JsonFields event, StringBuilder text) {
      boolean ended = event.string("type").equals("message_end");
      event.optionalString("delta").ifPresent(text::append);
      if (ended) {
        assertThat(WireJson.readMessage(event.object("message")).content())
            .isEqualTo(text.toString());
      }
      return new Shown(text.toString(), ended);
    }

    /** What was shown until now. */
    Map<Long, Shown> shown() {
      return new HashMap<>(shown);
    }

    /** Waits until so many more have ended, and another one is in its middle. */
    void awaitMoreAnswers(int count) {
      long wanted = ended() + count;
      await().atMost(Duration.ofSeconds(60)).until(() -> ended() >= wanted);
    }

    private long ended() {
      return shown.values().stream().filter(Shown::ended).count();
    }

    void enough() {
      enough = true;
    }
  }
}
