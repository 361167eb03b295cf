package dev.potok.models;

import dev.potok.models.conformance.ProviderConformance;

class AnthropicConformanceIT extends ProviderConformance {

  AnthropicConformanceIT() {
    super(new AnthropicWire());
  }
}
