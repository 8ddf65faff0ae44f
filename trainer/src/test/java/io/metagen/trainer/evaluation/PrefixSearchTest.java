package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Problem;
import io.metagen.trainer.evaluation.PrefixSearch.Known;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrefixSearchTest {

  private static final Problem PROBLEM = new Problem("train-4-0", 4, "…", "…", "9");

  /** Six lines. */
  private static final Sample WRONG =
      sample("Ann 1+1=2\nAnn 2+2=4\nAnn 4+4=8\nAnn 8+2=10\nAnn 10-2=8\nAnswer: 8", false);

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3", "4", "5"})
  void next_untilNothingIsOpen_findsTheBorderInThreeTrials(int border) {
    PrefixSearch search = new PrefixSearch(known(WRONG), WRONG);
    int trials = 0;
    for (Optional<PrefixSearch.Trial> trial = search.next();
        trial.isPresent();
        trial = search.next()) {
      long lines = trial.get().prefix().stream().filter(t -> t == TaskVocabulary.LINE_END).count();
      if (lines <= border) {
        trial.get().succeed();
      } else {
        trial.get().fail();
      }
      trials++;
    }
    assertThat(search.good()).isEqualTo(border);
    assertThat(trials).isBetween(2, 3);
  }

  @Test
  void next_linesOfARightSample_areNotTried() {
    Sample right =
        sample("Ann 1+1=2\nAnn 2+2=4\nAnn 4+4=8\nAnn 8+2=10\nAnn 10-1=9\nAnswer: 9", true);
    PrefixSearch search = new PrefixSearch(known(WRONG, right), WRONG);
    PrefixSearch.Trial trial = search.next().orElseThrow();
    assertThat(trial.prefix()).hasSize(WRONG.lineEnds()[4] + 1);
    trial.fail();
    assertThat(search.next()).isEmpty();
    assertThat(search.good()).isEqualTo(4);
  }

  @Test
  void next_rightSample_hasNothingToTry() {
    Sample right = sample("Ann 4+5=9\nAnswer: 9", true);
    PrefixSearch search = new PrefixSearch(known(right), right);
    assertThat(search.next()).isEmpty();
    assertThat(search.good()).isEqualTo(2);
  }

  private static Known known(Sample... samples) {
    return Known.of(new SampledProblem(PROBLEM, List.of(samples)));
  }

  private static Sample sample(String text, boolean correct) {
    int[] tokens =
        IntStream.concat(
                IntStream.of(TaskVocabulary.encode(text)), IntStream.of(TaskVocabulary.endOfText()))
            .toArray();
    return new Sample(tokens, correct, tokens.length, new float[tokens.length]);
  }
}
