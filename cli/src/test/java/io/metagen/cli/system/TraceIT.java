package io.metagen.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.metagen.cli.mesh.ServiceKind;
import io.metagen.cli.system.OtlpReceiver.ReceivedSpan;
import io.metagen.v1.Prompt;
import io.metagen.v1.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * One trace from the client's call through every generator and verifier call; and {@code verify} on
 * the same mesh, since each start of one takes seconds.
 */
final class TraceIT {
  private static final int PORT_OFFSET = 500;
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT_SPAN = "00f067aa0ba902b7";
  private static final int SAMPLES = 4;

  private static OtlpReceiver collector;
  private static final String OTHER_TRACE = "0af7651916cd43dd8448eb211c80319d";

  private static TestMesh mesh;

  @BeforeAll
  static void start() throws IOException {
    collector = new OtlpReceiver();
    mesh =
        TestMesh.start(
            PORT_OFFSET,
            1,
            Map.of(
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.endpoint(),
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
                "100ms",
                "JAVA_TOOL_OPTIONS",
                VerifyCommandTests.judgedBy(PORT_OFFSET)));
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
    if (collector != null) {
      collector.close();
    }
  }

  @Test
  void run_clientSendsTraceContext_everyServiceJoinsItsTrace() {
    RunSpec spec = Runs.spec(TestMesh.problems(1, 1).getFirst(), Runs.bestOf(SAMPLES), 1);
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-" + CLIENT_SPAN + "-01");

    mesh.orchestrator()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .runStrategy(Runs.run(spec));

    TestMesh.await("every service reports", () -> services().size() == 3);
    TestMesh.await("every node of the search reports", () -> nodes().size() >= SAMPLES + 1);
    assertThat(services())
        .containsExactlyInAnyOrder("orchestrator-svc", "generator-svc", "verifier-svc");
    List<ReceivedSpan> spans = collector.spans(TRACE);
    Set<String> known = new HashSet<>(spans.stream().map(ReceivedSpan::id).toList());
    known.add(CLIENT_SPAN);
    assertThat(spans)
        .as("no span hangs in the air")
        .allMatch(span -> known.contains(span.parent()));
    assertThat(nodes()).allMatch(span -> span.has("metagen.node.parent_id"));
    assertThat(nodes())
        .filteredOn(span -> span.has("metagen.node.outcome"))
        .hasSizeGreaterThan(SAMPLES - 1);
    assertThat(spans)
        .filteredOn(span -> span.service().equals("generator-svc"))
        .anyMatch(
            span -> span.has("gen_ai.request.model") && span.has("gen_ai.usage.output_tokens"));
  }

  @Test
  void run_ended_logsNameItsTraceAndNoTextOfTheCaller() throws IOException {
    String secret = "Zebulon has 31415 xylophones.\n";
    Prompt prompt = Prompt.newBuilder().setText(secret).build();
    RunSpec spec =
        Runs.spec(prompt, Runs.bestOf(SAMPLES), 1).toBuilder().setCacheSalt("salt-27182").build();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + OTHER_TRACE + "-" + CLIENT_SPAN + "-01");

    mesh.orchestrator()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .runStrategy(Runs.run(spec));

    String orchestrator =
        Files.readString(Path.of(mesh.service(ServiceKind.ORCHESTRATOR, 0).log()));
    assertThat(orchestrator.lines())
        .anyMatch(line -> line.contains(OTHER_TRACE) && line.contains(" ended: "));
    for (ServiceKind kind : ServiceKind.values()) {
      assertThat(Files.readString(Path.of(mesh.service(kind, 0).log())))
          .isNotEmpty()
          .doesNotContain("Zebulon", "xylophones", "31415", "27182");
    }
  }

  @Nested
  final class VerifyCommand extends VerifyCommandTests {
    VerifyCommand() {
      super(PORT_OFFSET);
    }
  }

  private static Set<String> services() {
    return new HashSet<>(collector.spans(TRACE).stream().map(ReceivedSpan::service).toList());
  }

  private static List<ReceivedSpan> nodes() {
    return collector.spans(TRACE).stream().filter(span -> span.has("metagen.node.id")).toList();
  }
}
