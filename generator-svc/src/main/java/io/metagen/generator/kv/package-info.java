/** What other processes learn about the prefix cache: its stream of changes and snapshots. */
@NullMarked
package io.metagen.generator.kv;

import org.jspecify.annotations.NullMarked;
