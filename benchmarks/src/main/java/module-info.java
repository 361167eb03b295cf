/** The load generator. */
module dev.potok.benchmarks {
  requires static org.jspecify;
  requires dev.potok.protocol;
  requires dev.potok.engine;
  requires dev.potok.models;
  requires dev.potok.server;
  requires dev.potok.storage;
  requires dev.potok.testkit;
  requires java.net.http;
}
