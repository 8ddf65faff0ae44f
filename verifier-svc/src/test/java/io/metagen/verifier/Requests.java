package io.metagen.verifier;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.metagen.v1.AnswerCheck;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.OverlapMeasure;
import io.metagen.v1.OverlapUtility;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.Utility;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import java.util.List;

/** Requests and the channel of the tests that run the service. */
final class Requests {
  static final Verifier REWARD =
      Verifier.newBuilder().setOutcomeRewardModel(OutcomeRewardModel.getDefaultInstance()).build();

  private Requests() {}

  static ManagedChannel channel() {
    return Grpc.newChannelBuilder(
            "127.0.0.1:" + TinyService.GRPC_PORT, InsecureChannelCredentials.create())
        .build();
  }

  static VerifyRequest request(String prompt, Verifier verifier, List<String> texts) {
    return VerifyRequest.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(Prompt.newBuilder().setText(prompt)))
        .addAllCandidates(candidates(texts))
        .setVerifier(verifier)
        .build();
  }

  static CompareRequest comparison(
      Utility utility, List<String> hypotheses, List<String> evidence) {
    return CompareRequest.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(Prompt.newBuilder().setText("p")))
        .addAllHypotheses(candidates(hypotheses))
        .addAllEvidence(candidates(evidence))
        .setUtility(utility)
        .build();
  }

  private static List<VerifyCandidate> candidates(List<String> texts) {
    return texts.stream().map(t -> VerifyCandidate.newBuilder().setText(t).build()).toList();
  }

  static Utility overlap(OverlapMeasure measure) {
    return Utility.newBuilder().setOverlap(OverlapUtility.newBuilder().setMeasure(measure)).build();
  }

  static Verifier check(AnswerCheck check) {
    return Verifier.newBuilder().setAnswerCheck(check).build();
  }
}
