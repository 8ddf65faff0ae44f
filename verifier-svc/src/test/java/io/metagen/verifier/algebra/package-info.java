@NullMarked
package io.metagen.verifier.algebra;

import org.jspecify.annotations.NullMarked;
