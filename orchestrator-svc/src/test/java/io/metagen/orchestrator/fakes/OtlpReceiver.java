package io.metagen.orchestrator.fakes;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A collector that takes traces over OTLP/gRPC and keeps them. */
public final class OtlpReceiver extends TraceServiceGrpc.TraceServiceImplBase
    implements AutoCloseable {
  private final Server server;
  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

  /** Starts on a free port. */
  public OtlpReceiver() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  @Override
  public void export(
      ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
    request
        .getResourceSpansList()
        .forEach(
            resource ->
                resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
    observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
