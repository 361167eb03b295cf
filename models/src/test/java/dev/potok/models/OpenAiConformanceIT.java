package dev.potok.models;

import dev.potok.models.conformance.ProviderConformance;

class OpenAiConformanceIT extends ProviderConformance {

  OpenAiConformanceIT() {
    super(new OpenAiWire());
  }
}
