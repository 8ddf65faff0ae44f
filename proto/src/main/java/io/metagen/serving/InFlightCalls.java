package io.metagen.serving;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GeneratorServiceGrpc;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the running calls of the mesh's own services, and refuses new ones once the service
 * drains. Subscriptions have no end of their own, so they are not counted; nor are health and
 * reflection. Thread-safe.
 */
@ApplicationScoped
@GlobalInterceptor
public class InFlightCalls implements ServerInterceptor {
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final Object lock = new Object();
  private int running;
  private boolean draining;

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (!counts(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    if (!enter()) {
      return refuse(call);
    }
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private final AtomicBoolean left = new AtomicBoolean();

      @Override
      public void onComplete() {
        leave(left);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        leave(left);
        super.onCancel();
      }
    };
  }

  /**
   * Refuses new calls from now on and waits for the running ones.
   *
   * @return how many calls still ran when {@code timeout} was over; 0 where all finished
   */
  int drain(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    synchronized (lock) {
      draining = true;
      for (long left = timeout.toNanos(); running > 0 && left > 0; left = end - System.nanoTime()) {
        lock.wait(Math.max(1, left / 1_000_000));
      }
      return running;
    }
  }

  private static boolean counts(MethodDescriptor<?, ?> method) {
    return Objects.requireNonNullElse(method.getServiceName(), "").startsWith("metagen.")
        && !method
            .getFullMethodName()
            .equals(GeneratorServiceGrpc.getSubscribeKvEventsMethod().getFullMethodName());
  }

  /**
   * Returns the domain of a service's errors: metagen.v1.KvCacheService has kv-cache.metagen.io.
   */
  static String domain(MethodDescriptor<?, ?> method) {
    String service = Objects.requireNonNullElse(method.getServiceName(), "");
    String name = service.substring(service.lastIndexOf('.') + 1).replaceFirst("Service$", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".metagen.io";
  }

  private boolean enter() {
    synchronized (lock) {
      if (!draining) {
        running++;
      }
      return !draining;
    }
  }

  private void leave(AtomicBoolean left) {
    if (left.compareAndSet(false, true)) {
      synchronized (lock) {
        running--;
        lock.notifyAll();
      }
    }
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call) {
    StatusRuntimeException status =
        ErrorMapping.toStatus(
            ServiceException.retryable(
                ErrorReason.ERROR_REASON_NOT_READY,
                "the service is stopping",
                Map.of(),
                RETRY_DELAY,
                null),
            domain(call.getMethodDescriptor()));
    call.close(
        status.getStatus(), Objects.requireNonNullElseGet(status.getTrailers(), Metadata::new));
    return new ServerCall.Listener<>() {};
  }
}
