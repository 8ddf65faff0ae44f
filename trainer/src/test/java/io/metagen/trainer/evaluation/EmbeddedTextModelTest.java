package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Family;
import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RopeScaling;
import io.metagen.transformer.SafetensorsDtype;
import io.metagen.transformer.TrainableTransformer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedTextModelTest {

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeModel() {
    ModelConfig config =
        new ModelConfig(
            "LlamaForCausalLM",
            Family.LLAMA,
            32,
            2,
            2,
            2,
            16,
            48,
            TaskVocabulary.size(),
            512,
            1e-5f,
            10_000,
            new RopeScaling.None(),
            false,
            false,
            false,
            0,
            Head.LANGUAGE);
    try (TrainableTransformer network = TrainableTransformer.random(config, 3)) {
      network.save(folder, SafetensorsDtype.F32);
    }
  }

  @Test
  void chances_textOfSeveralTokens_areTheProductOfTheirs() {
    try (EmbeddedTextModel model = new EmbeddedTextModel(folder, 1, "")) {
      String prompt = "Ann has 12 apples.\n";
      List<Double> together = model.chances(prompt, List.of("7", "12+5=17 ok\n"), "9+3");
      for (int i = 0; i < 2; i++) {
        String middle = List.of("7", "12+5=17 ok\n").get(i);
        double product =
            model.chances(prompt, List.of(middle), "9").getFirst()
                * model.chances(prompt + middle, List.of("9"), "+").getFirst()
                * model.chances(prompt, List.of(middle + "9+"), "3").getFirst();
        assertThat(together.get(i)).isCloseTo(product, within(product * 1e-4));
      }
      assertThat(together.get(0)).isNotEqualTo(together.get(1));
    }
  }

  @Test
  void complete_promptsOfAllLengths_keepTheirOrderAndEndInTheContext() {
    try (EmbeddedTextModel model = new EmbeddedTextModel(folder, 1, "")) {
      List<String> prompts = List.of("1".repeat(500), "7", "12");
      List<String> greedy = model.complete(prompts);
      for (int i = 0; i < prompts.size(); i++) {
        assertThat(model.complete(List.of(prompts.get(i)))).containsExactly(greedy.get(i));
      }
      assertThat(model.complete(prompts, new Judge.Draw(3, 1)))
          .allSatisfy(texts -> assertThat(texts).hasSize(3).doesNotHaveDuplicates());
    }
  }
}
