package dev.potok.models.conformance;

/** What every adapter must do whose models run on a provider's server. */
public abstract class ServerConformance extends ProviderConformance
    implements ModelListChecks, ServerChecks {

  /** The checks over one wire. */
  protected ServerConformance(ServerWire wire) {
    super(wire);
  }
}
