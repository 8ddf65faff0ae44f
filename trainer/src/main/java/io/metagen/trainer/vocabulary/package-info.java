/**
 * The task's token vocabulary: the tokenizer files in the Hugging Face layout, and a fast encoder
 * that equals them.
 */
@NullMarked
package io.metagen.trainer.vocabulary;

import org.jspecify.annotations.NullMarked;
