-- What is deleted looks for what hangs on it: the answers of a chat, and the messages behind a message.
CREATE INDEX answer_of_chat ON answer (chat_id);
CREATE INDEX message_of_parent ON message (parent_id) WHERE parent_id IS NOT NULL;
