/**
 * What every model adapter must do, as tests over a scripted server on a real socket. An adapter's
 * test extends {@link dev.potok.models.conformance.ProviderConformance} and says how its wire
 * looks.
 */
@NullMarked
package dev.potok.models.conformance;

import org.jspecify.annotations.NullMarked;
