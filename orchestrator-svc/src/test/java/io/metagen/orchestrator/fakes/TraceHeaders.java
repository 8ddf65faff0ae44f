package io.metagen.orchestrator.fakes;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps the W3C trace context of every call. */
final class TraceHeaders implements ServerInterceptor {
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String value = headers.get(TRACEPARENT);
    if (value != null) {
      seen.add(value);
    }
    return next.startCall(call, headers);
  }
}
