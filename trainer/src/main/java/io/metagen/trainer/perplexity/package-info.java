/** Measures how well a network predicts held-out solutions, in several settings of one network. */
@NullMarked
package io.metagen.trainer.perplexity;

import org.jspecify.annotations.NullMarked;
