/**
 * Keeps projects, chats, messages, answers and their logs in one SQLite file.
 *
 * <p>{@link dev.potok.storage.SqliteStorage} opens the file and hands out the engine's stores. All
 * that is written goes through {@link dev.potok.storage.CommitThread}; reads take connections of a
 * small pool and see the last commit.
 */
@NullMarked
package dev.potok.storage;

import org.jspecify.annotations.NullMarked;
