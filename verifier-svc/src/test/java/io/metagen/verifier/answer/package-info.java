/** Tests of the normal form. */
@NullMarked
package io.metagen.verifier.answer;

import org.jspecify.annotations.NullMarked;
