package dev.potok.storage;

import static dev.potok.storage.OpenStorage.ME;
import static dev.potok.storage.OpenStorage.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.ChatTitles;
import dev.potok.engine.Chats;
import dev.potok.engine.ModelException;
import dev.potok.engine.Prompt;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The titles that a model gives. */
@Timeout(60)
class ChatTitlesIT {
  @TempDir Path folder;
  private final StepModel model = new StepModel();
  private OpenStorage open;
  private long chat;

  @BeforeEach
  void open() {
    open = OpenStorage.withTitles(folder, model, ChatTitles.WITHIN);
    chat = open.newChat();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void afterTheFirstWholeAnswerTheModelIsAskedOnce() throws Exception {
    model.says("Paris").finishes();
    readAll(open.send(chat, "What is the capital of France, please?"));
    model.thinks("Hm: a city.").says("**«The Capital ", "of France».**\n\nI hope").finishes();
    await().untilAsserted(() -> assertThat(title()).isEqualTo("The Capital of France"));
    Prompt asked = model.prompts.get(1);
    assertThat(asked.messages()).singleElement().asString().contains("capital of France, please");
    assertThat(asked.messages().getFirst().content()).contains("Paris");
    assertThat(asked.options().maxTokens()).isPresent();
    model.says("Rome").finishes();
    readAll(open.send(chat, "And of Italy?"));
    open.titles.close();
    assertThat(model.prompts).hasSize(3);
    assertThat(title()).isEqualTo("The Capital of France");
  }

  @Test
  void ifTheModelFailsTheFirstWordsStay() throws Exception {
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello there"));
    await().until(() -> model.prompts.size() == 2);
    model.fails(ModelException.Kind.UNAUTHORIZED);
    awaitQuestionsEnd();
    assertThat(title()).isEqualTo("Hello there");
  }

  @Test
  void ifTheModelSaysNothingTheFirstWordsStay() throws Exception {
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello there"));
    model.says(" \n\"\"").finishes();
    awaitQuestionsEnd();
    assertThat(model.prompts).hasSize(2);
    assertThat(title()).isEqualTo("Hello there");
  }

  @Test
  void whatTheUserHasNamedKeepsItsName() throws Exception {
    rename("Mine");
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello"));
    awaitQuestionsEnd();
    assertThat(model.prompts).hasSize(1);
    assertThat(title()).isEqualTo("Mine");
  }

  @Test
  void aNameThatIsGivenMeanwhileStays() throws Exception {
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello"));
    await().until(() -> model.prompts.size() == 2);
    rename("Mine");
    model.says("The model's").finishes();
    awaitQuestionsEnd();
    assertThat(title()).isEqualTo("Mine");
  }

  @Test
  void aNewMessageEndsTheQuestion() throws Exception {
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello"));
    await().until(() -> model.prompts.size() == 2);
    var reader = open.send(chat, "Next");
    await().until(() -> model.interrupted.get() == 1);
    model.says("Yes").finishes();
    readAll(reader);
    awaitQuestionsEnd();
    assertThat(title()).isEqualTo("Hello");
    assertThat(model.prompts).hasSize(3);
  }

  @Test
  void anAnswerInAnotherChatEndsTheQuestionOfAModelThatAnswersOneAtATime() throws Exception {
    model.oneAtATime = true;
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello"));
    await().until(() -> model.prompts.size() == 2);
    var reader = open.send(open.newChat(), "Elsewhere");
    await().until(() -> model.interrupted.get() == 1);
    model.says("Yes").finishes();
    readAll(reader);
    assertThat(title()).isEqualTo("Hello");
  }

  @Test
  void aModelThatAnswersManyAtATimeIsAskedOn() throws Exception {
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello"));
    await().until(() -> model.prompts.size() == 2);
    long other = open.newChat();
    var reader = open.send(other, "Elsewhere");
    await().until(() -> model.prompts.size() == 3);
    open.answers.stop(ME, other, reader.messageId());
    await().until(() -> model.interrupted.get() == 1);
    model.says("Greetings").finishes();
    await().untilAsserted(() -> assertThat(title()).isEqualTo("Greetings"));
  }

  @Test
  void aModelThatGivesNoTitleInTimeIsAskedNoMore() throws Exception {
    open.close();
    open = OpenStorage.withTitles(folder, model, Duration.ofMillis(1));
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello"));
    await().until(() -> model.interrupted.get() == 1);
    awaitQuestionsEnd();
    assertThat(title()).isEqualTo("Hello");
  }

  @Test
  void aStoppedAnswerAsksForNoTitle() throws Exception {
    var reader = open.send(chat, "Hello");
    model.says("Hi");
    reader.next(OpenStorage.SOON);
    open.answers.stop(ME, chat, open.history(chat).getLast().id());
    awaitQuestionsEnd();
    assertThat(model.prompts).hasSize(1);
  }

  private void awaitQuestionsEnd() {
    await().until(() -> open.titles.running() == 0);
  }

  private void rename(String title) {
    open.chats.update(
        ME, chat, stored -> new Chats.Fields(stored.projectId(), title, stored.model()));
  }

  private String title() {
    return open.chats.get(ME, chat).title();
  }
}
