/**
 * The generator service: many prompts and many samples at once from one model.
 *
 * <p>The life of a Generate call: {@link io.metagen.generator.call.GeneratorEndpoint} reads and
 * checks it, {@link io.metagen.generator.engine.Engine} batches it with everybody else's, {@link
 * io.metagen.generator.call.GenerateReply} turns tokens into text and streams it.
 */
@NullMarked
package io.metagen.generator;

import org.jspecify.annotations.NullMarked;
