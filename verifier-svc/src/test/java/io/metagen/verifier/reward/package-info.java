/** Tests of the scoring engine and of the network behind it. */
@NullMarked
package io.metagen.verifier.reward;

import org.jspecify.annotations.NullMarked;
