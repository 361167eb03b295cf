package dev.potok.langchain4j;

import dev.potok.models.conformance.ProviderConformance;

class MistralConformanceIT extends ProviderConformance {

  MistralConformanceIT() {
    super(new MistralWire());
  }
}
