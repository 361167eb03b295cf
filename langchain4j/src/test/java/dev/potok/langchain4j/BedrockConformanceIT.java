package dev.potok.langchain4j;

import dev.potok.models.conformance.ServerConformance;

class BedrockConformanceIT extends ServerConformance {

  BedrockConformanceIT() {
    super(new BedrockWire());
  }
}
