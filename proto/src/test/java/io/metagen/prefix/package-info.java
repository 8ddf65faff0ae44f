/** Tests of the block hashes. */
@NullMarked
package io.metagen.prefix;

import org.jspecify.annotations.NullMarked;
