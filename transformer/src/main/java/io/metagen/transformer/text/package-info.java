/** Text in and out of a checkpoint: its tokenizer, streams of text, its chat template. */
@NullMarked
package io.metagen.transformer.text;

import org.jspecify.annotations.NullMarked;
