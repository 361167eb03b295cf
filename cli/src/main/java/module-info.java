/** The program: reads what it is told, puts the parts together, and runs them. */
module dev.potok.cli {
  requires static org.jspecify;
  requires dev.potok.client;
  requires dev.potok.markdown;
  requires dev.potok.models;
  requires dev.potok.server;
  requires dev.potok.storage;
  requires java.logging;
  requires java.net.http;
  requires info.picocli;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires org.jline.terminal.ffm;
  requires org.yaml.snakeyaml;

  opens dev.potok.cli to
      info.picocli;
}
