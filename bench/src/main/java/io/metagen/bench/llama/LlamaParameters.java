package io.metagen.bench.llama;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.metagen.bench.BenchException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;

/**
 * Where the fields lie that a measurement sets, in the structs of the pinned version, and what the
 * library puts there by default. Fields that are not named here keep their defaults: among them the
 * repacking of weights for the processor, and keys and values in half precision.
 *
 * @param contextPositions positions of all sequences together
 * @param batchTokens most tokens of one call
 * @param sequences sequences at the same time
 * @param threads threads of one call
 * @param setup what is tried to find the library's best
 */
record LlamaParameters(
    int contextPositions, int batchTokens, int sequences, int threads, LlamaSetup setup) {

  /** {@code llama_model_params}. */
  static final StructLayout MODEL = LlamaLibrary.words(10);

  /** {@code llama_context_params}. */
  static final StructLayout CONTEXT = LlamaLibrary.words(20);

  /** {@code ggml_threadpool_params}: a mask of 512 bytes, then three numbers and two flags. */
  static final StructLayout THREADS = LlamaLibrary.words(66);

  private static final long N_CTX = 0;
  private static final long N_BATCH = 4;
  private static final long N_UBATCH = 8;
  private static final long N_SEQ_MAX = 12;
  private static final long N_THREADS = 28;
  private static final long N_THREADS_BATCH = 32;
  private static final long FLASH_ATTENTION = 52;
  private static final long YARN_EXT_FACTOR = 64;
  private static final long TYPE_K = 104;
  private static final long TYPE_V = 108;
  private static final long SWA_FULL = 132;
  private static final long KV_UNIFIED = 133;
  private static final long POOL_THREADS = 512;
  private static final long POOL_POLL = 520;
  private static final long GPU_LAYERS = 16;

  /** Most tokens that the library computes at once, as its own tools have it by default. */
  private static final int MICRO_BATCH = 512;

  private static final int F32 = 0;

  /** Returns the parameters of a context, by value. */
  MemorySegment context(LlamaLibrary library) {
    MemorySegment struct = library.struct("llama_context_default_params", CONTEXT);
    struct.set(JAVA_INT, N_CTX, contextPositions);
    struct.set(JAVA_INT, N_BATCH, batchTokens);
    struct.set(JAVA_INT, N_UBATCH, Math.min(batchTokens, MICRO_BATCH));
    struct.set(JAVA_INT, N_SEQ_MAX, sequences);
    struct.set(JAVA_INT, N_THREADS, threads);
    struct.set(JAVA_INT, N_THREADS_BATCH, threads);
    struct.set(JAVA_INT, FLASH_ATTENTION, setup.flashAttention() ? 1 : 0);
    struct.set(JAVA_BYTE, KV_UNIFIED, (byte) (setup.unified() ? 1 : 0));
    if (setup.exactCache()) {
      struct.set(JAVA_INT, TYPE_K, F32);
      struct.set(JAVA_INT, TYPE_V, F32);
    }
    return struct;
  }

  /** Throws if the library's defaults don't lie where this version has them. */
  static void check(LlamaLibrary library) {
    MemorySegment context = library.struct("llama_context_default_params", CONTEXT);
    MemorySegment threads = library.threadParameters(3);
    MemorySegment model = library.struct("llama_model_default_params", MODEL);
    List<Integer> found =
        List.of(
            context.get(JAVA_INT, N_CTX),
            context.get(JAVA_INT, N_BATCH),
            context.get(JAVA_INT, N_UBATCH),
            context.get(JAVA_INT, N_SEQ_MAX),
            context.get(JAVA_INT, N_THREADS),
            context.get(JAVA_INT, N_THREADS_BATCH),
            context.get(JAVA_INT, FLASH_ATTENTION),
            (int) context.get(JAVA_FLOAT, YARN_EXT_FACTOR),
            context.get(JAVA_INT, TYPE_K),
            context.get(JAVA_INT, TYPE_V),
            (int) context.get(JAVA_BYTE, SWA_FULL),
            (int) context.get(JAVA_BYTE, KV_UNIFIED),
            threads.get(JAVA_INT, POOL_THREADS),
            threads.get(JAVA_INT, POOL_POLL),
            model.get(JAVA_INT, GPU_LAYERS));
    List<Integer> expected = List.of(512, 2048, 512, 1, 4, 4, -1, -1, 1, 1, 1, 0, 3, 50, -1);
    if (!found.equals(expected)) {
      throw new BenchException(
          "llama.cpp's default parameters are "
              + found
              + " where "
              + PeerPackage.VERSION
              + " has "
              + expected
              + "; it is another version");
    }
  }
}
