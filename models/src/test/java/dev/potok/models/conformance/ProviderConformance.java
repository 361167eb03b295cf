package dev.potok.models.conformance;

import org.junit.jupiter.api.extension.RegisterExtension;

/** What every adapter must do, wherever its models run. */
public abstract class ProviderConformance
    implements AnswerChecks, FailureChecks, RequestChecks, StopChecks, ToolChecks {

  @RegisterExtension final ConformanceExtension bench;

  /** The checks over one wire. */
  protected ProviderConformance(ProviderWire wire) {
    this.bench = new ConformanceExtension(wire);
  }
}
