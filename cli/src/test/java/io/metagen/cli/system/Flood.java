package io.metagen.cli.system;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.metagen.error.ErrorMapping;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * How many calls, all open at once, ended.
 *
 * @param served how many ended with OK
 * @param refusals code, reason and whether a retry delay was told, of each other one
 */
record Flood(int served, Collection<String> refusals) {

  /** Opens {@code count} calls on one connection, then waits until each has ended. */
  static <Q, R> Flood of(
      int count, Channel channel, MethodDescriptor<Q, R> method, IntFunction<Q> requests)
      throws InterruptedException {
    AtomicInteger served = new AtomicInteger();
    Collection<String> refusals = new ConcurrentLinkedQueue<>();
    CountDownLatch open = new CountDownLatch(count);
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.MINUTES);
    for (int i = 0; i < count; i++) {
      ClientCall<Q, R> call = channel.newCall(method, options);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              if (status.isOk()) {
                served.incrementAndGet();
              } else {
                refusals.add(text(status, trailers));
              }
              open.countDown();
            }
          },
          new Metadata());
      call.request(Integer.MAX_VALUE);
      call.sendMessage(requests.apply(i));
      call.halfClose();
    }
    if (!open.await(3, TimeUnit.MINUTES)) {
      throw new AssertionError(open.getCount() + " calls hang");
    }
    return new Flood(served.get(), refusals);
  }

  private static String text(Status status, Metadata trailers) {
    var failed = status.asRuntimeException(trailers);
    String reason = ErrorMapping.errorInfo(failed).map(info -> info.getReason()).orElse("none");
    boolean retry =
        Objects.requireNonNull(StatusProto.fromThrowable(failed)).getDetailsList().stream()
            .anyMatch((Any detail) -> detail.is(RetryInfo.class));
    return status.getCode() + " " + reason + (retry ? " with a delay" : " without a delay");
  }
}
