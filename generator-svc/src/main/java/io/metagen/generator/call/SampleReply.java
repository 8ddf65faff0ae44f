package io.metagen.generator.call;

import io.metagen.generator.engine.DrawnToken;
import io.metagen.generator.engine.Ending;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.generator.engine.StopMatcher;
import io.metagen.transformer.text.StreamDecoder;
import io.metagen.v1.FinishReason;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.TokenLogprob;
import io.metagen.v1.TopLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the tokens of one sample into messages. */
final class SampleReply {
  private final SampleSpec spec;
  private final boolean deltas;
  private final StopMatcher text;
  private final List<Integer> ids = new ArrayList<>();
  private final List<TokenLogprob> logprobs = new ArrayList<>();
  private double cumulative;

  SampleReply(SampleSpec spec, boolean deltas, StreamDecoder decoder) {
    this.spec = spec;
    this.deltas = deltas;
    this.text = new StopMatcher(decoder, spec.stop());
  }

  /** Takes tokens and returns what to send of them, if anything. */
  Optional<SampleDelta> gained(List<DrawnToken> tokens, boolean last) {
    SampleDelta.Builder delta = SampleDelta.newBuilder();
    for (DrawnToken token : tokens) {
      ids.add(token.id());
      delta.addTokenIds(token.id());
      if (!spec.stop().endIds().contains(token.id())) {
        text.append(token.id());
      }
      if (spec.logprobs().chosen()) {
        cumulative += token.logprob();
        delta.addLogprobs(logprob(token));
      }
    }
    if (last) {
      text.finish();
    }
    return deltas ? delta(delta) : keep(delta);
  }

  /** Returns the finished sample. */
  SampleFinished finished(Ending ending) {
    SampleFinished.Builder finished =
        SampleFinished.newBuilder()
            .setInputIndex(spec.inputIndex())
            .setSampleIndex(spec.sampleIndex())
            .setText(text.text())
            .addAllTokenIds(ids)
            .addAllLogprobs(logprobs);
    if (spec.logprobs().chosen()) {
      finished.setCumulativeLogprob(cumulative);
    }
    switch (ending) {
      case Ending.StopToken(int id) ->
          finished.setFinishReason(FinishReason.FINISH_REASON_STOP).setMatchedTokenId(id);
      case Ending.StopString(String matched) ->
          finished.setFinishReason(FinishReason.FINISH_REASON_STOP).setMatchedStop(matched);
      case Ending.StepDelimiter(String matched) ->
          finished.setFinishReason(FinishReason.FINISH_REASON_STEP).setMatchedStop(matched);
      case Ending.StepLength() -> finished.setFinishReason(FinishReason.FINISH_REASON_STEP);
      case Ending.Length() -> finished.setFinishReason(FinishReason.FINISH_REASON_LENGTH);
      case Ending.Scored() -> throw new IllegalStateException("a sample is drawn, not scored");
    }
    return finished.build();
  }

  /** Returns a token's log-probability as a message. */
  static TokenLogprob logprob(DrawnToken token) {
    TokenLogprob.Builder logprob =
        TokenLogprob.newBuilder().setTokenId(token.id()).setLogprob(token.logprob());
    for (int i = 0; i < token.topIds().length; i++) {
      logprob.addTop(
          TopLogprob.newBuilder().setTokenId(token.topIds()[i]).setLogprob(token.topLogprobs()[i]));
    }
    return logprob.build();
  }

  private Optional<SampleDelta> delta(SampleDelta.Builder delta) {
    delta.setText(text.take());
    return delta.getTokenIdsCount() == 0 && delta.getText().isEmpty()
        ? Optional.empty()
        : Optional.of(
            delta.setInputIndex(spec.inputIndex()).setSampleIndex(spec.sampleIndex()).build());
  }

  /** Without deltas the log-probabilities wait for the end. */
  private Optional<SampleDelta> keep(SampleDelta.Builder delta) {
    logprobs.addAll(delta.getLogprobsList());
    return Optional.empty();
  }
}
