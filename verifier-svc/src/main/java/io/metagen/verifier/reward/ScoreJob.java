package io.metagen.verifier.reward;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The rows of one caller, waiting for their scores. Cancelling the result drops a waiting job. */
record ScoreJob(List<MarkedRow> rows, CompletableFuture<List<RowScore>> result) {
  int size() {
    return rows.size();
  }
}
