/** Generators, verifier and prefix index made by hand, on real loopback servers. */
@NullMarked
package io.metagen.orchestrator.fakes;

import org.jspecify.annotations.NullMarked;
