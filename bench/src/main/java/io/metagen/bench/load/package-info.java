/**
 * What loading a network takes: {@code LoadProbe} loads one in a process of its own and reports the
 * memory that the operating system counted; {@code LoadTrial} is the side that starts it.
 */
@NullMarked
package io.metagen.bench.load;

import org.jspecify.annotations.NullMarked;
