package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.potok.client.Answer;
import dev.potok.client.AnswerFailedException;
import dev.potok.client.AnswerRunningException;
import dev.potok.client.Chat;
import dev.potok.client.ChatPage;
import dev.potok.client.ChatQuery;
import dev.potok.client.ConnectionListener;
import dev.potok.client.NewChat;
import dev.potok.client.PotokClient;
import dev.potok.client.Question;
import dev.potok.client.RefusedException;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.Role;
import dev.potok.testkit.Cut;
import dev.potok.testkit.FaultProxy;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import dev.potok.testkit.ShortRun;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client library against the real server. */
@Timeout(120)
class ClientIT {
  private static final int ANSWERS = 24;
  private static final int TOKENS = 400;
  private static final int TOKENS_PER_SECOND = 50;

  /** How many cuts the answers must survive together for the test to tell anything. */
  private static final int LEAST_CUTS = 100;

  @TempDir Path folder;

  @Test
  void hundredsOfCutsLoseNothingAndDoubleNothing() throws Exception {
    Script script = Script.numbered(TOKENS).rate(TOKENS_PER_SECOND);
    AtomicInteger cuts = new AtomicInteger();
    Random random = new Random(20_261_123);
    try (TestServer server = TestServer.start(folder);
        FaultProxy proxy = FaultProxy.start(server.port());
        PotokClient client =
            PotokClient.builder(proxy.baseUrl())
                .connectionListener(
                    new ConnectionListener() {
                      @Override
                      public void lost(String reason, Duration wait) {
                        cuts.incrementAndGet();
                        Cut how = random.nextBoolean() ? Cut.RESET : Cut.CLOSE;
                        // The end carries the whole text, and must fit at times.
                        int most = random.nextInt(6) == 0 ? 8_000 : 900;
                        proxy.cutAfter(random.nextInt(300, most), how);
                      }
                    })
                .build();
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      server.model().script(script);
      List<Chat> chats = new ArrayList<>();
      for (int i = 0; i < ANSWERS; i++) {
        chats.add(client.newChat());
      }
      proxy.cutAfter(0, Cut.RESET);
      List<Future<String>> told = new ArrayList<>();
      for (Chat chat : chats) {
        told.add(readers.submit(() -> deltasOf(chat)));
      }
      for (Future<String> text : told) {
        assertThat(text.get()).isEqualTo(script.wholeText());
      }
      proxy.pass();
      for (Chat chat : chats) {
        assertThat(chat.messages())
            .extracting(MessageRead::role, MessageRead::content)
            .containsExactly(
                org.assertj.core.groups.Tuple.tuple(Role.USER, "Count"),
                org.assertj.core.groups.Tuple.tuple(Role.ASSISTANT, script.wholeText()));
      }
      IO.println("cuts survived by " + ANSWERS + " answers: " + cuts);
      assertThat(cuts).hasValueGreaterThanOrEqualTo(LEAST_CUTS);
    }
  }

  /** What the deltas alone say, which would show a gap and a double alike. */
  private static String deltasOf(Chat chat) {
    StringBuilder text = new StringBuilder();
    int starts = 0;
    try (Answer answer = chat.send("Count")) {
      for (AnswerEvent event : answer) {
        switch (event) {
          case MessageStart _ -> starts++;
          case MessageDelta delta -> text.append(delta.text());
          case MessageEnd end -> assertThat(end.message().content()).isEqualTo(text.toString());
          case dev.potok.protocol.AnswerError error -> throw new AssertionError(error);
        }
      }
    }
    assertThat(starts).isEqualTo(1);
    return text.toString();
  }

  @Test
  void anAnswerWhoseServerIsKilledEndsAsInterruptedWithItsText() throws Exception {
    try (ScriptedModelServer model = ScriptedModelServer.start();
        PotokProcess potok =
            PotokProcess.launch(
                ShortRun.ofJar(PotokCommand.JAR),
                folder,
                Map.of(
                    "OPENAI_BASE_URL", model.baseUrl().toString(),
                    "OPENAI_API_KEY", "key",
                    "POTOK_FIND_LOCAL_MODELS", "false"));
        PotokClient client = PotokClient.of(potok.baseUrl())) {
      model.script(Script.numbered(10).held());
      String id =
          client.models().stream()
              .filter(m -> m.id().endsWith("/numbered"))
              .findFirst()
              .orElseThrow()
              .id();
      Chat chat = client.newChat(NewChat.untitled().model(id));
      try (Answer answer = chat.send("Count")) {
        model.releaseTokens(3);
        Iterator<AnswerEvent> events = answer.iterator();
        while (!answer.textSoFar().equals("t1 t2 t3")) {
          events.next();
        }
        potok.restart();
        AnswerFailedException e = catchThrowableOfType(AnswerFailedException.class, answer::await);
        assertThat(e.code()).isEqualTo("interrupted");
        assertThat(e.partial()).map(MessageRead::content).contains("t1 t2 t3");
        model.script(Script.text("t4"));
        try (Answer more = chat.continueAnswer(answer.messageId())) {
          assertThat(more.text()).isEqualTo("t1 t2 t3t4");
        }
      }
    }
  }

  @Test
  void stopEndsTheAnswerWithWhatCame() throws Exception {
    try (TestServer server = TestServer.start(folder);
        PotokClient client = PotokClient.of(server.uri(""))) {
      server.model().script(Script.numbered(10).held());
      Chat chat = client.newChat();
      try (Answer answer = chat.send("Count")) {
        server.model().releaseTokens(2);
        Iterator<AnswerEvent> events = answer.iterator();
        while (!answer.textSoFar().equals("t1 t2")) {
          events.next();
        }
        assertThat(catchThrowableOfType(AnswerRunningException.class, () -> chat.send("More")))
            .extracting(AnswerRunningException::messageId)
            .isEqualTo(answer.messageId());
        MessageRead stopped = answer.stop();
        assertThat(stopped.status()).isEqualTo(MessageStatus.STOPPED);
        MessageEnd end = answer.await();
        assertThat(end.finishReason()).isEqualTo(FinishReason.STOPPED);
        assertThat(end.message().content()).isEqualTo("t1 t2");
        assertThat(answer.stop()).as("a second time").isEqualTo(end.message());
      }
    }
  }

  @Test
  void closeLeavesTheAnswerRunning() throws Exception {
    try (TestServer server = TestServer.start(folder);
        PotokClient client = PotokClient.of(server.uri(""))) {
      server.model().script(Script.numbered(4).held());
      Chat chat = client.newChat();
      Answer answer = chat.send("Count");
      answer.close();
      assertThat(chat.details().streamingMessageId()).hasValue(answer.messageId());
      try (Answer joined = chat.read(answer.messageId())) {
        server.model().releaseTokens(4);
        assertThat(joined.text()).isEqualTo("t1 t2 t3 t4");
        try (Answer rest = chat.read(answer.messageId(), joined.lastSeq() - 1)) {
          assertThat(rest.iterator().next()).isInstanceOf(MessageEnd.class);
        }
        try (Answer again = chat.read(answer.messageId(), 0)) {
          assertThat(again.text()).isEqualTo("t1 t2 t3 t4");
        }
      }
    }
  }

  @Test
  void aQuestionUnderOneIdIsAskedOnce() throws Exception {
    try (TestServer server = TestServer.start(folder);
        PotokClient client = PotokClient.of(server.uri(""))) {
      server.model().script(Script.numbered(3));
      Chat chat = client.newChat();
      Question question = Question.of("Count").clientMessageId("mine");
      for (int i = 0; i < 3; i++) {
        try (Answer answer = chat.send(question)) {
          assertThat(answer.text()).isEqualTo("t1 t2 t3");
        }
      }
      assertThat(chat.messages()).hasSize(2);
      Question other = Question.of("Something else").clientMessageId("mine");
      assertThat(catchThrowableOfType(RefusedException.class, () -> chat.send(other)).code())
          .isEqualTo("client_message_id_reused");
    }
  }

  @Test
  void anEditedQuestionIsAVersionAndEitherIsShown() throws Exception {
    try (TestServer server = TestServer.start(folder);
        PotokClient client = PotokClient.of(server.uri(""))) {
      server.model().script(Script.numbered(2));
      Chat chat = client.newChat();
      try (Answer answer = chat.send("One")) {
        answer.await();
      }
      MessageRead first = chat.messages().getFirst();
      try (Answer answer = chat.send(Question.of("Two").versionOf(first.id()))) {
        assertThat(answer.text()).isEqualTo("t1 t2");
      }
      MessageRead second = chat.messages().getFirst();
      assertThat(second.content()).isEqualTo("Two");
      assertThat(second.versions()).containsExactly(first.id(), second.id());
      assertThat(chat.show(first.id()).id()).isEqualTo(first.id());
      assertThat(chat.messages()).extracting(MessageRead::content).containsExactly("One", "t1 t2");
      long answered = chat.messages().getLast().id();
      Question noQuestion = Question.of("Three").versionOf(answered);
      assertThat(catchThrowableOfType(RefusedException.class, () -> chat.send(noQuestion)).code())
          .isEqualTo("message_not_editable");
      server.model().script(Script.numbered(2).held());
      try (Answer running = chat.send("More")) {
        assertThat(catchThrowableOfType(AnswerRunningException.class, () -> chat.show(second.id())))
            .extracting(AnswerRunningException::messageId)
            .isEqualTo(running.messageId());
        running.stop();
      }
    }
  }

  @Test
  void aChatsOptionsReachTheModel() throws Exception {
    try (TestServer server = TestServer.start(folder);
        PotokClient client = PotokClient.of(server.uri(""))) {
      server.model().script(Script.numbered(1));
      Chat chat = client.newChat();
      ChatOptions options =
          new ChatOptions("Be brief.", OptionalDouble.of(0.5), OptionalLong.empty());
      assertThat(chat.options(options).options()).isEqualTo(options);
      try (Answer answer = chat.send("Count")) {
        answer.await();
      }
      assertThat(server.model().completions().getLast().json().optionalFloat64("temperature"))
          .hasValue(0.5);
      assertThat(chat.options(ChatOptions.NONE).options()).isEqualTo(ChatOptions.NONE);
    }
  }

  @Test
  void chatsProjectsAndMessagesAreThereForAProgramToo() throws Exception {
    try (TestServer server = TestServer.start(folder);
        PotokClient client = PotokClient.of(URI.create(server.uri("/").toString()))) {
      server.model().script(Script.numbered(2));
      ProjectRead project = client.newProject("Stock", "Be brief.");
      assertThat(client.projects()).containsExactly(project);
      Chat chat = client.newChat(NewChat.titled("One").projectId(project.id()));
      assertThat(chat.rename("Other").title()).isEqualTo("Other");
      try (Answer answer = chat.send(Question.of("Count").model("test/text"))) {
        assertThat(answer.await().message().metadata().model()).contains("test/text");
        try (Answer again = chat.regenerate(answer.messageId(), "test/numbered")) {
          assertThat(again.await().message().metadata().model()).contains("test/numbered");
          chat.deleteMessage(again.messageId());
          // The version before it stands in its place.
          assertThat(chat.messages()).hasSize(2);
          assertThat(chat.messages().getLast().id()).isEqualTo(answer.messageId());
          assertThat(chat.restoreMessage(again.messageId()).id()).isEqualTo(again.messageId());
          assertThat(chat.messages(1)).hasSize(1);
          assertThat(chat.messagesBefore(again.messageId(), 10)).hasSize(1);
        }
      }
      client.newChat(NewChat.titled("Two"));
      ChatPage page = client.chats(ChatQuery.all().limit(1));
      assertThat(page.chats()).hasSize(1);
      ChatPage next =
          client.chats(ChatQuery.all().limit(1).cursor(page.nextCursor().orElseThrow()));
      assertThat(next.nextCursor()).isEmpty();
      assertThat(client.chats(ChatQuery.all().words("Two")).chats()).hasSize(1);
      assertThat(client.chats(ChatQuery.all().projectId(project.id())).chats()).hasSize(1);
      chat.delete();
      client.deleteProject(project.id());
      assertThat(client.chats()).hasSize(1);
    }
  }
}
