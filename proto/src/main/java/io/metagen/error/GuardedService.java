package io.metagen.error;

import io.grpc.Drainable;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A service whose every failure reaches the caller as a status with exactly one {@code ErrorInfo}:
 * what its methods throw, messages that can't be parsed (broken bytes, invalid UTF-8) or are larger
 * than {@value #MAX_REQUEST_BYTES} bytes, and calls without a message or with two.
 *
 * <p>gRPC parses a request before any interceptor sees it and answers a broken one with UNKNOWN.
 * The definition is therefore rewritten to take raw streams, so that parsing happens inside the
 * guard.
 */
public final class GuardedService {
  /**
   * Largest request in bytes. The transport takes twice as much, so that somewhat larger ones are
   * refused here, with a reason; beyond, it answers RESOURCE_EXHAUSTED without one.
   */
  public static final int MAX_REQUEST_BYTES = 4 << 20;

  /** What gRPC's stubs say of a call of one request that has none or several. */
  private static final Set<String> BROKEN_CALLS =
      Set.of("Half-closed without a request", "Too many requests");

  private GuardedService() {}

  /** Returns the definition with the guard around it. {@code domain} as in {@link ErrorMapping}. */
  public static ServerServiceDefinition guard(ServerServiceDefinition service, String domain) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(service, new Bytes()), new Guard(domain));
  }

  /**
   * Messages as bytes. A request is copied when it arrives: the transport takes its buffer back as
   * soon as the first listener returns, and Quarkus lets the listeners behind it run later.
   */
  private record Bytes() implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      if (message instanceof Drainable) {
        return message; // a response, not yet written: it owns its content
      }
      try {
        byte[] bytes = message.readNBytes(MAX_REQUEST_BYTES + 1);
        return bytes.length > MAX_REQUEST_BYTES ? new TooLarge() : new ByteArrayInputStream(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** In place of a request that is too large; to parse it fails, inside the guard. */
  private static final class TooLarge extends InputStream {
    @Override
    public int read() {
      throw ServiceException.invalidField(
          "request", "must have at most " + MAX_REQUEST_BYTES + " bytes");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return read();
    }
  }

  private record Guard(String domain) implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      GuardedCall<Q, R> guarded = new GuardedCall<>(call, domain);
      return new GuardedListener<>(guarded, next.startCall(guarded, headers));
    }
  }

  /** Gives an {@code ErrorInfo} to every failure that comes without one. */
  private static final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final String domain;

    GuardedCall(ServerCall<Q, R> call, String domain) {
      super(call);
      this.domain = domain;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (status.isOk()
          || ErrorMapping.errorInfo(status.asRuntimeException(trailers)).isPresent()) {
        super.close(status, trailers);
      } else {
        fail(thrown(status));
      }
    }

    void fail(Throwable thrown) {
      StatusRuntimeException status = ErrorMapping.toStatus(thrown, domain);
      super.close(status.getStatus(), ErrorMapping.trailers(status));
    }

    private Throwable thrown(Status status) {
      if (status.getCause() != null) {
        return status.getCause();
      }
      if (status.getCode() == Status.Code.INTERNAL
          && BROKEN_CALLS.contains(status.getDescription())) {
        return ServiceException.invalidField("request", "must be exactly one message");
      }
      return status.getCode() == Status.Code.UNIMPLEMENTED
          ? ServiceException.notImplemented(getMethodDescriptor().getFullMethodName())
          : status.asRuntimeException();
    }
  }

  private static final class GuardedListener<Q, R> extends SimpleForwardingServerCallListener<Q> {
    private final GuardedCall<Q, R> call;
    private final AtomicBoolean failed = new AtomicBoolean();

    GuardedListener(GuardedCall<Q, R> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      run(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      run(super::onHalfClose);
    }

    @Override
    public void onReady() {
      run(super::onReady);
    }

    /** Runs a part of the call; after a failure nothing of the call runs any more. */
    private void run(Runnable part) {
      if (failed.get()) {
        return;
      }
      try {
        part.run();
      } catch (RuntimeException | Error thrown) {
        if (failed.compareAndSet(false, true)) {
          call.fail(thrown);
        }
      }
    }
  }
}
