/** The load generator. */
module dev.potok.benchmarks {
  requires static org.jspecify;
  requires dev.potok.protocol;
  requires dev.potok.testkit;
  requires java.net.http;
}
