/** What the assistant learns: checking, correcting, rewriting, asking and solving. */
@NullMarked
package io.metagen.trainer.assistant;

import org.jspecify.annotations.NullMarked;
