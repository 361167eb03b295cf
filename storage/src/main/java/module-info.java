/** Keeps the engine's data in SQLite. */
module dev.potok.storage {
  requires static org.jspecify;
  requires transitive dev.potok.engine;
  requires java.sql;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires org.apache.lucene.analysis.common;
  requires org.jdbi.v3.core;
  requires org.xerial.sqlitejdbc;

  exports dev.potok.storage;

  // Flyway reads the migrations from here.
  opens dev.potok.storage.sqlite;
}
