package dev.potok.models;

import dev.potok.models.conformance.ServerConformance;

class OpenAiConformanceIT extends ServerConformance {

  OpenAiConformanceIT() {
    super(new OpenAiWire());
  }
}
