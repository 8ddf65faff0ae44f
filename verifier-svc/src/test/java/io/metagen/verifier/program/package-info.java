@NullMarked
package io.metagen.verifier.program;

import org.jspecify.annotations.NullMarked;
