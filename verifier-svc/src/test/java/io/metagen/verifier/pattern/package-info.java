@NullMarked
package io.metagen.verifier.pattern;

import org.jspecify.annotations.NullMarked;
