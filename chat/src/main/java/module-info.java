/** The state of one open chat, for the page and for the client library. */
module dev.potok.chat {
  requires static org.jspecify;
  requires transitive dev.potok.protocol;

  exports dev.potok.chat;
}
