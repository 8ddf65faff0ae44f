package io.metagen.generator.call;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the spans that ended in the service under test. */
@ApplicationScoped
class SpanCollector implements SpanProcessor {
  private final BlockingQueue<SpanData> ended = new LinkedBlockingQueue<>();

  /** Waits for the next ended span. */
  SpanData next() throws InterruptedException {
    return ended.take();
  }

  void clear() {
    ended.clear();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    ended.add(span.toSpanData());
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
