package dev.potok.testkit.history;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a whole history against the rules. It knows what was promised and what was seen, and
 * nothing of how the server works. One history, one thread.
 */
public final class Checker {
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Long, AnswerCheck> answers = new LinkedHashMap<>();

  /** The first acceptance of each send, by chat and id. */
  private final Map<String, Entry.Began> sends = new LinkedHashMap<>();

  /** How often the model may be asked for an answer to a message. */
  private final Map<String, Integer> mayBeAsked = new HashMap<>();

  private final Set<Long> deletedMessages = new HashSet<>();
  private final Map<Long, Entry.Stored> chats = new LinkedHashMap<>();
  private int lastLine;
  private boolean killed;

  private Checker() {}

  /** Every violation, in the order of the rules' discovery; none if all is well. */
  public static List<Violation> check(History history) {
    Checker checker = new Checker();
    history.lines().forEach(line -> checker.read(line.index(), line.entry()));
    checker.finish();
    return List.copyOf(checker.violations);
  }

  private void read(int line, Entry entry) {
    lastLine = line;
    switch (entry) {
      case Entry.Killed _ -> {
        killed = true;
        answers.values().forEach(answer -> answer.read(line, entry));
      }
      case Entry.Stored chat -> stored(line, chat);
      case Entry.ModelMayBeAsked may -> mayBeAsked.merge(may.content(), 1, Integer::sum);
      case Entry.ModelWasAsked was -> asked(line, was);
      case Entry.Began begun -> {
        begun(line, begun);
        answer(begun.answerId()).read(line, entry);
      }
      case Entry.DeleteAsked delete -> {
        deletedMessages.add(delete.messageId());
        answer(delete.messageId()).read(line, entry);
      }
      case Entry.Restarted _ -> {
        // Nothing follows from it.
      }
      default -> {
        if (entry.answerId() != 0) {
          answer(entry.answerId()).read(line, entry);
        }
      }
    }
  }

  private AnswerCheck answer(long id) {
    return answers.computeIfAbsent(id, key -> new AnswerCheck(key, killed, violations));
  }

  private void begun(int line, Entry.Began begun) {
    if (begun.clientMessageId().isEmpty()) {
      return;
    }
    String send = begun.chatId() + "/" + begun.clientMessageId().get();
    Entry.Began before = sends.putIfAbsent(send, begun);
    if (before != null && (otherQuestion(before, begun) || before.answerId() != begun.answerId())) {
      violated(
          Rule.DOUBLE_SEND,
          begun.answerId(),
          line,
          "send " + send + " began " + before + " and " + begun);
    }
  }

  /** A question that went with its failed answer is not told to who asks once more. */
  private static boolean otherQuestion(Entry.Began one, Entry.Began other) {
    return one.questionId() != 0
        && other.questionId() != 0
        && one.questionId() != other.questionId();
  }

  private void stored(int line, Entry.Stored chat) {
    chats.put(chat.chatId(), chat);
    if (chat.streaming().isPresent()) {
      violated(
          Rule.STREAMING,
          chat.streaming().getAsLong(),
          line,
          "chat " + chat.chatId() + " says that it is running when all is over");
    }
    Map<String, Long> questions = new HashMap<>();
    for (MessageRead message : chat.messages()) {
      if (message.role() == Role.ASSISTANT) {
        answer(message.id()).stored(line, message);
        continue;
      }
      Long other = questions.put(message.content(), message.id());
      if (other != null) {
        violated(
            Rule.DOUBLE_SEND,
            message.id(),
            line,
            "'" + message.content() + "' is stored as " + other + " and as " + message.id());
      }
    }
  }

  private void asked(int line, Entry.ModelWasAsked was) {
    int allowed = mayBeAsked.getOrDefault(was.content(), 0);
    if (was.times() > allowed) {
      violated(
          Rule.GENERATED_AGAIN,
          0,
          line,
          "'"
              + was.content()
              + "' was asked "
              + was.times()
              + " times (expected: "
              + allowed
              + ")");
    }
  }

  private void finish() {
    answers.values().forEach(AnswerCheck::finish);
    sends.forEach(this::checkSend);
    Map<Long, List<AnswerCheck>> versions = new LinkedHashMap<>();
    for (AnswerCheck answer : answers.values()) {
      answer
          .questionId()
          .ifPresent(id -> versions.computeIfAbsent(id, _ -> new ArrayList<>()).add(answer));
    }
    versions.values().forEach(this::checkVersions);
  }

  /** Of a question that was answered with text, one version is in the history. */
  private void checkVersions(List<AnswerCheck> versions) {
    AnswerCheck one = versions.getFirst();
    int asked = versions.stream().mapToInt(AnswerCheck::versionsAsked).sum();
    // A version that nobody was told of may be the one that is shown, or that went without text.
    boolean mayBeMissing =
        asked > versions.size() - 1
            || versions.stream()
                .anyMatch(answer ->
                    answer.isStored() || answer.endedWithoutText() || answer.deleteAsked());
    if (!mayBeMissing && chats.containsKey(one.chatId())) {
      violated(Rule.LOST, one.answerId(), lastLine, "it has text, and is not in the history");
    }
  }

  /** The question of an accepted send is there, unless it was deleted or went with a failure. */
  private void checkSend(String send, Entry.Began begun) {
    Entry.Stored chat = chats.get(begun.chatId());
    if (chat == null || deletedMessages.contains(begun.questionId())) {
      return;
    }
    boolean isStored =
        chat.messages().stream().anyMatch(message -> message.id() == begun.questionId());
    if (!isStored && !answer(begun.answerId()).endedWithoutText()) {
      violated(
          Rule.LOST,
          begun.answerId(),
          lastLine,
          "send " + send + " was accepted, and its question is not stored");
    }
  }

  private void violated(Rule rule, long answerId, int line, String what) {
    violations.add(new Violation(rule, answerId, line, what));
  }
}
