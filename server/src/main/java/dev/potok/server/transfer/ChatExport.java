package dev.potok.server.transfer;

import java.io.IOException;

/** A kind of file that a chat is written as. Stateless. */
sealed interface ChatExport permits JsonExport, MarkdownExport, HtmlExport {

  /**
   * Refuses a chat of which no file of this kind is made.
   *
   * @throws dev.potok.engine.ConflictException if the file would be longer than what is taken in
   *     again
   */
  default void check(ChatSource source) throws IOException {}

  /** Writes a whole file. */
  void write(ChatSource source, TextOutput out) throws IOException;

  /** The file's media type. */
  String mediaType();

  /** What the file's name ends with, behind a full stop. */
  String fileExtension();

  /** Where a file's text goes. */
  interface TextOutput {

    /** Adds to the text. */
    void add(String text) throws IOException;
  }
}
