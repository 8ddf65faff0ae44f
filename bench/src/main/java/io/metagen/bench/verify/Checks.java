package io.metagen.bench.verify;

import io.metagen.v1.AnswerCheck;
import io.metagen.v1.JsonSchemaCheck;
import io.metagen.v1.ProgramCheck;
import io.metagen.v1.RegexCheck;
import io.metagen.v1.StepCheck;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierEnsemble;
import io.metagen.v1.WeightedVerifier;
import java.util.List;
import java.util.SplittableRandom;

/** Calls of the verifiers without a model, with right candidates and wrong ones. */
final class Checks {
  private static final int MOST = 50;

  private Checks() {}

  static List<Drill> drills() {
    return List.of(
        new Drill("answer check", Checks::answer),
        new Drill("step check", Checks::steps),
        new Drill("JSON Schema", Checks::schema),
        new Drill("regular expression", Checks::pattern),
        new Drill("program with tests", Checks::program),
        new Drill("ensemble", Checks::ensemble));
  }

  private static Exchange answer(SplittableRandom random) {
    int above = number(random);
    int below = number(random);
    return exchange(
        "How much?",
        equal(above + "/" + below),
        List.of(
            "Answer: %d/%d".formatted(2 * above, 2 * below),
            "Answer: %d/%d".formatted(above + 1, below)),
        List.of(1.0, 0.0));
  }

  private static Exchange steps(SplittableRandom random) {
    int had = 10 + random.nextInt(MOST);
    int bought = number(random);
    int sum = had + bought;
    return exchange(
        "Ann has %d apples. Ann buys %d more. How many apples does Ann have now?\n"
            .formatted(had, bought),
        Verifier.newBuilder().setStepCheck(StepCheck.getDefaultInstance()),
        List.of(
            "Ann %d+%d=%d\nAnswer: %d".formatted(had, bought, sum, sum),
            "Ann %d+%d=%d\nAnswer: %d".formatted(had, bought, sum + 1, sum + 1)),
        List.of(1.0, 0.0));
  }

  private static Exchange schema(SplittableRandom random) {
    int value = number(random);
    String schema =
        """
        {"type": "object", "required": ["n"], "properties": {"n": {"const": %d}}}"""
            .formatted(value);
    return exchange(
        "Give n.",
        Verifier.newBuilder().setJsonSchemaCheck(JsonSchemaCheck.newBuilder().setSchema(schema)),
        List.of("{\"n\": %d}".formatted(value), "```json\n{\"n\": %d}\n```".formatted(value + 1)),
        List.of(1.0, 0.0));
  }

  private static Exchange pattern(SplittableRandom random) {
    int count = number(random);
    return exchange(
        "Say it.",
        matching("(ab){" + count + "}c?"),
        List.of("ab".repeat(count), "ab".repeat(count + 1)),
        List.of(1.0, 0.0));
  }

  /** One candidate: a program takes longer than all other checks together. */
  private static Exchange program(SplittableRandom random) {
    int added = number(random);
    boolean right = random.nextBoolean();
    return exchange(
        "Write f.",
        Verifier.newBuilder()
            .setProgramCheck(
                ProgramCheck.newBuilder()
                    .setLanguage("python")
                    .setTests("assert f(1) == %d".formatted(1 + added))),
        List.of(right ? "def f(x): return x + %d".formatted(added) : "def f(x): return x"),
        List.of(right ? 1.0 : 0.0));
  }

  private static Exchange ensemble(SplittableRandom random) {
    int value = number(random);
    VerifierEnsemble.Builder members =
        VerifierEnsemble.newBuilder()
            .addMembers(WeightedVerifier.newBuilder().setVerifier(equal("" + value)))
            .addMembers(WeightedVerifier.newBuilder().setVerifier(matching("Answer: [0-9]+")));
    return exchange(
        "How many?",
        Verifier.newBuilder().setEnsemble(members),
        List.of("Answer: " + value, "Answer: " + (value + 1), "None."),
        List.of(1.0, 0.5, 0.0));
  }

  private static Verifier.Builder equal(String reference) {
    return Verifier.newBuilder().setAnswerCheck(AnswerCheck.newBuilder().setReference(reference));
  }

  private static Verifier.Builder matching(String pattern) {
    return Verifier.newBuilder().setRegexCheck(RegexCheck.newBuilder().setPattern(pattern));
  }

  private static Exchange exchange(
      String problem, Verifier.Builder verifier, List<String> candidates, List<Double> right) {
    return new Exchange.Scores(Texts.verify(problem, verifier, candidates), right);
  }

  private static int number(SplittableRandom random) {
    return 1 + random.nextInt(MOST);
  }
}
