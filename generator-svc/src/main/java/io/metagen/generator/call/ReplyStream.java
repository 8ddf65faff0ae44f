package io.metagen.generator.call;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of one call, written by one virtual thread that waits while the caller reads slowly.
 * When the caller hangs up or the deadline passes, that thread is interrupted.
 */
final class ReplyStream<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyStream.class);

  private final ServerCallStreamObserver<T> observer;
  private final Context context;

  /** What a call does; it ends normally, or throws what the caller is to be told. */
  @FunctionalInterface
  interface Work<T> {
    void run(ReplyStream<T> replies) throws InterruptedException;
  }

  private ReplyStream(ServerCallStreamObserver<T> observer, Context context) {
    this.observer = observer;
    this.context = context;
  }

  /*
   * Quarkus' @RunOnVirtualThread is not used: until a method returns it holds back the events of
   * its call, so neither a hang-up nor a reader's readiness would get through while we stream.
   */

  /**
   * Runs the work of a call on a virtual thread of its own. Must be called in the call's method.
   */
  static <T> void serve(StreamObserver<T> observer, Work<T> work) {
    Context context = Context.current();
    ReplyStream<T> replies = new ReplyStream<>((ServerCallStreamObserver<T>) observer, context);
    Runnable body =
        io.opentelemetry.context.Context.current().wrap(context.wrap(() -> replies.run(work)));
    Thread thread = Thread.ofVirtual().name("call").unstarted(body);
    replies.observer.setOnReadyHandler(replies::wake);
    replies.observer.setOnCancelHandler(thread::interrupt);
    Context.CancellationListener onCancel = _ -> thread.interrupt();
    context.addListener(onCancel, Runnable::run);
    thread.start();
  }

  /** Sends a message once the caller is ready for it. */
  void send(T message) throws InterruptedException {
    synchronized (this) {
      while (!observer.isReady()) {
        requireOpen();
        wait();
      }
    }
    requireOpen();
    observer.onNext(message);
  }

  /** Returns why the caller no longer waits. */
  ServiceException cancelled() {
    boolean late = context.getDeadline() != null && context.getDeadline().isExpired();
    return late
        ? ServiceException.of(
            ErrorReason.ERROR_REASON_DEADLINE, "the deadline of the call passed", Map.of())
        : ServiceException.of(
            ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
  }

  private void run(Work<T> work) {
    try {
      requireOpen();
      work.run(this);
      observer.onCompleted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.debug("call ended by its caller", e);
      observer.onError(cancelled());
    } catch (RuntimeException | Error thrown) { // the thread's outermost frame: the guard maps it
      observer.onError(thrown);
    }
  }

  private void requireOpen() throws InterruptedException {
    if (observer.isCancelled() || context.isCancelled()) {
      throw new InterruptedException("the call is cancelled");
    }
  }

  private synchronized void wake() {
    notifyAll();
  }
}
