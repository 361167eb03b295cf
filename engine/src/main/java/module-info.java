/** Projects, chats, messages and answers; the answer log; what a model is. */
module dev.potok.engine {
  requires static org.jspecify;
  requires transitive dev.potok.protocol;

  exports dev.potok.engine;
}
