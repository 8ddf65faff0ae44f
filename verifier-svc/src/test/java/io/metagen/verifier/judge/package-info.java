@NullMarked
package io.metagen.verifier.judge;

import org.jspecify.annotations.NullMarked;
