package io.metagen.generator.call;

import static io.metagen.generator.call.Requests.generate;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.metagen.generator.TinyModelResource;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GeneratorServiceGrpc;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TinyModelResource.class)
class TelemetryTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Inject SpanCollector spans;
  private ManagedChannel channel;

  @BeforeEach
  void open() {
    channel = Requests.channel();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
  }

  @Test
  void generate_tracedCaller_serverSpanContinuesTheTraceWithGenAiAttributes()
      throws InterruptedException {
    spans.clear();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-b7ad6b7169203331-01");
    GeneratorServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .generate(generate("trace me", 4, 3).build())
        .forEachRemaining(event -> {});

    SpanData span = spans.next();
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getAttributes().get(AttributeKey.longKey("gen_ai.usage.output_tokens")))
        .isEqualTo(12);
    assertThat(span.getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
        .isEqualTo(8);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("gen_ai.request.model")))
        .isEqualTo("metagen-generator");
    assertThat(
            span.getAttributes().get(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons")))
        .isEqualTo(List.of("length", "length", "length"));
    assertThat(span.getAttributes().get(AttributeKey.doubleKey("gen_ai.latency.time_in_queue")))
        .isNotNegative();
  }

  @Test
  void metrics_afterACall_haveTheNamesOfTheEcosystem() throws IOException, InterruptedException {
    GenerateRequest request = generate("count me", 4, 2).build();
    GeneratorServiceGrpc.newBlockingStub(channel).generate(request).forEachRemaining(event -> {});
    URI address = URI.create("http://localhost:" + TinyModelResource.HTTP_PORT + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String metrics =
          client
              .send(
                  HttpRequest.newBuilder(address)
                      .version(HttpClient.Version.HTTP_1_1)
                      .timeout(Duration.ofMinutes(1))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(metrics)
          .contains(
              "vllm:num_requests_running",
              "vllm:num_requests_waiting",
              "vllm:kv_cache_usage_perc",
              "vllm:prompt_tokens_total",
              "vllm:generation_tokens_total",
              "vllm:prefix_cache_queries_total",
              "vllm:prefix_cache_hits_total",
              "vllm:num_preemptions_total",
              "metagen:engine_steps_total",
              "metagen:engine_step_seconds_total",
              "metagen:engine_forward_seconds_total",
              "metagen:cancellations_total",
              "metagen:cancellation_steps_max",
              "vllm:request_success_total",
              "vllm:request_queue_time_seconds_bucket",
              "vllm:e2e_request_latency_seconds_bucket",
              "gen_ai_server_request_duration_seconds_bucket",
              "gen_ai_server_time_to_first_token_seconds_bucket",
              "gen_ai_server_time_per_output_token_seconds_bucket");
    }
  }
}
