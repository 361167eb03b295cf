/**
 * Puts a real Potok through kills, cuts and repeated sends, and checks what came of it.
 *
 * <p>{@link dev.potok.testkit.torture.Torture} runs seed after seed against one server process and
 * one data folder. A seed is a handful of chats whose users send, read, stop, delete and regenerate
 * through connections that break, while the server is killed and started again; then everything
 * that happened is checked.
 */
@NullMarked
package dev.potok.testkit.torture;

import org.jspecify.annotations.NullMarked;
