-- Times are milliseconds since 1970 in UTC. No id is ever used twice.

CREATE TABLE owner (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT    NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

INSERT INTO owner (id, name, created_at) VALUES (1, 'local', 0);

CREATE TABLE project (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_id      INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE,
  name          TEXT    NOT NULL,
  instructions  TEXT    NOT NULL,
  default_model TEXT,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX project_of_owner ON project (owner_id, name);

CREATE TABLE chat (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_id       INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE,
  project_id     INTEGER REFERENCES project (id) ON DELETE CASCADE,
  title          TEXT    NOT NULL,
  -- The title in lower case, by Unicode's rules: SQLite's own know Latin letters only.
  search_title   TEXT    NOT NULL,
  model          TEXT,
  -- The last message of the path that is shown.
  active_leaf_id INTEGER,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX chat_of_owner ON chat (owner_id, updated_at DESC, id DESC);
CREATE INDEX chat_of_project ON chat (project_id);

CREATE TABLE message (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_id   INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE,
  chat_id    INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
  parent_id  INTEGER,
  role       TEXT    NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
  content    TEXT    NOT NULL,
  status     TEXT    NOT NULL
             CHECK (status IN ('complete', 'streaming', 'stopped', 'interrupted', 'failed')),
  metadata   TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  -- A deleted message stays for a time, so that it can be restored; a path leads through it.
  deleted_at INTEGER
) STRICT;

CREATE INDEX message_of_chat ON message (chat_id, parent_id);
CREATE INDEX message_deleted ON message (deleted_at) WHERE deleted_at IS NOT NULL;
-- One running answer a chat.
CREATE UNIQUE INDEX message_streaming ON message (chat_id) WHERE status = 'streaming';

-- One row an answer, kept as long as its chat, also when its messages are gone: it remembers which
-- send made it, and how it ended.
CREATE TABLE answer (
  message_id        INTEGER PRIMARY KEY,
  owner_id          INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE,
  chat_id           INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
  user_message_id   INTEGER NOT NULL,
  model             TEXT    NOT NULL,
  client_message_id TEXT,
  digest            TEXT    NOT NULL,
  language          TEXT    NOT NULL,
  started_at        INTEGER NOT NULL,
  ended_at          INTEGER,
  -- The number of the end in the answer's stream.
  last_seq          INTEGER,
  status            TEXT    NOT NULL,
  finish_reason     TEXT,
  error_code        TEXT,
  error_message     TEXT,
  error_retryable   INTEGER
) STRICT;

CREATE UNIQUE INDEX answer_of_send ON answer (chat_id, client_message_id)
  WHERE client_message_id IS NOT NULL;

-- The log: what a running answer has said, a row a commit.
CREATE TABLE answer_event (
  message_id INTEGER NOT NULL REFERENCES answer (message_id) ON DELETE CASCADE,
  seq        INTEGER NOT NULL,
  kind       TEXT    NOT NULL CHECK (kind IN ('text', 'thinking')),
  text       TEXT    NOT NULL,
  PRIMARY KEY (message_id, seq)
) STRICT, WITHOUT ROWID;
