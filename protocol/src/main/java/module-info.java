/** The wire of Potok: its records, its events, and the decoders that read them from bytes. */
module dev.potok.protocol {
  requires static org.jspecify;

  exports dev.potok.protocol;
}
