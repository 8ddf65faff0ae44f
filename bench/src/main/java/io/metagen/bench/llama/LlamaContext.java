package io.metagen.bench.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.metagen.bench.BenchException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A context of llama.cpp with its own threads, and one batch that is filled again and again. The
 * threads would spin for a while after every call; {@link #pause} puts them to sleep until the
 * next. Not thread-safe.
 */
final class LlamaContext implements AutoCloseable {
  private static final long BATCH_COUNT = 0;
  private static final long BATCH_TOKEN = 8;
  private static final long BATCH_POSITION = 24;
  private static final long BATCH_SEQUENCE_COUNT = 32;
  private static final long BATCH_SEQUENCE = 40;
  private static final long BATCH_LOGITS = 48;

  private final LlamaLibrary library;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment context;
  private final MemorySegment memory;
  private final MemorySegment threads;
  private final MemorySegment batch;
  private final MemorySegment tokens;
  private final MemorySegment positions;
  private final MemorySegment sequences;
  private final MemorySegment logits;
  private int count;

  LlamaContext(LlamaLibrary library, MemorySegment model, LlamaParameters parameters) {
    this.library = library;
    context = NativeFunctions.pointer(library.newContext, model, parameters.context(library));
    memory = NativeFunctions.pointer(library.memory, context);
    threads =
        NativeFunctions.pointer(library.newThreads, library.threadParameters(parameters.threads()));
    NativeFunctions.call(library.attachThreads, context, threads, MemorySegment.NULL);
    int capacity = parameters.batchTokens();
    tokens = arena.allocate(JAVA_INT, capacity);
    positions = arena.allocate(JAVA_INT, capacity);
    sequences = arena.allocate(JAVA_INT, capacity);
    logits = arena.allocate(JAVA_BYTE, capacity);
    batch = arena.allocate(LlamaLibrary.BATCH);
    batch.set(ADDRESS, BATCH_TOKEN, tokens);
    batch.set(ADDRESS, BATCH_POSITION, positions);
    batch.set(ADDRESS, BATCH_SEQUENCE_COUNT, ones(capacity));
    batch.set(ADDRESS, BATCH_SEQUENCE, pointers(capacity));
    batch.set(ADDRESS, BATCH_LOGITS, logits);
  }

  private MemorySegment ones(int capacity) {
    MemorySegment ones = arena.allocate(JAVA_INT, capacity);
    for (int i = 0; i < capacity; i++) {
      ones.setAtIndex(JAVA_INT, i, 1);
    }
    return ones;
  }

  private MemorySegment pointers(int capacity) {
    MemorySegment pointers = arena.allocate(ADDRESS, capacity);
    for (int i = 0; i < capacity; i++) {
      pointers.setAtIndex(ADDRESS, i, sequences.asSlice((long) i * Integer.BYTES));
    }
    return pointers;
  }

  /** Appends a token to the batch. */
  void add(int token, int position, int sequence, boolean answer) {
    tokens.setAtIndex(JAVA_INT, count, token);
    positions.setAtIndex(JAVA_INT, count, position);
    sequences.setAtIndex(JAVA_INT, count, sequence);
    logits.set(JAVA_BYTE, count, (byte) (answer ? 1 : 0));
    count++;
  }

  /** Computes the batch, waits for its logits and empties it. */
  void decode() {
    batch.set(JAVA_INT, BATCH_COUNT, count);
    Object status = NativeFunctions.call(library.decode, context, batch);
    if (!Integer.valueOf(0).equals(status)) {
      throw new BenchException("llama_decode failed with " + status + " for " + count + " tokens");
    }
    NativeFunctions.call(library.synchronize, context);
    count = 0;
  }

  /** Returns the likeliest token after the batch's token at an index. */
  int likeliest(int index, int vocabulary) {
    MemorySegment row =
        NativeFunctions.sized(
            NativeFunctions.pointer(library.logits, context, index),
            (long) vocabulary * Float.BYTES);
    int best = 0;
    for (int i = 1; i < vocabulary; i++) {
      if (row.getAtIndex(JAVA_FLOAT, i) > row.getAtIndex(JAVA_FLOAT, best)) {
        best = i;
      }
    }
    return best;
  }

  /** Forgets all sequences. */
  void clear() {
    NativeFunctions.call(library.clear, memory, false);
  }

  /** Lets a sequence begin as another does, without a copy of its keys and values. */
  void copy(int from, int to) {
    NativeFunctions.call(library.copySequence, memory, from, to, -1, -1);
  }

  /** Forgets a sequence's positions from one on. */
  void cut(int sequence, int position) {
    NativeFunctions.call(library.removeSequence, memory, sequence, position, -1);
  }

  /** Puts the context's threads to sleep. */
  void pause() {
    NativeFunctions.call(library.pauseThreads, threads);
  }

  @Override
  public void close() {
    NativeFunctions.call(library.freeContext, context);
    NativeFunctions.call(library.freeThreads, threads);
    arena.close();
  }
}
