/** What the assistant's tasks are worth on held-out problems. */
@NullMarked
package io.metagen.trainer.assessment;

import org.jspecify.annotations.NullMarked;
