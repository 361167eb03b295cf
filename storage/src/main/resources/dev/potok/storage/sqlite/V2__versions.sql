-- The last message of the path that was shown before an answer began. If the answer comes to nothing
-- and leaves no question, the path is shown again.
ALTER TABLE answer ADD COLUMN previous_leaf_id INTEGER;

-- Whether the question was sent with it; else it was asked once more, or continued.
ALTER TABLE answer ADD COLUMN new_question INTEGER NOT NULL DEFAULT 1;

-- How much text and thinking an answer began with, in characters of UTF-16: what it took over from
-- the unfinished one that it continues.
ALTER TABLE answer ADD COLUMN begun_text INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN begun_thinking INTEGER NOT NULL DEFAULT 0;
