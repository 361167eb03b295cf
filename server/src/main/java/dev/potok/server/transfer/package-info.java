/**
 * Chats as files. A chat is written as JSON with all its versions, or its shown path as Markdown or
 * as a page of its own; and chats are read from files of Potok, ChatGPT and Open WebUI, one after
 * the other, so that a file of any length needs no more memory than its longest chat.
 */
@NullMarked
package dev.potok.server.transfer;

import org.jspecify.annotations.NullMarked;
