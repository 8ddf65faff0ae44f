package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.metagen.transformer.TokenRows;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchTest {

  private static final int[] NONE = {};
  private static final float NAN = Float.NaN;

  /** Right, wrong, and wrong, behind a prompt of three. */
  private static final Example DIVIDED =
      new Example(
          new int[] {10, 11, 12},
          List.of(
              Continuation.valued(new int[] {20, 21}, new float[] {NAN, NAN, 1}),
              Continuation.valued(new int[] {30}, new float[] {0.5f, 0}),
              Continuation.valued(new int[] {40}, new float[] {NAN, 0})));

  private static final Example SHORT =
      new Example(new int[] {50}, List.of(Continuation.learned(new int[] {60})));

  @Test
  void rows_branches_shareThePromptButForItsLastToken() {
    try (NDManager scope = NDManager.newBaseManager()) {
      Batch batch = new Batch(List.of(DIVIDED));
      TokenRows rows = batch.rows(scope);
      assertThat(rows.tokens().toLongArray()).containsExactly(10, 11, 12, 20, 21, 12, 30, 12, 40);
      assertThat(rows.positions().toLongArray()).containsExactly(0, 1, 2, 3, 4, 2, 3, 2, 3);
      assertThat(rows.branches().toLongArray()).containsExactly(0, 0, 1, 1, 1, 2, 2, 3, 3);
      assertThat(batch.labels(scope).toFloatArray())
          .containsExactly(NAN, NAN, NAN, NAN, 1, 0.5f, 0, NAN, 0);
      assertThat(batch.size()).isEqualTo(9);
    }
  }

  @Test
  void rows_noBranches_areThePlainSequencesPadded() {
    try (NDManager scope = NDManager.newBaseManager()) {
      Batch batch = new Batch(List.of(SHORT, Example.of(new int[] {1, 2}, new int[] {3, 4})));
      TokenRows rows = batch.rows(scope);
      assertThat(rows.tokens().toLongArray()).containsExactly(50, 60, 0, 0, 1, 2, 3, 4);
      assertThat(rows.branches().size()).isZero();
      assertThat(batch.targets(scope).toLongArray()).containsExactly(60, -1, -1, -1, -1, 3, 4, -1);
    }
  }

  @Test
  void pairs_severalPrompts_areRightWithWrongOfOnePrompt() {
    try (NDManager scope = NDManager.newBaseManager()) {
      Pairs pairs = new Batch(List.of(DIVIDED, SHORT)).pairs();
      assertThat(pairs.better(scope).toLongArray()).containsExactly(4, 4);
      assertThat(pairs.worse(scope).toLongArray()).containsExactly(6, 8);
    }
  }

  @Test
  void newContinuation_labelsOfAnotherLength_refused() {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> new Continuation(new int[] {1}, NONE, new float[] {1}))
        .withMessageContaining("labels");
  }
}
