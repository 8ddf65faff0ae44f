package io.metagen.bench.overhead;

import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.Prompt;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.StopCriteria;
import io.metagen.v1.TokenIds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Measures the packaged service: whole calls as their caller sees them, text streamed, against what
 * the service counts for its forward passes. A row's time outside is per step, and has the call's
 * reading and admission in it.
 */
public final class ServiceOverhead {
  private static final int MOST_TOKENS = 256;
  private static final double NANOS = 1e9;

  private final PackagedService service;
  private final int vocabulary;
  private final int steps;
  private final int calls;

  /**
   * @param vocabulary of its network
   * @param steps least number of steps of a call
   * @param calls calls of a row, after as many that are not counted
   */
  public ServiceOverhead(PackagedService service, int vocabulary, int steps, int calls) {
    this.service = service;
    this.vocabulary = vocabulary;
    this.steps = steps;
    this.calls = calls;
  }

  /** Returns a row's times, one entry for each call. */
  public OverheadRow measure(OverheadRow.Subject subject) throws InterruptedException {
    GenerateRequest request = request(subject);
    for (int i = 0; i < calls; i++) {
      call(request);
    }
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      times.add(call(request));
    }
    return OverheadRow.of(subject, times);
  }

  private StepTime call(GenerateRequest request) throws InterruptedException {
    double forward = service.counter("metagen:engine_forward_seconds_total");
    double done = service.counter("metagen:engine_steps_total");
    long begin = System.nanoTime();
    Iterator<GenerateResponse> replies = service.stub().generate(request);
    while (replies.hasNext()) {
      replies.next();
    }
    double nanos = System.nanoTime() - begin;
    forward = NANOS * (service.counter("metagen:engine_forward_seconds_total") - forward);
    done = service.counter("metagen:engine_steps_total") - done;
    return new StepTime((long) (forward / done), 0, (long) ((nanos - forward) / done), 0);
  }

  private GenerateRequest request(OverheadRow.Subject subject) {
    Samples samples = subject.samples();
    TokenIds.Builder ids = TokenIds.newBuilder();
    for (int id : Samples.prompt(EngineOverhead.CONTEXT, vocabulary, subject.batch())) {
      ids.addIds(id);
    }
    SamplingParams.Builder sampling =
        SamplingParams.newBuilder()
            .setTemperature(samples.sampling().temperature())
            .setTopK(samples.sampling().topK())
            .setTopP(samples.sampling().topP());
    if (samples.logprobs().chosen()) {
      sampling.setLogprobs(samples.logprobs().top());
    }
    return GenerateRequest.newBuilder()
        .addInputs(
            GenerateInput.newBuilder()
                .setPrompt(Prompt.newBuilder().setTokenIds(ids))
                .setSeed(1)
                .setSampleCount(subject.batch()))
        .setSampling(sampling)
        .setStop(
            StopCriteria.newBuilder()
                .setMaxOutputTokens(Math.min(steps, MOST_TOKENS))
                .setIgnoreEos(true)
                .addAllStop(samples.stops()))
        .build();
  }
}
