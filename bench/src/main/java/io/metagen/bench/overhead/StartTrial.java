package io.metagen.bench.overhead;

import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.Prompt;
import io.metagen.v1.StopCriteria;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One start of the packaged generator and its first calls: each draws four samples of 32 tokens for
 * a prompt of its own.
 *
 * @param startNanos from the process's start until it serves
 * @param firstEventNanos from the first call to its first token
 * @param callNanos of each call, whole, in order
 */
public record StartTrial(long startNanos, long firstEventNanos, List<Long> callNanos) {
  private static final int SAMPLES = 4;
  private static final int TOKENS = 32;

  public StartTrial {
    callNanos = List.copyOf(callNanos);
  }

  /** Starts the service, makes so many calls, at least one, and stops it. */
  public static StartTrial run(PackagedService.Launch launch, int calls)
      throws InterruptedException {
    long begin = System.nanoTime();
    try (PackagedService service = PackagedService.start(launch)) {
      long started = System.nanoTime() - begin;
      List<Long> times = new ArrayList<>();
      long firstEvent = 0;
      for (int i = 0; i < calls; i++) {
        long call = System.nanoTime();
        Iterator<GenerateResponse> replies = service.stub().generate(request(i));
        while (replies.hasNext()) {
          boolean token = replies.next().hasDelta();
          firstEvent = token && firstEvent == 0 ? System.nanoTime() - call : firstEvent;
        }
        times.add(System.nanoTime() - call);
      }
      return new StartTrial(started, firstEvent, times);
    }
  }

  private static GenerateRequest request(int number) {
    String text =
        "Carl has %d keys. Carl uses 5. How many keys does Carl have now?\n".formatted(10 + number);
    return GenerateRequest.newBuilder()
        .addInputs(
            GenerateInput.newBuilder()
                .setPrompt(Prompt.newBuilder().setText(text))
                .setSeed(number)
                .setSampleCount(SAMPLES))
        .setStop(StopCriteria.newBuilder().setMaxOutputTokens(TOKENS).setIgnoreEos(true))
        .build();
  }
}
