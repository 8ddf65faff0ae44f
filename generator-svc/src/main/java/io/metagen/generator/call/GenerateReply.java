package io.metagen.generator.call;

import io.metagen.generator.engine.CallOutput;
import io.metagen.generator.engine.CallReport;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.generator.engine.Usage;
import io.metagen.generator.model.ServedModel;
import io.metagen.v1.GenerateFinished;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GenerateStarted;
import io.metagen.v1.PromptStarted;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.TokenUsage;
import java.util.List;
import java.util.Optional;

/** Streams one Generate call's events, from the engine's output to the caller. */
final class GenerateReply {
  private final ServedModel model;
  private final List<SampleSpec> specs;
  private final List<SampleReply> samples;
  private final ReplyStream<GenerateResponse> replies;
  private final GenerateOutcome outcome = new GenerateOutcome();

  GenerateReply(
      ServedModel model,
      GenerateRequest request,
      List<SampleSpec> specs,
      ReplyStream<GenerateResponse> replies) {
    this.model = model;
    this.specs = specs;
    this.replies = replies;
    boolean deltas = !request.hasStreamDeltas() || request.getStreamDeltas();
    this.samples =
        specs.stream()
            .map(spec -> new SampleReply(spec, deltas, model.tokenizer().newStreamDecoder()))
            .toList();
  }

  /** Streams everything from the first event to the last. Returns how it went. */
  GenerateOutcome stream(CallOutput output) throws InterruptedException {
    replies.send(GenerateResponse.newBuilder().setStarted(started()).build());
    int open = samples.size();
    while (open > 0) {
      for (CallOutput.Gain gain : output.next()) {
        open -= send(gain) ? 1 : 0;
      }
    }
    CallReport report = output.report().orElseThrow();
    outcome.finished(report);
    replies.send(
        GenerateResponse.newBuilder()
            .setFinished(GenerateFinished.newBuilder().setUsage(usage(report.usage())))
            .build());
    return outcome;
  }

  /** Returns a call's usage as the contract counts it. */
  static TokenUsage usage(Usage usage) {
    return TokenUsage.newBuilder()
        .setPromptTokenCount(usage.promptTokens())
        .setCachedPromptTokenCount(usage.cachedPromptTokens())
        .setGeneratedTokenCount(usage.generatedTokens())
        .setRecomputedTokenCount(usage.recomputedTokens())
        .setFlops(usage.flops())
        .build();
  }

  private GenerateStarted started() {
    GenerateStarted.Builder started =
        GenerateStarted.newBuilder().setModel(model.name()).setModelVersion(model.version());
    int counted = -1;
    for (SampleSpec spec : specs) {
      if (spec.inputIndex() > counted) {
        counted = spec.inputIndex();
        started.addPrompts(
            PromptStarted.newBuilder()
                .setPromptTokenCount(spec.prompt().length())
                .setSeed(spec.seed()));
      }
    }
    return started.build();
  }

  /** Sends what one sample gained; whether it ended. */
  private boolean send(CallOutput.Gain gain) throws InterruptedException {
    SampleReply sample = samples.get(gain.sample());
    Optional<SampleDelta> delta = sample.gained(gain.tokens(), gain.ending().isPresent());
    if (delta.isPresent()) {
      replies.send(GenerateResponse.newBuilder().setDelta(delta.get()).build());
    }
    if (gain.ending().isEmpty()) {
      return false;
    }
    SampleFinished finished = sample.finished(gain.ending().get());
    outcome.ended(finished.getFinishReason());
    replies.send(GenerateResponse.newBuilder().setSampleFinished(finished).build());
    return true;
  }
}
