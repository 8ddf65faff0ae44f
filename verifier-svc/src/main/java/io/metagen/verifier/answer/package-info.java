/** Final answers of solutions: where they stand, and their normal form. Pure functions on text. */
@NullMarked
package io.metagen.verifier.answer;

import org.jspecify.annotations.NullMarked;
