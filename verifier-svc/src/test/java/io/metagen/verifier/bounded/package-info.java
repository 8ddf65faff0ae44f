@NullMarked
package io.metagen.verifier.bounded;

import org.jspecify.annotations.NullMarked;
