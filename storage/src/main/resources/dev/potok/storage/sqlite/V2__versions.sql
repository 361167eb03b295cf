-- The last message of the path that was shown before a further version of an answer began. If that
-- version comes to nothing, the path is shown again. Null where the question was sent with it.
ALTER TABLE answer ADD COLUMN previous_leaf_id INTEGER;

-- How much text and thinking an answer began with, in characters of UTF-16: what it took over from
-- the unfinished one that it continues.
ALTER TABLE answer ADD COLUMN begun_text INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN begun_thinking INTEGER NOT NULL DEFAULT 0;
