/** The Java library for Potok: chats, and answers that stream. */
module dev.potok.client {
  requires static org.jspecify;
  requires dev.potok.chat;
  requires transitive dev.potok.protocol;
  requires transitive java.net.http;

  exports dev.potok.client;
}
