package io.metagen.verifier.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.metagen.error.ServiceException;
import io.metagen.transformer.CheckpointException;
import io.metagen.transformer.Head;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import io.metagen.verifier.TinyRewardModel;
import io.metagen.verifier.reward.ModelForm.Layout;
import io.metagen.verifier.reward.ModelForm.Separator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Random checkpoints in every published form: what they read, and where. */
final class RewardModelTest {
  private static final Transformer.Options F32 = Transformer.Options.cpu(Precision.F32);
  private static final int BLOCK = 16;
  private static final RewardModel.Limits LIMITS =
      new RewardModel.Limits(100, 64, Duration.ZERO, 300, BLOCK, 4096, Duration.ZERO);
  private static final String CANDIDATE = "1+2=3\n\n3*4=12\n";

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts
  private enum Published {
    OUTCOME("SequenceClassification", form(Layout.SOLUTION, "")),
    MATH_RM("RewardModel", form(Layout.SOLUTION, "")),
    LINES("SequenceClassification", form(Layout.STEPS, "")),
    QWEN_PRM("ProcessRewardModel", form(Layout.STEPS, "<|end_of_text|>")),
    TRL("TokenClassification", form(Layout.STEPS, "")),
    SKYWORK("PrmModel", form(Layout.STEPS, "")),
    MATH_SHEPHERD("CausalLM", form(Layout.TAGGED_TEXT, "K")),
    RLHFLOW("CausalLM", form(Layout.TURNS, ""));

    private final String kind;
    private final ModelForm form;

    Published(String kind, ModelForm form) {
      this.kind = kind;
      this.form = form;
    }

    /** Returns the row of the candidate after the prompt "Q", a byte a token. */
    String row() {
      return switch (this) {
        case OUTCOME, MATH_RM -> "Q" + CANDIDATE + "\0";
        case LINES, TRL, SKYWORK -> "Q1+2=3\n3*4=12\n";
        case QWEN_PRM -> "Q1+2=3\0" + "3*4=12\0";
        case MATH_SHEPHERD -> "Q1+2=3 K\n3*4=12 K";
        case RLHFLOW -> "[user] Q 1+2=3\n[assistant] +\n[user] 3*4=12\n[assistant] +\n";
      };
    }

    /** Returns the places in it where scores are read. */
    int[] marks() {
      return switch (this) {
        case OUTCOME, MATH_RM -> new int[] {15};
        case LINES, TRL, SKYWORK, QWEN_PRM -> new int[] {6, 13};
        case MATH_SHEPHERD -> new int[] {7, 16};
        case RLHFLOW -> new int[] {26, 54};
      };
    }
  }

  private static ModelForm form(Layout layout, String tag) {
    return new ModelForm(layout, Separator.LINE, tag, false, "", "+", "-");
  }

  @ParameterizedTest
  @EnumSource
  void score_publishedForm_readsItsMarks(Published published, @TempDir Path parent) {
    Path folder = TinyRewardModel.write(parent, published.kind);
    try (RewardModel model = load(folder, published.form)) {
      MarkedRow row = model.row(model.encodePrompt("Q"), "Q", CANDIDATE);
      assertThat(row.tokens()).isEqualTo(bytes(published.row()));
      assertThat(row.marks()).isEqualTo(published.marks());

      double[] scores = model.probabilities(model.score(List.of(row)).getFirst());

      double[] expected = expected(folder, row);
      assertThat(scores).hasSameSizeAs(expected);
      for (int i = 0; i < scores.length; i++) {
        assertThat(scores[i]).isCloseTo(expected[i], within(1e-6));
      }
      assertThat(scores).doesNotHaveDuplicates();
    }
  }

  /** What the bare network says of the whole row, by the published formulas. */
  private static double[] expected(Path folder, MarkedRow row) {
    try (Transformer network = Transformer.load(folder, F32);
        KvPool pool = network.newKvPool(8, BLOCK);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      boolean words = network.config().head() == Head.LANGUAGE;
      Row all = new Row(row.tokens(), 0, IntStream.range(0, 8).toArray()).answeringAll();
      float[] values =
          (words
                  ? network.forward(manager, pool, List.of(all))
                  : network.values(manager, pool, List.of(all)))
              .toFloatArray();
      int width = values.length / row.length();
      return IntStream.of(row.marks())
          .mapToDouble(
              mark ->
                  width == 1
                      ? 1 / (1 + Math.exp(-values[mark]))
                      : words
                          ? softmax(values[mark * width + '+'], values[mark * width + '-'])
                          : softmax(values[mark * width + 1], values[mark * width]))
          .toArray();
    }
  }

  private static double softmax(double good, double bad) {
    return Math.exp(good) / (Math.exp(good) + Math.exp(bad));
  }

  @Test
  void probabilities_calibration_isAppliedAndChangesTheVersion(@TempDir Path parent)
      throws IOException {
    Path folder = TinyRewardModel.write(parent);
    double plain = score(folder);
    String version = version(folder);
    Files.writeString(
        folder.resolve("calibration.json"), "{\"scale\": 0.5, \"shift\": -1, \"ece\": 0.1}");

    double logit = Math.log(plain / (1 - plain));
    assertThat(score(folder)).isCloseTo(1 / (1 + Math.exp(1 - 0.5 * logit)), within(1e-6));
    assertThat(version(folder)).startsWith(version).isNotEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"scale\": 0, \"shift\": 0}', scale",
    "'{\"scale\": -1, \"shift\": 0}', scale",
    "'{\"scale\": 1', calibration.json"
  })
  void load_badCalibration_namesTheFile(String json, String message, @TempDir Path parent)
      throws IOException {
    Path folder = TinyRewardModel.write(parent);
    Files.writeString(folder.resolve("calibration.json"), json);
    assertThatThrownBy(() -> load(folder, form(Layout.SOLUTION, "")))
        .hasMessageContaining(message)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void row_candidateWithoutStepsOrWithTheTag_isRefused(@TempDir Path parent) {
    Path folder = TinyRewardModel.write(parent, "CausalLM");
    try (RewardModel model = load(folder, form(Layout.TAGGED_TEXT, "K"))) {
      for (String candidate : List.of("", " \n\n", "a\nb K\n")) {
        assertThatThrownBy(() -> model.row(new int[] {1}, "", candidate))
            .isInstanceOf(ServiceException.class)
            .hasMessageContaining("candidates.text");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CausalLM, SOLUTION, ForSequenceClassification",
    "CausalLM, TAGGED_TEXT, step-tag",
  })
  void load_formThatDoesNotFit_isRefusedByName(
      String kind, Layout layout, String message, @TempDir Path parent) {
    Path folder = TinyRewardModel.write(parent, kind);
    assertThatThrownBy(() -> load(folder, form(layout, "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource
  void load_headOfAnotherKind_namesTheTensor(Published published, @TempDir Path parent)
      throws IOException {
    Path folder = TinyRewardModel.write(parent, published.kind);
    String other = published.kind.equals("PrmModel") ? "SequenceClassification" : "PrmModel";
    Path config = folder.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(published.kind, other));
    assertThatThrownBy(() -> load(folder, published.form))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor ");
  }

  private static double score(Path folder) {
    try (RewardModel model = load(folder, form(Layout.SOLUTION, ""))) {
      MarkedRow row = model.row(new int[] {1, 2, 3}, "", "abc");
      return model.probabilities(model.score(List.of(row)).getFirst())[0];
    }
  }

  private static String version(Path folder) {
    try (RewardModel model = load(folder, form(Layout.SOLUTION, ""))) {
      return model.version();
    }
  }

  private static RewardModel load(Path folder, ModelForm form) {
    return RewardModel.load(new RewardModel.Source(folder, F32, form), LIMITS, () -> {});
  }

  /** One token a character, the end of sequence for a zero. */
  private static int[] bytes(String text) {
    return text.chars().map(c -> c == 0 ? TinyRewardModel.END : c).toArray();
  }
}
