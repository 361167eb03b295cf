package dev.potok.langchain4j;

import dev.potok.models.conformance.ServerConformance;

class MistralConformanceIT extends ServerConformance {

  MistralConformanceIT() {
    super(new MistralWire());
  }
}
