/** How well a draft model drafts for a target: speculative sampling, run and counted. */
@NullMarked
package io.metagen.trainer.speculation;

import org.jspecify.annotations.NullMarked;
