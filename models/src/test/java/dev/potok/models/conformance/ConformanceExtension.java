package dev.potok.models.conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each check a bench of its own. */
final class ConformanceExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private final ProviderWire wire;
  private @Nullable ConformanceBench bench;

  ConformanceExtension(ProviderWire wire) {
    this.wire = wire;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    bench = new ConformanceBench(wire);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (bench != null) {
      bench.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ConformanceBench.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return bench;
  }
}
