/**
 * Runs Jlama, a Java engine that multiplies with native code or the Vector API, in a process of its
 * own: {@link io.metagen.bench.jlama.Jlama} starts it, {@link io.metagen.bench.jlama.JlamaWorker}
 * is what runs there. Which of Jlama's kernels are used can be set once per process only.
 *
 * <p>Jlama 0.8.4 cuts the rows of a product into 128 parts for its native kernels, of size rows /
 * 128 rounded down, and gives the last part {@code rows % size} more: 288 rows are 128 parts of 2,
 * and the last 32 stay zero ({@code VectorMath.pchunk}). So its native kernels compute another
 * network wherever a width is above 128 and the width mod 128 is not less than width / 128; its
 * Vector API kernels, which it cuts into as many parts as there are threads, are right there. Both
 * are tried, and those that give our tokens are measured.
 */
@NullMarked
package io.metagen.bench.jlama;

import org.jspecify.annotations.NullMarked;
