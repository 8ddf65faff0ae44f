package io.metagen.trainer.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Fact;
import io.metagen.task.FactCollection;
import io.metagen.trainer.evaluation.Judge;
import io.metagen.trainer.evaluation.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SelfAskTest {

  private static final FactCollection FACTS = FactCollection.shipped();
  private static final Fact FIRST = FACTS.facts().get(0);
  private static final Fact SECOND = FACTS.facts().get(1);

  /** Says the same whatever it is given, and remembers that. */
  private static final class Parrot implements TextModel {
    private final String text;
    private final List<String> heard = new ArrayList<>();

    Parrot(String text) {
      this.text = text;
    }

    @Override
    public List<List<String>> complete(List<String> prompts, Judge.Draw draw) {
      heard.addAll(prompts);
      return prompts.stream().map(_ -> List.of(text)).toList();
    }

    @Override
    public List<Double> chances(String prompt, List<String> middles, String text) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void of_assistantThatKeepsAsking_isStoppedAfterTheMostLookUps() {
    Parrot parrot = new Parrot("Follow up: " + FIRST.question() + "\nIntermediate answer:");
    SelfAsk.Result result = new SelfAsk(parrot, FACTS).of(List.of("P")).getFirst();
    assertThat(result.found()).hasSize(SelfAsk.MOST).containsOnly(Optional.of(FIRST));
    assertThat(parrot.heard).hasSize(SelfAsk.MOST + 1);
    assertThat(parrot.heard.get(0)).isEqualTo("P\nAsk:\n");
    assertThat(parrot.heard.get(1)).isEqualTo("P\nAsk:\n" + FIRST.lookUp() + "\n");
  }

  @Test
  void of_questionWithoutAFact_isAnsweredUnknown() {
    Parrot parrot = new Parrot("Follow up: Who?\nIntermediate answer:");
    SelfAsk.Result result = new SelfAsk(parrot, FACTS).of(List.of("P")).getFirst();
    assertThat(result.found()).containsOnly(Optional.empty());
    assertThat(parrot.heard.get(1))
        .isEqualTo("P\nAsk:\nFollow up: Who?\nIntermediate answer: unknown\n");
  }

  @Test
  void of_solutionAtOnce_isTheResult() {
    SelfAsk.Result result = new SelfAsk(new Parrot("Answer: 4"), FACTS).of(List.of("P")).getFirst();
    assertThat(result).isEqualTo(new SelfAsk.Result(List.of(), "Answer: 4"));
  }

  @Test
  void exact_neededFactsInAnyOrder_onlyOnceEach() {
    List<Fact> needed = List.of(FIRST, SECOND);
    assertThat(Asking.exact(List.of(Optional.of(SECOND), Optional.of(FIRST)), needed)).isTrue();
    assertThat(Asking.exact(List.of(Optional.of(FIRST)), needed)).isFalse();
    assertThat(Asking.exact(List.of(Optional.of(FIRST), Optional.of(FIRST)), needed)).isFalse();
    assertThat(Asking.exact(List.of(Optional.of(FIRST), Optional.empty()), needed)).isFalse();
    assertThat(
            Asking.exact(
                List.of(Optional.of(FIRST), Optional.of(SECOND), Optional.empty()), needed))
        .isFalse();
  }
}
