package io.metagen.generator.call;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.metagen.generator.TinyModelResource;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.Prompt;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.StopCriteria;
import java.util.List;

/** Requests to the service under test, and a channel to it. */
final class Requests {
  private Requests() {}

  static ManagedChannel channel() {
    return ManagedChannelBuilder.forAddress("localhost", TinyModelResource.GRPC_PORT)
        .usePlaintext()
        .build();
  }

  static GenerateRequest.Builder generate(String prompt, int maxTokens, int samples) {
    return GenerateRequest.newBuilder()
        .addInputs(
            GenerateInput.newBuilder()
                .setPrompt(Prompt.newBuilder().setText(prompt))
                .setSeed(5)
                .setSampleCount(samples))
        .setSampling(SamplingParams.newBuilder().setTemperature(1))
        .setStop(StopCriteria.newBuilder().setMaxOutputTokens(maxTokens).setIgnoreEos(true));
  }

  static List<SampleFinished> finished(List<GenerateResponse> events) {
    return events.stream()
        .filter(GenerateResponse::hasSampleFinished)
        .map(GenerateResponse::getSampleFinished)
        .toList();
  }
}
