/**
 * Makes the embedded models: the generator, then the reward model, each from a seed and a budget.
 */
@NullMarked
package io.metagen.trainer;

import org.jspecify.annotations.NullMarked;
