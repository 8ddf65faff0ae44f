package io.metagen.bench.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.Objects.requireNonNull;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The functions of llama.cpp that a measurement needs, in the version that {@link PeerPackage}
 * pins. Its structs change from version to version and carry no size; so their defaults are read
 * back and compared before anything is run, see {@link LlamaParameters}.
 *
 * <p>The library runs in this JVM, beside libtorch: the prebuilt one brings its own threads and no
 * OpenMP runtime, so there is nothing to clash, and its threads are paused while the other side is
 * measured.
 */
final class LlamaLibrary {
  /** {@code llama_batch}: a count, padding, and six arrays. */
  static final StructLayout BATCH =
      MemoryLayout.structLayout(
          JAVA_INT,
          MemoryLayout.paddingLayout(4),
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS);

  final Arena arena = Arena.ofShared();
  final MethodHandle loadModel;
  final MethodHandle freeModel;
  final MethodHandle newContext;
  final MethodHandle freeContext;
  final MethodHandle decode;
  final MethodHandle logits;
  final MethodHandle synchronize;
  final MethodHandle memory;
  final MethodHandle clear;
  final MethodHandle copySequence;
  final MethodHandle removeSequence;
  final MethodHandle attachThreads;
  final MethodHandle newThreads;
  final MethodHandle pauseThreads;
  final MethodHandle freeThreads;
  private final SymbolLookup llama;
  private final SymbolLookup base;
  private final Path backend;

  private LlamaLibrary(Path folder) {
    llama = NativeFunctions.library(folder.resolve(PeerPackage.LLAMA), arena);
    base = NativeFunctions.library(folder.resolve(PeerPackage.BASE), arena);
    SymbolLookup ggml = NativeFunctions.library(folder.resolve(PeerPackage.GGML), arena);
    silence();
    NativeFunctions.call(
        NativeFunctions.procedure(ggml, "ggml_backend_load_all_from_path", ADDRESS),
        arena.allocateFrom(folder.toString()));
    NativeFunctions.call(procedure("llama_backend_init"));
    loadModel = value("llama_model_load_from_file", ADDRESS, ADDRESS, LlamaParameters.MODEL);
    freeModel = procedure("llama_model_free", ADDRESS);
    newContext = value("llama_init_from_model", ADDRESS, ADDRESS, LlamaParameters.CONTEXT);
    freeContext = procedure("llama_free", ADDRESS);
    decode = value("llama_decode", JAVA_INT, ADDRESS, BATCH);
    logits = value("llama_get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
    synchronize = procedure("llama_synchronize", ADDRESS);
    memory = value("llama_get_memory", ADDRESS, ADDRESS);
    clear = procedure("llama_memory_clear", ADDRESS, JAVA_BOOLEAN);
    copySequence =
        procedure("llama_memory_seq_cp", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    removeSequence =
        value("llama_memory_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    attachThreads = procedure("llama_attach_threadpool", ADDRESS, ADDRESS, ADDRESS);
    backend = loadedBackend(folder);
    SymbolLookup cpu = NativeFunctions.library(backend, arena);
    newThreads = NativeFunctions.value(cpu, "ggml_threadpool_new", ADDRESS, ADDRESS);
    freeThreads = NativeFunctions.procedure(cpu, "ggml_threadpool_free", ADDRESS);
    pauseThreads = NativeFunctions.procedure(cpu, "ggml_threadpool_pause", ADDRESS);
  }

  /**
   * Returns the library of a folder, with the back end that fits this processor best.
   *
   * @throws BenchException if it can't be loaded or is another version than the pinned one
   */
  static LlamaLibrary load(Path folder) {
    try {
      LlamaLibrary library = new LlamaLibrary(folder);
      LlamaParameters.check(library);
      return library;
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new BenchException("llama.cpp in " + folder + " can't be used: " + e.getMessage(), e);
    }
  }

  private MethodHandle value(String name, MemoryLayout result, MemoryLayout... arguments) {
    return NativeFunctions.value(llama, name, result, arguments);
  }

  private MethodHandle procedure(String name, MemoryLayout... arguments) {
    return NativeFunctions.procedure(llama, name, arguments);
  }

  private void silence() {
    NativeFunctions.call(
        procedure("llama_log_set", ADDRESS, ADDRESS),
        NativeFunctions.nothing(arena, JAVA_INT, ADDRESS, ADDRESS),
        MemorySegment.NULL);
  }

  /** Returns the back end that the library chose for this processor. */
  private static Path loadedBackend(Path folder) {
    String prefix = folder + "/libggml-cpu-";
    try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
      return mappings
          .filter(mapping -> mapping.contains(prefix))
          .map(mapping -> Path.of(mapping.substring(mapping.indexOf('/'))))
          .findFirst()
          .orElseThrow(() -> new BenchException("llama.cpp found no back end in " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a struct that a function without arguments returns by value. */
  MemorySegment struct(String function, StructLayout layout) {
    MethodHandle defaults = value(function, layout);
    return (MemorySegment) requireNonNull(NativeFunctions.call(defaults, (SegmentAllocator) arena));
  }

  /** Returns the parameters of a pool of threads: those of the library, for a number of threads. */
  MemorySegment threadParameters(int threads) {
    MemorySegment parameters = arena.allocate(LlamaParameters.THREADS);
    NativeFunctions.call(
        NativeFunctions.procedure(base, "ggml_threadpool_params_init", ADDRESS, JAVA_INT),
        parameters,
        threads);
    return parameters;
  }

  /** Returns the version and commit of the library's tensor part, and its back end. */
  String version() {
    MethodHandle version = NativeFunctions.value(base, "ggml_version", ADDRESS);
    MethodHandle commit = NativeFunctions.value(base, "ggml_commit", ADDRESS);
    return "ggml "
        + text(NativeFunctions.pointer(version))
        + " "
        + text(NativeFunctions.pointer(commit))
        + ", "
        + backend.getFileName();
  }

  private static String text(MemorySegment address) {
    return NativeFunctions.sized(address, 256).getString(0);
  }

  /** Returns a layout of so many 8-byte words, for structs that are passed by value as they are. */
  static StructLayout words(int count) {
    return MemoryLayout.structLayout(MemoryLayout.sequenceLayout(count, JAVA_LONG));
  }
}
