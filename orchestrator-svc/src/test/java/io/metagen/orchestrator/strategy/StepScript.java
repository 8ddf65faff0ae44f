package io.metagen.orchestrator.strategy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.FinishReason;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Generator and verifier of a search over steps, in memory. A step is one token: the index of the
 * child; a text is the indices from the root on, such as 02. Prompt: 5 tokens, context: 50.
 */
final class StepScript implements GeneratorPort, VerifierPort {
  final List<SampleRequest> drawn = new ArrayList<>();
  final List<List<String>> judged = new ArrayList<>();
  private final Set<String> ends = new HashSet<>();
  private final Map<String, Double> scores = new HashMap<>();
  private int generatorFailsAt = Integer.MAX_VALUE;
  private int verifierFailsAt = Integer.MAX_VALUE;
  private ErrorReason reason = ErrorReason.ERROR_REASON_DEPENDENCY_DOWN;

  /** These texts are whole solutions. */
  StepScript ends(String... texts) {
    ends.addAll(List.of(texts));
    return this;
  }

  /** The score of a text; 0.5 for those not named. */
  StepScript score(String text, double score) {
    scores.put(text, score);
    return this;
  }

  /** That call of the generator, from 1, gives its first sample and fails. */
  StepScript generatorFailsAt(int call) {
    generatorFailsAt = call;
    return this;
  }

  StepScript verifierFailsAt(int call) {
    verifierFailsAt = call;
    return this;
  }

  StepScript failingWith(ErrorReason why) {
    reason = why;
    return this;
  }

  /** Returns how many children each parent got at a depth, from 1, by the parent's text. */
  Map<String, Integer> children(int depth) {
    return drawn.get(depth - 1).branches().stream()
        .collect(Collectors.toMap(b -> text(b.continuation()), Branch::sampleCount));
  }

  @Override
  public PromptFacts describe(SampleRequest request) {
    return new PromptFacts(5, new ModelShape(50, 1, 1));
  }

  @Override
  public TokenUsage generate(SampleRequest request, SampleListener listener)
      throws InterruptedException {
    drawn.add(request);
    for (int input = 0; input < request.branches().size(); input++) {
      Branch branch = request.branches().get(input);
      for (int index = 0; index < branch.sampleCount(); index++) {
        listener.grew(delta(input, index));
        listener.finished(sample(branch, input, index));
        if (drawn.size() == generatorFailsAt) {
          throw ServiceException.of(reason, "the generator is away", Map.of());
        }
      }
    }
    return TokenUsage.newBuilder().setGeneratedTokenCount(request.sampleCount()).build();
  }

  @Override
  public VerifyResponse verify(VerifyRequest request) {
    VerifyResponse.Builder response = VerifyResponse.newBuilder().setVerifier("script");
    if (request.getValidateOnly()) {
      return response.build();
    }
    judged.add(request.getCandidatesList().stream().map(VerifyCandidate::getText).toList());
    if (judged.size() == verifierFailsAt) {
      throw ServiceException.of(reason, "the verifier is away", Map.of());
    }
    for (String text : judged.getLast()) {
      response.addVerifications(
          Verification.newBuilder()
              .setScore(scores.getOrDefault(text, 0.5))
              .setAnswer(text.substring(text.length() - 1)));
    }
    return response.build();
  }

  private static SampleDelta delta(int input, int index) {
    return SampleDelta.newBuilder()
        .setInputIndex(input)
        .setSampleIndex(index)
        .addTokenIds(index)
        .build();
  }

  private SampleFinished sample(Branch branch, int input, int index) {
    String text = text(Stream.concat(branch.continuation().stream(), Stream.of(index)).toList());
    return SampleFinished.newBuilder()
        .setInputIndex(input)
        .setSampleIndex(index)
        .setText(String.valueOf(index))
        .addTokenIds(index)
        .setFinishReason(
            ends.contains(text) ? FinishReason.FINISH_REASON_STOP : FinishReason.FINISH_REASON_STEP)
        .build();
  }

  private static String text(List<Integer> tokens) {
    return tokens.stream().map(String::valueOf).collect(Collectors.joining());
  }
}
