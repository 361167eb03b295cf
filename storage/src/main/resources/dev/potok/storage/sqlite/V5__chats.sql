-- Pinned chats come first in the list, and archived ones are listed apart.
ALTER TABLE chat ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chat ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;

-- A deleted chat or project stays for a time, so that it can be restored. The chats of a deleted
-- project have its time.
ALTER TABLE chat ADD COLUMN deleted_at INTEGER;
ALTER TABLE project ADD COLUMN deleted_at INTEGER;

-- Who gave the title: its user, the first words of its first message, or a model. A model is asked
-- once, and never for a title that its user gave.
ALTER TABLE chat ADD COLUMN title_by TEXT NOT NULL DEFAULT 'user'
  CHECK (title_by IN ('user', 'words', 'asked', 'model'));

-- What an imported chat was in its file, so that the same file brings it once.
ALTER TABLE chat ADD COLUMN import_key TEXT;

DROP INDEX chat_of_owner;
CREATE INDEX chat_listed ON chat (owner_id, archived, pinned DESC, updated_at DESC, id DESC)
  WHERE deleted_at IS NULL;
CREATE INDEX chat_deleted ON chat (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX chat_imported ON chat (owner_id, import_key) WHERE import_key IS NOT NULL;
CREATE INDEX project_deleted ON project (deleted_at) WHERE deleted_at IS NOT NULL;

-- The words that titles and messages are found by, each reduced to its stem, with spaces between;
-- the rows are numbered as chats and messages are. The texts themselves are not kept twice.
CREATE VIRTUAL TABLE chat_words USING fts5
  (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE VIRTUAL TABLE message_words USING fts5
  (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

-- What has changed since its words were noted, and how often. A running answer is noted when it has
-- ended.
CREATE TABLE chat_to_index (id INTEGER PRIMARY KEY, changes INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE message_to_index (id INTEGER PRIMARY KEY, changes INTEGER NOT NULL DEFAULT 1) STRICT;

INSERT INTO chat_to_index (id) SELECT id FROM chat;
INSERT INTO message_to_index (id) SELECT id FROM message;

CREATE TRIGGER chat_made AFTER INSERT ON chat BEGIN
  INSERT INTO chat_to_index (id) VALUES (new.id)
    ON CONFLICT (id) DO UPDATE SET changes = changes + 1;
END;
CREATE TRIGGER chat_named AFTER UPDATE OF title ON chat WHEN new.title <> old.title BEGIN
  INSERT INTO chat_to_index (id) VALUES (new.id)
    ON CONFLICT (id) DO UPDATE SET changes = changes + 1;
END;
CREATE TRIGGER chat_gone AFTER DELETE ON chat BEGIN
  DELETE FROM chat_to_index WHERE id = old.id;
  DELETE FROM chat_words WHERE rowid = old.id;
END;
CREATE TRIGGER message_made AFTER INSERT ON message WHEN new.status <> 'streaming' BEGIN
  INSERT INTO message_to_index (id) VALUES (new.id)
    ON CONFLICT (id) DO UPDATE SET changes = changes + 1;
END;
CREATE TRIGGER message_written AFTER UPDATE OF content, status ON message
WHEN new.status <> 'streaming' BEGIN
  INSERT INTO message_to_index (id) VALUES (new.id)
    ON CONFLICT (id) DO UPDATE SET changes = changes + 1;
END;
CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN
  DELETE FROM message_to_index WHERE id = old.id;
  DELETE FROM message_words WHERE rowid = old.id;
END;
