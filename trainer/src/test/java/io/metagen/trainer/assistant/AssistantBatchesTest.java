package io.metagen.trainer.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Problem;
import io.metagen.task.ProblemSource;
import io.metagen.task.Split;
import io.metagen.trainer.training.Batch;
import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.training.Example;
import io.metagen.trainer.training.Sample;
import io.metagen.trainer.training.SampledProblem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AssistantBatchesTest {

  private static final Problem PROBLEM = new ProblemSource(4).problem(Split.TRAIN, 3, 0);
  private static final AssistantBatches BATCHES =
      new AssistantBatches(
          List.of(
              new SampledProblem(
                  PROBLEM,
                  List.of(sample(PROBLEM.solution(), true), sample("Answer: 100", false)))),
          10,
          7);

  @Test
  void round_anyStep_hasEveryTaskInItsShare() {
    Map<String, Integer> tasks = new TreeMap<>();
    for (Batch batch : BATCHES.round(0, 0)) {
      for (Example example : batch.examples()) {
        tasks.merge(task(example), 1, Integer::sum);
      }
    }
    assertThat(tasks).isEqualTo(Map.of("review", 80, "Rewrite:", 16, "Ask:", 32, "solve", 32));
  }

  @Test
  void round_wrongSample_isCorrectedToTheRightOneAndThatStays() {
    for (Batch batch : BATCHES.round(16, 0)) {
      for (Example example : batch.examples()) {
        for (Continuation continuation : example.continuations()) {
          String text = TaskVocabulary.decode(continuation.tokens());
          if (text.contains("\nBetter:\n")) {
            assertThat(text).endsWith("\nBetter:\n" + PROBLEM.solution());
          }
        }
      }
    }
  }

  @Test
  void round_sameStep_isTheSame() {
    assertThat(texts(32)).isEqualTo(texts(32)).isNotEqualTo(texts(48));
  }

  private static List<String> texts(long step) {
    return BATCHES.round(step, 0).stream()
        .flatMap(batch -> batch.examples().stream())
        .flatMap(example -> example.continuations().stream())
        .map(continuation -> TaskVocabulary.decode(continuation.tokens()))
        .toList();
  }

  private static String task(Example example) {
    String text = TaskVocabulary.decode(example.continuations().getFirst().tokens());
    if (text.contains("\nCheck:\n") || text.contains("\nBetter:\n")) {
      return "review";
    }
    String first = text.lines().findFirst().orElseThrow();
    return first.endsWith(":") ? first : "solve";
  }

  private static Sample sample(String text, boolean correct) {
    int[] tokens = TaskVocabulary.encode(text);
    return new Sample(tokens, correct, tokens.length, new float[tokens.length]);
  }
}
