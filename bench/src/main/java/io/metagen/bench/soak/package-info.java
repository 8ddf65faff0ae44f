/**
 * The command {@code metagen bench soak}: a mixed load on one packaged generator for many minutes,
 * and whether its memory, its blocks and its speed are at the end what they were at the start.
 * {@link io.metagen.bench.soak.SoakRun} is the whole run; {@code Deck}, {@code Requests}, {@code
 * TreeSearch} and {@code Calls} make the load; {@code Probe} takes the readings; {@code Verdicts}
 * holds them against the rules.
 */
@NullMarked
package io.metagen.bench.soak;

import org.jspecify.annotations.NullMarked;
