/**
 * What the transformer is compared with: a forward pass in plain Java and double precision, and
 * random checkpoints. Shares no code with the module under test.
 */
@NullMarked
package io.metagen.transformer.reference;

import org.jspecify.annotations.NullMarked;
