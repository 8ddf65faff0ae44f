package io.metagen.trainer.speculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Precision;
import io.metagen.transformer.RopeScaling;
import io.metagen.transformer.SafetensorsDtype;
import io.metagen.transformer.TrainableTransformer;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeculationTest {

  private static final int VOCABULARY = 4;
  private static final int END = 3;
  private static final int LONGEST = 3;
  private static final int ROWS = 256;

  /** Fresh networks know little; cold, their distributions differ much. */
  private static final double COLD = 0.05;

  private static final int[] PROMPT = {0, 2, 1};

  @TempDir private Path folder = Path.of("");

  @Test
  void draw_manyTexts_haveTheTargetsLaw() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    int texts = 40 * ROWS;
    try (Transformer draft = model(16, 1);
        Transformer target = model(32, 2);
        Speculation speculation = new Speculation(draft, target, settings(2, seed), ROWS)) {
      Map<List<Integer>, Double> expected = new HashMap<>();
      try (Reader reader = new Reader(target, COLD, 1)) {
        expect(reader, List.of(), 1, expected);
      }
      Map<List<Integer>, Double> found = new HashMap<>();
      List<int[]> prompts = Collections.nCopies(ROWS, PROMPT);
      int accepted = 0;
      int drafted = 0;
      for (int from = 0; from < texts; from += ROWS) {
        for (Speculation.Drawn drawn : speculation.draw(prompts, from)) {
          found.merge(list(drawn.tokens()), 1.0 / texts, Double::sum);
          accepted += drawn.rounds().stream().mapToInt(Round::accepted).sum();
          drafted += drawn.rounds().stream().mapToInt(Round::drafted).sum();
        }
      }
      // Hoeffding with the union over all texts: a false alarm in 1e6 at most.
      double bound = Math.sqrt(Math.log(2 * expected.size() / 1e-6) / (2.0 * texts));
      assertThat(expected.keySet()).containsAll(found.keySet());
      expected.forEach(
          (text, mass) ->
              assertThat(found.getOrDefault(text, 0.0))
                  .as("%s", text)
                  .isCloseTo(mass, within(bound)));
      assertThat((double) accepted / drafted).isBetween(0.1, 0.9);
    }
  }

  @Test
  void draw_targetDraftsForItself_everyDraftIsAccepted() {
    try (Transformer model = model(32, 2);
        Speculation speculation =
            new Speculation(
                model, model, new Speculation.Settings(4, COLD, 60, VOCABULARY, 5), 3)) {
      List<int[]> prompts = List.of(PROMPT, new int[] {1}, new int[40]);
      for (Speculation.Drawn drawn : speculation.draw(prompts, 0)) {
        assertThat(drawn.tokens()).hasSizeBetween(24, 60);
        for (Round round : drawn.rounds()) {
          assertThat(round.accepted()).isEqualTo(round.drafted());
          assertThat(round.overlaps()).allSatisfy(o -> assertThat(o).isCloseTo(1, within(1e-3)));
        }
      }
    }
  }

  /** Adds the probabilities of all texts that begin so. */
  private static void expect(
      Reader reader, List<Integer> text, double mass, Map<List<Integer>, Double> into) {
    if (text.size() == LONGEST || (!text.isEmpty() && text.getLast() == END)) {
      into.put(text, mass);
      return;
    }
    int[] tokens =
        IntStream.concat(Arrays.stream(PROMPT), text.stream().mapToInt(Integer::intValue))
            .toArray();
    reader.forget(0);
    Law law = reader.laws(List.of(new Reader.Text(0, tokens, 1))).getFirst().getFirst();
    for (int token = 0; token < VOCABULARY; token++) {
      List<Integer> longer =
          IntStream.concat(text.stream().mapToInt(Integer::intValue), IntStream.of(token))
              .boxed()
              .toList();
      expect(reader, longer, mass * law.of(token), into);
    }
  }

  private static Speculation.Settings settings(int tokens, long seed) {
    return new Speculation.Settings(tokens, COLD, LONGEST, END, seed);
  }

  private Transformer model(int hidden, long seed) {
    ModelConfig config =
        new ModelConfig(
            "LlamaForCausalLM",
            Family.LLAMA,
            hidden,
            2,
            2,
            2,
            8,
            48,
            VOCABULARY,
            64,
            1e-5f,
            10_000,
            new RopeScaling.None(),
            false,
            false,
            false,
            0,
            Head.LANGUAGE);
    try (TrainableTransformer network = TrainableTransformer.random(config, seed)) {
      network.save(folder, SafetensorsDtype.F32);
    }
    return Transformer.load(folder, Transformer.Options.cpu(Precision.F32));
  }

  private static List<Integer> list(int[] tokens) {
    return Arrays.stream(tokens).boxed().toList();
  }
}
