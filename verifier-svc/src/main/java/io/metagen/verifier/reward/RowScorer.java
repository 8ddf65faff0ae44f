package io.metagen.verifier.reward;

import java.util.List;

/** A network that scores rows of tokens. One thread opens, uses and closes it. */
interface RowScorer extends AutoCloseable {
  ModelFacts facts();

  /** Returns one score for each row, in their order. Rows are not empty and fit the context. */
  List<RowScore> score(List<MarkedRow> rows);

  @Override
  void close();
}
