package io.metagen.orchestrator;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.metagen.orchestrator.fakes.Failures;
import io.metagen.orchestrator.fakes.FakesResource;
import io.metagen.orchestrator.fakes.FakesResource.Fakes;
import io.metagen.orchestrator.fakes.Specs;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.RunStrategyRequest;
import io.metagen.v1.SearchEvent;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service as it is wired and configured for real, with fakes around it. */
@QuarkusTest
@Timeout(120)
@QuarkusTestResource(FakesResource.class)
final class OrchestratorServiceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  @SuppressWarnings("NullAway.Init") // set by FakesResource
  Fakes fakes;

  @SuppressWarnings("NullAway.Init") // set by Quarkus
  @TestHTTPResource("/metrics")
  URI metrics;

  private ManagedChannel channel;

  @BeforeEach
  void open() {
    channel = NettyChannelBuilder.forTarget("127.0.0.1:" + fakes.port()).usePlaintext().build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
  }

  @Test
  void run_bestOfN_isServed() {
    var result =
        OrchestratorServiceGrpc.newBlockingStub(channel)
            .runStrategy(Specs.run(Specs.bestOf(8)))
            .getResult();

    assertThat(result.getAnswer().getIndex()).isEqualTo(5);
  }

  @Test
  void run_withoutSpec_getsTheErrorModel() {
    Failures.expect(
        ErrorReason.ERROR_REASON_INVALID_FIELD,
        () ->
            OrchestratorServiceGrpc.newBlockingStub(channel)
                .runStrategy(RunStrategyRequest.getDefaultInstance()));
  }

  @Test
  void health_isServingByServiceName() {
    var status =
        HealthGrpc.newBlockingStub(channel)
            .check(
                HealthCheckRequest.newBuilder()
                    .setService(OrchestratorServiceGrpc.SERVICE_NAME)
                    .build());

    assertThat(status.getStatus()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void metrics_afterARun_haveTheGenAiNamesAndBuckets() throws Exception {
    OrchestratorServiceGrpc.newBlockingStub(channel).runStrategy(Specs.run(Specs.greedy()));
    String page;
    try (HttpClient http = HttpClient.newHttpClient()) {
      page =
          http.send(
                  HttpRequest.newBuilder(metrics)
                      .version(HttpClient.Version.HTTP_1_1)
                      .timeout(Duration.ofMinutes(1))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
    }

    assertThat(page)
        .contains("gen_ai_client_operation_duration_seconds_bucket{")
        .contains("le=\"81.92\"")
        .contains("gen_ai_client_token_usage_bucket{")
        .contains("gen_ai_token_type=\"output\"")
        .contains("le=\"6.7108864E7\"");
  }

  @Test
  void run_callersTrace_spansTheSearchAndEveryCallBelowIt() throws Exception {
    Metadata headers = new Metadata();
    headers.put(TRACEPARENT, "00-" + TRACE + "-00f067aa0ba902b7-01");
    Channel traced =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    List<SearchEvent> events = new ArrayList<>();
    OrchestratorServiceGrpc.newBlockingStub(traced)
        .streamStrategy(Specs.stream(Specs.bestOf(4)))
        .forEachRemaining(response -> events.add(response.getEvent()));

    assertThat(events.getFirst().getRunStarted().getTraceId()).isEqualTo(TRACE);
    assertThat(fakes.generator().traceparents())
        .anyMatch(header -> header.startsWith("00-" + TRACE));
    assertThat(fakes.verifier().traceparents())
        .anyMatch(header -> header.startsWith("00-" + TRACE));
    Map<String, Span> spans = exported();
    Span search = named(spans, "search best_of_n");
    assertThat(attributes(search))
        .containsEntry("metagen.node.id", "0")
        .containsEntry("metagen.node.outcome", "finished")
        .containsEntry("gen_ai.workflow.name", "best_of_n")
        .containsEntry("gen_ai.usage.output_tokens", String.valueOf(4 + 6 + 8 + 5));
    Span server = named(spans, "metagen.v1.OrchestratorService/StreamStrategy");
    assertThat(search.getParentSpanId()).isEqualTo(server.getSpanId());
    for (int index = 0; index < 4; index++) {
      Span node = named(spans, "node 0." + index);
      assertThat(node.getParentSpanId()).isEqualTo(search.getSpanId());
      assertThat(attributes(node))
          .containsEntry("metagen.node.parent_id", "0")
          .containsEntry("metagen.node.outcome", "finished")
          .containsKey("gen_ai.evaluation.score.value");
    }
    assertThat(named(spans, "metagen.v1.GeneratorService/Generate").getParentSpanId())
        .isEqualTo(search.getSpanId());
    assertThat(named(spans, "metagen.v1.VerifierService/Verify").getParentSpanId())
        .isEqualTo(search.getSpanId());
  }

  /** Waits until the server's span, the last of a trace, has arrived. */
  private Map<String, Span> exported() {
    List<Span> spans = List.of();
    while (spans.stream().noneMatch(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)) {
      Thread.onSpinWait();
      spans =
          fakes.collector().spans().stream()
              .filter(
                  span ->
                      BaseEncoding.base16()
                          .lowerCase()
                          .encode(span.getTraceId().toByteArray())
                          .equals(TRACE))
              .toList();
    }
    return spans.stream().collect(toMap(Span::getName, span -> span, (a, b) -> a));
  }

  private static Span named(Map<String, Span> spans, String name) {
    return Objects.requireNonNull(spans.get(name), () -> name + " is not among " + spans.keySet());
  }

  private static Map<String, String> attributes(Span span) {
    return span.getAttributesList().stream()
        .collect(
            toMap(
                KeyValue::getKey,
                attribute ->
                    switch (attribute.getValue().getValueCase()) {
                      case STRING_VALUE -> attribute.getValue().getStringValue();
                      case INT_VALUE -> String.valueOf(attribute.getValue().getIntValue());
                      case DOUBLE_VALUE -> String.valueOf(attribute.getValue().getDoubleValue());
                      default -> attribute.getValue().toString();
                    }));
  }
}
