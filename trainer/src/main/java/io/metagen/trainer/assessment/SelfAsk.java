package io.metagen.trainer.assessment;

import io.metagen.task.Fact;
import io.metagen.task.FactCollection;
import io.metagen.trainer.assistant.TaskPrompts;
import io.metagen.trainer.evaluation.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Self-Ask (Press et al. 2022): the assistant writes follow-up questions, a collection answers
 * them, and it goes on, many problems at once.
 *
 * @param assistant stops behind {@link #STOP}
 */
record SelfAsk(TextModel assistant, FactCollection facts) {

  /** What the assistant says when an answer is to be looked up. */
  static final String STOP = "Intermediate answer:";

  /** Most look-ups of a problem; who asks once more has no answer. */
  static final int MOST = 4;

  private static final String UNKNOWN = "unknown";
  private static final Pattern ASKED = Pattern.compile("Follow up:(.*)\n" + STOP);

  /**
   * What came of a problem.
   *
   * @param found one for each question, in their order; empty where the collection has no answer
   * @param solution what it said at last
   */
  record Result(List<Optional<Fact>> found, String solution) {}

  /** A problem that is being worked on. */
  private static final class Talk {
    private final List<Optional<Fact>> found = new ArrayList<>();
    private String text;
    private String last = "";
    private boolean done;

    Talk(String problem) {
      text = TaskPrompts.ask(problem);
    }

    void hear(String said, FactCollection facts) {
      last = said;
      Matcher asked = ASKED.matcher(said);
      done = found.size() == MOST || !asked.find();
      if (!done) {
        Optional<Fact> fact = facts.find(asked.group(1));
        found.add(fact);
        text += said + " " + fact.map(Fact::answer).orElse(UNKNOWN) + "\n";
      }
    }

    Result result() {
      return new Result(found, last);
    }
  }

  /** Returns a result for each problem's text, in their order. */
  List<Result> of(List<String> problems) {
    List<Talk> talks = problems.stream().map(Talk::new).toList();
    List<Talk> open = talks;
    while (!open.isEmpty()) {
      List<String> said = assistant.complete(open.stream().map(talk -> talk.text).toList());
      for (int i = 0; i < open.size(); i++) {
        open.get(i).hear(said.get(i), facts);
      }
      open = open.stream().filter(talk -> !talk.done).toList();
    }
    return talks.stream().map(Talk::result).toList();
  }
}
