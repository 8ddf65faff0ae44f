package io.metagen.generator.engine;

import java.util.List;
import java.util.Optional;

/** The network with its memory, as the engine uses it. Everything on the engine's thread. */
public interface TokenModel extends AutoCloseable {
  /** Processes the chunks: their keys and values are in memory afterwards. */
  Logits forward(List<Chunk> chunks);

  /** Copies the keys and values of one block to another. */
  void copyBlock(int from, int to);

  @Override
  void close();

  /** What a forward pass left behind; valid until closed. */
  interface Logits extends AutoCloseable {
    /** Draws a token each; empty for a draw that has no token to choose. */
    List<Optional<DrawnToken>> sample(List<Draw> draws);

    /**
     * Returns the attention that a token of a chunk, counted from 0, gave each block of its
     * sequence, where blocks may be given up.
     */
    double[] attention(int chunk, int token);

    /** Scores the given tokens that follow a chunk's positions, those of the continuation alone. */
    List<DrawnToken> score(int chunk);

    @Override
    void close();
  }
}
