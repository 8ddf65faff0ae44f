/**
 * Which number of threads and which waiting of OpenMP is fastest, for a model alone and for two on
 * the same cores. OpenMP takes its settings from the environment before it starts, so every setting
 * runs in processes of its own: {@link io.metagen.bench.threads.ModelProgram} is what they run,
 * {@link io.metagen.bench.threads.ModelProcess} speaks to one.
 */
@NullMarked
package io.metagen.bench.threads;

import org.jspecify.annotations.NullMarked;
