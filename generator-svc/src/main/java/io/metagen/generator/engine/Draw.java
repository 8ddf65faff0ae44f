package io.metagen.generator.engine;

/** A sequence that gets its next token from the logits of the chunk with this index. */
public record Draw(Sequence sequence, int chunk) {}
