/** Tests of the utilities. */
@NullMarked
package io.metagen.verifier.utility;

import org.jspecify.annotations.NullMarked;
