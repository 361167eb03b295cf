/** The models: OpenAI-compatible servers, and the built-in guide. */
module dev.potok.models {
  requires static org.jspecify;
  requires transitive java.net.http;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.core;
  requires transitive dev.potok.engine;

  exports dev.potok.models;
}
