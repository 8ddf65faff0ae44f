package io.metagen.cli.system;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A collector that keeps the spans it gets, with the service that sent each. */
final class OtlpReceiver extends TraceServiceGrpc.TraceServiceImplBase implements AutoCloseable {
  private final Server server;
  private final Queue<ReceivedSpan> spans = new ConcurrentLinkedQueue<>();

  /** A span and the service that made it. */
  record ReceivedSpan(String service, Span span) {
    String trace() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    String id() {
      return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    String parent() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    boolean has(String attribute) {
      return span.getAttributesList().stream().anyMatch(a -> a.getKey().equals(attribute));
    }
  }

  OtlpReceiver() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(this)
            .build()
            .start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** Returns the spans of a trace that came so far. */
  List<ReceivedSpan> spans(String trace) {
    return spans.stream().filter(received -> received.trace().equals(trace)).toList();
  }

  @Override
  public void export(
      ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
    request.getResourceSpansList().forEach(this::keep);
    observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
    observer.onCompleted();
  }

  private void keep(ResourceSpans resource) {
    String service =
        resource.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .map(attribute -> attribute.getValue().getStringValue())
            .findFirst()
            .orElse("");
    resource
        .getScopeSpansList()
        .forEach(
            scope ->
                scope.getSpansList().forEach(span -> spans.add(new ReceivedSpan(service, span))));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
