package io.metagen.trainer.assistant;

import io.metagen.trainer.training.Continuation;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.ArrayList;
import java.util.List;

/** A continuation that is put together from texts, some to be read and some to be learned. */
final class Lesson {

  private final List<Integer> tokens = new ArrayList<>();

  /** What should follow after as many tokens, below 0 for none; one entry more than tokens. */
  private final List<Integer> targets = new ArrayList<>(List.of(-1));

  /** Adds a text that is given. */
  Lesson read(String text) {
    for (int token : TaskVocabulary.encode(text)) {
      add(token);
    }
    return this;
  }

  /** Adds a text to be said. */
  Lesson learn(String text) {
    for (int token : TaskVocabulary.encode(text)) {
      aim(token);
      add(token);
    }
    return this;
  }

  /** What was said so far should end here, whatever is added. */
  Lesson end() {
    aim(TaskVocabulary.endOfText());
    return this;
  }

  private void aim(int token) {
    targets.set(targets.size() - 1, token);
  }

  private void add(int token) {
    tokens.add(token);
    targets.add(-1);
  }

  Continuation continuation() {
    return new Continuation(
        tokens.stream().mapToInt(Integer::intValue).toArray(),
        targets.stream().mapToInt(Integer::intValue).toArray(),
        new float[0]);
  }
}
