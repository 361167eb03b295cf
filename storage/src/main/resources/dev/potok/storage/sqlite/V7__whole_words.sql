-- The index has each word as it is written beside its stem, so that what somebody is still typing is
-- found in the middle of a word, too. What was noted before is found by its stems until it is noted anew.
INSERT OR IGNORE INTO chat_to_index (id) SELECT id FROM chat;
INSERT OR IGNORE INTO message_to_index (id) SELECT id FROM message;
