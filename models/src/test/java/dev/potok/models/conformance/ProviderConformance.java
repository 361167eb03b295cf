package dev.potok.models.conformance;

import org.junit.jupiter.api.extension.RegisterExtension;

/** What every adapter must do, wherever its models run. */
public abstract class ProviderConformance
    implements AnswerChecks, FailureChecks, RequestChecks, StopChecks, ToolChecks {

  @RegisterExtension final ConformanceExtension bench;

  /**
   * The checks over one wire.
   *
   * @throws IllegalArgumentException if those of a server are left out without being declared so
   */
  protected ProviderConformance(ProviderWire wire) {
    if (wire.capabilities().contains(Capability.SERVER) != this instanceof ServerChecks) {
      throw new IllegalArgumentException(
          wire.capabilities() + " (expected: SERVER if and only if ServerChecks are run)");
    }
    this.bench = new ConformanceExtension(wire);
  }
}
