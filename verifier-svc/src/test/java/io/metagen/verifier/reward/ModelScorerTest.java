package io.metagen.verifier.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import io.metagen.verifier.TinyRewardModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelScorerTest {
  private static final Transformer.Options F32 = Transformer.Options.cpu(Precision.F32);
  private static final int BLOCK = 16;
  private static final ModelScorer.Memory LARGE = new ModelScorer.Memory(400, BLOCK, 4096);
  private static final long SEED = 90_210L;

  private static Path folder = Path.of("");

  @BeforeAll
  static void writeModel(@TempDir Path parent) {
    folder = TinyRewardModel.write(parent);
  }

  @Test
  void score_batchOfSharedPrefixes_equalsTheBareNetworkRowByRow() {
    List<MarkedRow> rows = rows(new Random(SEED));
    List<RowScore> scores;
    try (ModelScorer scorer = load(LARGE)) {
      scores = scorer.score(rows);
      scorer.checkIntegrity();
    }

    float[] alone = oneByOne(rows);
    assertThat(alone).doesNotHaveDuplicates();
    for (int i = 0; i < alone.length; i++) {
      assertThat(scores.get(i).logits()[0]).as("row " + i).isCloseTo(alone[i], within(1e-6f));
    }
  }

  @Test
  void score_rowsSplitOverCallsAtRandom_sameScoresTokensAndFlops() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    List<MarkedRow> rows = rows(random);
    List<RowScore> whole = scoreInCalls(rows, rows.size(), random);
    for (int most = 1; most < rows.size(); most += 3) {
      List<RowScore> split = scoreInCalls(rows, most, random);

      assertThat(computed(rows, split))
          .as("calls of up to " + most)
          .isEqualTo(computed(rows, whole));
      assertThat(flops(split)).isCloseTo(flops(whole), within(1e-9 * flops(whole)));
      for (int i = 0; i < rows.size(); i++) {
        assertThat(split.get(i).logits()[0]).isCloseTo(whole.get(i).logits()[0], within(1e-6f));
      }
    }
  }

  @Test
  void borrowed_usedAndClosed_leavesTheOwnersCacheAndNetwork() {
    List<MarkedRow> rows = rows(new Random(SEED));
    try (ModelScorer scorer = load(LARGE)) {
      List<RowScore> elsewhere;
      try (ModelScorer separate = scorer.borrowed()) {
        elsewhere = separate.score(rows);
      }
      scorer.checkIntegrity();
      assertThat(scorer.score(rows))
          .as("with as much computed")
          .usingRecursiveComparison()
          .isEqualTo(elsewhere);
    }
  }

  @Test
  void score_sharedPrefix_isComputedOnce() {
    int[] prompt = IntStream.range(0, 3 * BLOCK).toArray();
    List<MarkedRow> rows = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rows.add(MarkedRow.atEnd(append(prompt, 100 + i, 50)));
    }
    List<RowScore> scores = scoreInCalls(rows, 8, new Random(SEED));

    assertThat(computed(rows, scores)).isEqualTo(3 * BLOCK + 8 * 2);
  }

  @Test
  void score_flops_followTheFormulaOfTheContract() {
    ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
    MarkedRow row = MarkedRow.atEnd(IntStream.range(0, 20).toArray());
    RowScore score = scoreInCalls(List.of(row), 1, new Random(SEED)).getFirst();

    double weights = 2.0 * (32 * 32 * 2 + 32 * 16 * 2 + 3 * 32 * 64) + 32;
    double attended = 20 * 21 / 2.0;
    assertThat(config.layers()).isEqualTo(2);
    assertThat(score.flops()).isEqualTo(20 * 2 * weights + 4.0 * 2 * 4 * 8 * attended);
  }

  @Test
  void score_sameRowTwice_secondTimeFromTheCacheAndEqualBitForBit() {
    MarkedRow row = MarkedRow.atEnd(IntStream.range(0, 40).toArray());
    try (ModelScorer scorer = load(LARGE)) {
      RowScore first = scorer.score(List.of(row)).getFirst();
      RowScore second = scorer.score(List.of(row)).getFirst();

      assertThat(first.cachedTokens()).isZero();
      assertThat(second.cachedTokens()).isEqualTo(40);
      assertThat(second.flops()).isZero();
      assertThat(second.logits()).isEqualTo(first.logits());
    }
  }

  @Test
  void score_stepsAddedOneByOne_computesTheNewOnesAloneAndAgrees() {
    int[] row = new Random(SEED).ints(90, 0, 256).toArray();
    int[] marks = {21, 22, 40, 57, 58, 75, 89};
    float[] whole =
        scoreInCalls(List.of(new MarkedRow(row, marks)), 1, new Random(SEED)).getFirst().logits();
    try (ModelScorer scorer = load(LARGE)) {
      for (int steps = 1; steps <= marks.length; steps++) {
        int[] so = Arrays.copyOf(row, marks[steps - 1] + 1);
        RowScore score =
            scorer.score(List.of(new MarkedRow(so, Arrays.copyOf(marks, steps)))).getFirst();

        assertThat(score.logits()).isEqualTo(Arrays.copyOf(whole, steps));
        int known = steps == 1 ? 0 : marks[steps - 2];
        assertThat(score.cachedTokens()).isEqualTo(known / BLOCK * BLOCK);
      }
      scorer.checkIntegrity();
    }
  }

  @Test
  void score_marksInsideACachedPrefix_areReadAgainWhereTheyAreNew() {
    int[] row = new Random(SEED).ints(80, 0, 256).toArray();
    float[] whole =
        scoreInCalls(List.of(new MarkedRow(row, new int[] {10, 50, 79})), 1, new Random(SEED))
            .getFirst()
            .logits();
    try (ModelScorer scorer = load(LARGE)) {
      float[] end = scorer.score(List.of(MarkedRow.atEnd(row))).getFirst().logits();
      RowScore all = scorer.score(List.of(new MarkedRow(row, new int[] {10, 50, 79}))).getFirst();

      assertThat(end[0]).isEqualTo(whole[2]);
      assertThat(all.logits()).isEqualTo(whole);
      assertThat(all.cachedTokens()).isZero();
    }
  }

  @Test
  void score_memoryForOneContextOnly_evictsAndStaysRight() {
    List<MarkedRow> rows = rows(new Random(SEED + 1));
    ModelScorer.Memory small = new ModelScorer.Memory(TinyRewardModel.CONTEXT / BLOCK, BLOCK, 64);
    float[] alone = oneByOne(rows);
    try (ModelScorer scorer = load(small)) {
      List<RowScore> scores = scorer.score(rows);
      scorer.checkIntegrity();
      for (int i = 0; i < alone.length; i++) {
        assertThat(scores.get(i).logits()[0]).isCloseTo(alone[i], within(1e-6f));
      }
    }
  }

  @Test
  void load_tooLittleMemory_isRefusedByName() {
    assertThatThrownBy(() -> load(new ModelScorer.Memory(7, BLOCK, 4096)))
        .hasMessageContaining("metagen.verifier.kv-blocks");
  }

  private static ModelScorer load(ModelScorer.Memory memory) {
    return ModelScorer.load(folder, F32, _ -> new Reading.Value(), memory);
  }

  /** Returns rows of three problems; some candidates share their beginnings, some are equal. */
  private static List<MarkedRow> rows(Random random) {
    List<MarkedRow> rows = new ArrayList<>();
    for (int problem = 0; problem < 3; problem++) {
      int[] prompt = random.ints(20 + random.nextInt(30), 0, 256).toArray();
      int[] common = random.ints(random.nextInt(40), 0, 256).toArray();
      for (int candidate = 0; candidate < 8; candidate++) {
        int[] solution =
            candidate % 3 == 0
                ? append(common, random.ints(1 + random.nextInt(20), 0, 256).toArray())
                : random.ints(random.nextInt(60), 0, 256).toArray();
        rows.add(MarkedRow.atEnd(append(append(prompt, solution), TinyRewardModel.END)));
      }
    }
    return rows;
  }

  /** Scores the rows in a random order, in calls of random sizes, with a fresh cache. */
  private static List<RowScore> scoreInCalls(List<MarkedRow> rows, int most, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Collections.shuffle(order, random);
    RowScore[] scores = new RowScore[rows.size()];
    try (ModelScorer scorer = load(LARGE)) {
      for (int from = 0; from < rows.size(); ) {
        List<Integer> call =
            order.subList(from, Math.min(rows.size(), from + 1 + random.nextInt(most)));
        List<RowScore> answers = scorer.score(call.stream().map(rows::get).toList());
        for (int i = 0; i < call.size(); i++) {
          scores[call.get(i)] = answers.get(i);
        }
        from += call.size();
      }
      scorer.checkIntegrity();
    }
    return List.of(scores);
  }

  private static float[] oneByOne(List<MarkedRow> rows) {
    float[] scores = new float[rows.size()];
    try (Transformer network = Transformer.load(folder, F32);
        KvPool pool = network.newKvPool(TinyRewardModel.CONTEXT / BLOCK, BLOCK);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      int[] blocks = IntStream.range(0, pool.blocks()).toArray();
      for (int i = 0; i < scores.length; i++) {
        scores[i] =
            network.values(manager, pool, List.of(new Row(rows.get(i).tokens(), 0, blocks)))
                .toFloatArray()[0];
      }
    }
    return scores;
  }

  private static long computed(List<MarkedRow> rows, List<RowScore> scores) {
    return rows.stream().mapToLong(MarkedRow::length).sum()
        - scores.stream().mapToLong(RowScore::cachedTokens).sum();
  }

  private static double flops(List<RowScore> scores) {
    return scores.stream().mapToDouble(RowScore::flops).sum();
  }

  private static int[] append(int[] first, int... more) {
    return IntStream.concat(IntStream.of(first), IntStream.of(more)).toArray();
  }
}
