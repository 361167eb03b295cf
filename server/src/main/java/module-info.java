/** The HTTP side of Potok: its calls, the streams of answers, and the page. */
module dev.potok.server {
  requires static org.jspecify;
  requires transitive dev.potok.engine;
  requires dev.potok.markdown;
  requires io.helidon.webserver;
  requires io.helidon.http;

  exports dev.potok.server;
}
