package io.metagen.bench.verify;

import io.metagen.v1.CompareRequest;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.Utility;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import java.util.List;

/** Requests of texts. */
final class Texts {
  private Texts() {}

  static VerifyRequest verify(String problem, Verifier.Builder verifier, List<String> candidates) {
    return VerifyRequest.newBuilder()
        .setProblem(problem(problem))
        .setVerifier(verifier)
        .addAllCandidates(all(candidates))
        .build();
  }

  static CompareRequest compare(String problem, Utility.Builder utility, List<String> hypotheses) {
    return CompareRequest.newBuilder()
        .setProblem(problem(problem))
        .setUtility(utility)
        .addAllHypotheses(all(hypotheses))
        .build();
  }

  private static Problem problem(String text) {
    return Problem.newBuilder().setPrompt(Prompt.newBuilder().setText(text)).build();
  }

  private static List<VerifyCandidate> all(List<String> texts) {
    return texts.stream().map(text -> VerifyCandidate.newBuilder().setText(text).build()).toList();
  }
}
