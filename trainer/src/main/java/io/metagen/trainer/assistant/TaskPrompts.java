package io.metagen.trainer.assistant;

import java.util.Optional;

/** What the assistant is given for each of its tasks; what it says follows at once. */
public final class TaskPrompts {

  private TaskPrompts() {}

  /** What every check, verdict and correction of a solution begins with. */
  public static String shown(String problem, String solution) {
    return problem + "\n" + solution + "\n";
  }

  /** Behind what is shown: asks for a check. */
  public static String check() {
    return "Check:\n";
  }

  /** Behind what is shown: asks for the verdict, {@code Yes} or {@code No}, without a check. */
  public static String verdict() {
    return "Check:\nCorrect:\n";
  }

  /** Behind what is shown: asks for the verdict that follows a check. */
  public static String verdict(String check) {
    return "Check:\n" + check + "\nCorrect:\n";
  }

  /** Behind what is shown: asks for a better solution, maybe with what is wrong with this one. */
  public static String better(Optional<String> feedback) {
    return feedback.map(fault -> "Feedback: " + fault + "\n").orElse("") + "Better:\n";
  }

  /** Asks for the problem without what has nothing to do with it. */
  public static String rewrite(String distracted) {
    return distracted + "\nRewrite:\n";
  }

  /** Asks for look-ups of what the problem leaves out and for its solution. */
  public static String ask(String problem) {
    return problem + "\nAsk:\n";
  }
}
