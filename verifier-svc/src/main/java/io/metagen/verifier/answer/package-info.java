/**
 * What stands in a candidate's text: the final answer and its normal form, a fenced program or
 * document. Pure functions on text.
 */
@NullMarked
package io.metagen.verifier.answer;

import org.jspecify.annotations.NullMarked;
