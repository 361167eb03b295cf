/** What Potok's tests run against: servers that misbehave on command, and real processes. */
module dev.potok.testkit {
  requires static org.jspecify;
  requires transitive dev.potok.protocol;
  requires java.net.http;
  requires java.sql;
  requires llama;

  exports dev.potok.testkit;
  exports dev.potok.testkit.history;
  exports dev.potok.testkit.torture;
}
