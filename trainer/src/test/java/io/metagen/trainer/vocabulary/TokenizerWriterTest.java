package io.metagen.trainer.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Lexicon;
import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenizerWriterTest {

  @Test
  void encode_problems_equalsTheMap(@TempDir Path folder) {
    try (Tokenizer tokenizer = written(folder)) {
      for (int index = 0; index < 700; index++) {
        Problem problem = new ProblemSource(3).problem(Split.TRAIN, 2 + index % 7, index);
        String text = problem.prompt() + problem.solution();
        int[] ids = tokenizer.encode(text, true);
        assertThat(TaskVocabulary.encode(text)).isEqualTo(ids);
        assertThat(tokenizer.decode(ids, true)).isEqualTo(text);
      }
    }
  }

  @Test
  void encode_anyText_equalsTheMap(@TempDir Path folder) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Tokenizer tokenizer = written(folder)) {
      for (int i = 0; i < 2000; i++) {
        String text = text(random);
        assertThat(TaskVocabulary.encode(text))
            .as("seed %d: <%s>", seed, text)
            .isEqualTo(tokenizer.encode(text, false));
      }
    }
  }

  @Test
  void encode_everyWordOfTheTask_isOneToken() {
    assertThat(Lexicon.inner()).allMatch(word -> TaskVocabulary.encode(" " + word).length == 1);
    assertThat(Lexicon.opening()).allMatch(word -> TaskVocabulary.encode(word).length == 1);
  }

  @Test
  void load_writtenFiles_endOfTextStops(@TempDir Path folder) {
    try (Tokenizer tokenizer = written(folder)) {
      assertThat(tokenizer.vocabularySize()).isEqualTo(TaskVocabulary.size());
      assertThat(tokenizer.eosId()).hasValue(TaskVocabulary.endOfText());
      assertThat(tokenizer.stopIds()).containsExactly(TaskVocabulary.endOfText());
      assertThat(tokenizer.isSpecial(TaskVocabulary.endOfText())).isTrue();
    }
  }

  private static Tokenizer written(Path folder) {
    TokenizerWriter.write(folder, 512);
    return Tokenizer.load(folder);
  }

  private static String text(Random random) {
    String[] pieces = {
      "Ann", " has", " 12", "é", "\n", "\t", "  ", "漢", "😀", "-", " +", "=", "apples", "?!", "٣"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
