package dev.potok.langchain4j;

import dev.potok.models.conformance.ProviderConformance;

class GeminiConformanceIT extends ProviderConformance {

  GeminiConformanceIT() {
    super(new GeminiWire());
  }
}
