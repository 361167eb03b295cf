package dev.potok.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.ImportedChat;
import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Owner;
import dev.potok.engine.Transfers;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Takes in the chats of one file, one after the other. What cannot be taken is passed over and
 * reported; what was taken stays, also when the file breaks off. Belongs to one thread.
 */
final class ChatImport {

  /** The longest file, in bytes. */
  static final long MAX_BYTES = 512L << 20;

  /** The longest chat in a file, in characters of its JSON. */
  static final int MAX_CHAT_CHARACTERS = 8 << 20;

  /** The most messages of one chat. */
  static final int MAX_MESSAGES = 20_000;

  /** How long the reading of a file may take, without the storing of its chats. */
  static final Duration READ_WITHIN = Duration.ofMinutes(15);

  /** The most chats of one file. */
  static final int MAX_CHATS = 20_000;

  private final Transfers transfers;
  private final Owner owner;
  private final Instant now;
  private final List<String> models;
  private final Lock turn;
  private final ImportReport report = new ImportReport();

  /**
   * An import for an owner.
   *
   * @param now for what has no time in the file
   * @param models the full ids of the models on offer
   * @param turn is held while a chat is taken from its text into the store, not while the file is
   *     read
   */
  ChatImport(Transfers transfers, Owner owner, Instant now, List<String> models, Lock turn) {
    this.transfers = transfers;
    this.owner = owner;
    this.now = now;
    this.models = models;
    this.turn = turn;
  }

  /**
   * Reads a file to its end, or to where it cannot be read any more.
   *
   * @throws InterruptedException if the thread is interrupted while it waits for its turn
   */
  ImportReport read(InputStream file) throws InterruptedException {
    Reader reader =
        new InputStreamReader(
            file,
            UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    JsonElements elements = new JsonElements(reader, MAX_CHAT_CHARACTERS);
    int index = 0;
    try {
      Optional<JsonElements.Element> element = elements.next();
      while (element.isPresent()) {
        if (index == MAX_CHATS) {
          report.skipped(index, "", ImportReport.Reason.TOO_MANY_CHATS);
          return report;
        }
        turn.lockInterruptibly();
        try {
          take(index++, element.get());
        } finally {
          turn.unlock();
        }
        element = elements.next();
      }
    } catch (IOException e) {
      report.skipped(index, "", ImportReport.Reason.UNREADABLE);
    }
    return report;
  }

  private void take(int index, JsonElements.Element element) {
    if (!element.isWhole()) {
      boolean isLong = element.text().length() >= MAX_CHAT_CHARACTERS;
      report.skipped(
          index, "", isLong ? ImportReport.Reason.TOO_LONG : ImportReport.Reason.UNREADABLE);
      return;
    }
    String title = "";
    try {
      JsonFields fields = JsonFields.parse(element.text());
      title = fields.textIfAny("title").orElse("");
      Optional<ImportFormat> format = ImportFormat.of(fields);
      if (format.isEmpty()) {
        report.skipped(index, title, ImportReport.Reason.UNKNOWN_FORMAT);
        return;
      }
      LeftOut leftOut = new LeftOut();
      ImportSetting setting = new ImportSetting(keyOf(element.text()), now, models, leftOut);
      take(index, format.get(), format.get().read(fields, setting), leftOut);
    } catch (JsonFormatException | InvalidFieldException e) {
      report.skipped(index, title, ImportReport.Reason.UNREADABLE);
    }
  }

  private void take(int index, ImportFormat format, ImportedChat chat, LeftOut leftOut) {
    // What Potok exports is a chat, though it may be without messages yet.
    if (chat.messages().isEmpty() && format != ImportFormat.POTOK) {
      report.skipped(index, chat.fields().title(), ImportReport.Reason.EMPTY);
    } else if (chat.messages().size() > MAX_MESSAGES) {
      report.skipped(index, chat.fields().title(), ImportReport.Reason.TOO_MANY_MESSAGES);
    } else if (transfers.take(owner, chat).isEmpty()) {
      report.skipped(index, chat.fields().title(), ImportReport.Reason.REPEATED);
    } else {
      report.taken(chat.messages().size(), leftOut);
    }
  }

  private static String keyOf(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
