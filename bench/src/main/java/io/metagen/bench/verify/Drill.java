package io.metagen.bench.verify;

import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * One kind of call.
 *
 * @param kind its name in reports
 * @param exchanges returns one, a function of its random numbers; safe for use by several threads
 */
record Drill(String kind, Function<SplittableRandom, Exchange> exchanges) {}
