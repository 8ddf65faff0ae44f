package io.metagen.bench.llama;

import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Session;
import io.metagen.bench.engine.Workload;

/** A workload in place on llama.cpp's side, as its own {@code llama-batched-bench} does it. */
final class LlamaSession implements Session {
  private final LlamaContext context;
  private final Workload workload;
  private final LlamaSetup setup;
  private final int batchTokens;
  private int steps;

  LlamaSession(LlamaContext context, Workload workload, LlamaParameters parameters) {
    this.context = context;
    this.workload = workload;
    setup = parameters.setup();
    batchTokens = parameters.batchTokens();
    fill();
  }

  private void fill() {
    int filled = 0;
    for (int s = 0; s < (workload.shared() > 0 ? 1 : workload.sequences()); s++) {
      for (int position = 0; position < workload.context(); position++) {
        context.add(workload.tokens()[s][position], position, s, false);
        if (++filled % batchTokens == 0) {
          context.decode();
        }
      }
    }
    if (filled % batchTokens > 0) {
      context.decode();
    }
    for (int s = 1; s < workload.sequences() && workload.shared() > 0; s++) {
      context.copy(0, s);
    }
    context.pause();
  }

  @Override
  public void run(int count) {
    for (int i = 0; i < count; i++, steps++) {
      if (workload.measure() == Measure.PREFILL) {
        prefill();
      } else {
        decode(steps % Workload.WINDOW);
      }
    }
    context.pause();
  }

  private void prefill() {
    context.clear();
    int last = workload.positions() - 1;
    for (int position = 0; position <= last; position++) {
      context.add(workload.tokens()[0][position], position, 0, position == last);
    }
    context.decode();
  }

  private void decode(int step) {
    int position = workload.context() + step;
    for (int s = 0; s < workload.sequences(); s++) {
      if (step == 0) {
        context.cut(s, position);
      }
      context.add(workload.tokens()[s][position], position, s, true);
    }
    context.decode();
  }

  /** Returns what the session was opened with. */
  LlamaSetup choice() {
    return setup;
  }

  @Override
  public String setup() {
    return setup.text();
  }

  @Override
  public void close() {
    context.close();
  }
}
