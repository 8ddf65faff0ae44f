package io.metagen.generator.call;

import io.metagen.generator.engine.CallOutput;
import io.metagen.generator.engine.DrawnToken;
import io.metagen.v1.ContinuationScore;
import io.metagen.v1.ScoreTokensResponse;
import java.util.ArrayList;
import java.util.List;

/** Collects the scores of one ScoreTokens call. */
final class ScoreReply {
  private final List<ContinuationScore.Builder> scores = new ArrayList<>();
  private final ScoreTokensResponse.Builder response = ScoreTokensResponse.newBuilder();

  ScoreReply(int continuations, String modelVersion) {
    response.setModelVersion(modelVersion);
    for (int i = 0; i < continuations; i++) {
      scores.add(ContinuationScore.newBuilder());
    }
  }

  /** Waits for all scores. */
  ScoreTokensResponse await(CallOutput output) throws InterruptedException {
    int open = scores.size();
    while (open > 0) {
      for (CallOutput.Gain gain : output.next()) {
        gain.tokens().forEach(token -> add(gain.sample(), token));
        open -= gain.ending().isPresent() ? 1 : 0;
      }
    }
    scores.forEach(response::addContinuations);
    return response.setUsage(GenerateReply.usage(output.report().orElseThrow().usage())).build();
  }

  private void add(int continuation, DrawnToken token) {
    ContinuationScore.Builder score = scores.get(continuation);
    boolean afterPrompt = score.getLogprobsCount() == 0;
    score.addLogprobs(SampleReply.logprob(token));
    score.setCumulativeLogprob(score.getCumulativeLogprob() + token.logprob());
    if (afterPrompt && continuation == 0) {
      for (float logprob : token.idLogprobs()) {
        response.addTokenLogprobs(logprob);
      }
    }
  }
}
