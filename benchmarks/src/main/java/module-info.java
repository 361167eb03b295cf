/** The load generator, and what measures parts. */
module dev.potok.benchmarks {
  requires java.desktop;
  requires com.google.gson;
  requires jdk.httpserver;
  requires static org.jspecify;
  requires static org.teavm.jso;
  requires static org.teavm.jso.apis;
  requires dev.potok.protocol;
  requires dev.potok.engine;
  requires dev.potok.models;
  requires dev.potok.server;
  requires dev.potok.storage;
  requires java.sql;
  requires dev.potok.testkit;
  requires java.net.http;
  requires jmh.core;
  requires playwright;
}
