-- How the answers of one chat shall be. What is null is as the model's provider has it.
ALTER TABLE chat ADD COLUMN instructions TEXT NOT NULL DEFAULT '';
ALTER TABLE chat ADD COLUMN temperature REAL;
ALTER TABLE chat ADD COLUMN max_tokens INTEGER;

-- The prompt library: texts that a user writes again and again.
CREATE TABLE prompt (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_id   INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE,
  name       TEXT    NOT NULL,
  text       TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX prompt_of_owner ON prompt (owner_id, name);
