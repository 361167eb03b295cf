package dev.potok.langchain4j;

import dev.potok.models.conformance.ServerConformance;

class GeminiConformanceIT extends ServerConformance {

  GeminiConformanceIT() {
    super(new GeminiWire());
  }
}
