package dev.potok.models;

import dev.potok.models.conformance.ServerConformance;

class AnthropicConformanceIT extends ServerConformance {

  AnthropicConformanceIT() {
    super(new AnthropicWire());
  }
}
