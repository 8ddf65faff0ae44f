package io.metagen.generator;

import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the generator. */
@ConfigMapping(prefix = "metagen.generator")
public interface GeneratorConfig {
  /** Folder of the checkpoint in the Hugging Face layout. */
  @WithDefault("models/generator")
  Path modelFolder();

  /**
   * What matrices are held and multiplied in: f32, bf16 or int8 (weights per output, activations
   * per token).
   */
  @WithDefault("f32")
  Precision precision();

  /**
   * Matrices in another precision: none, or rules such as lm_head=f32,layers.0=bf16 over parts of
   * the checkpoint's tensor names ({@link PrecisionExceptions}). One that fits no matrix stops the
   * start.
   */
  @WithDefault("none")
  PrecisionExceptions precisionExceptions();

  /**
   * Threads that the network computes with; 0 takes them from OMP_NUM_THREADS or, where that is not
   * set, from the cores that this process may use, a container's CPU limit included.
   */
  @Min(0)
  @Max(1024)
  @WithDefault("0")
  int threads();

  /** Where the model and its keys and values are: cpu, cuda (the first GPU) or cuda:1. */
  @WithDefault("cpu")
  ComputeDevice device();

  /**
   * Longest time that small calls are run before the service serves, so that its first callers find
   * compiled code; a step that is under way then still ends. 0 for none.
   */
  @DurationMin(millis = 0)
  @DurationMax(minutes = 10)
  @WithDefault("2s")
  Duration warmUp();

  /** Name under which the model is served. */
  @NotBlank
  @WithDefault("metagen-generator")
  String modelName();

  /**
   * What keys and values are held in: f32, bf16, int8, or auto for f32 beside f32 and else bf16.
   */
  @WithDefault("auto")
  KvPrecision kvPrecision();

  /**
   * Last positions that a token sees, itself included; 0 for all. What it sees is then not exact,
   * and a sequence holds no more memory than for the blocks that these and kv-sinks lie in, but for
   * the step in which a part of a prompt is processed.
   */
  @Min(0)
  @WithDefault("0")
  int kvWindow();

  /** First positions that a token sees besides those of kv-window. */
  @Min(0)
  @WithDefault("4")
  int kvSinks();

  /**
   * Positions besides those of kv-window and kv-sinks, of the blocks that got the most attention; 0
   * for none. The rest of a sequence is given up, so that it holds no more memory than for these
   * three together. Needs a kv-window; both must be multiples of block-size.
   */
  @Min(0)
  @WithDefault("0")
  int kvHeavy();

  /** Tokens in a block of key/value memory. */
  @Min(1)
  @Max(64)
  @WithDefault("16")
  int blockSize();

  /** Memory for keys and values, for example 256M; rounded down to whole blocks. */
  @WithDefault("256M")
  MemorySize kvMemory();

  /**
   * Whether the keys and values of prompts and outputs stay in memory after their sequence, until
   * somebody needs the room, and are used again by prompts that begin with the same tokens. Without
   * it only samples with equal prompts that run at the same time share them.
   */
  @WithDefault("true")
  boolean prefixCache();

  /** Most sequences in the running batch. */
  @Min(1)
  @Max(4096)
  @WithDefault("64")
  int maxRunningSequences();

  /** Tokens that one step of the engine processes; at least max-running-sequences. */
  @Min(1)
  @Max(1_048_576)
  @WithDefault("512")
  int stepTokenBudget();

  /** Sequences that may wait before calls are refused with RESOURCE_EXHAUSTED. */
  @Min(1)
  @Max(1_000_000)
  @WithDefault("100")
  int maxWaitingSequences();

  /** Most samples of one call, over all its inputs. */
  @Min(1)
  @Max(65_536)
  @WithDefault("256")
  int maxSamplesPerCall();

  /** Most inputs of one call, and most continuations of a ScoreTokens call. */
  @Min(1)
  @Max(65_536)
  @WithDefault("256")
  int maxInputsPerCall();

  /** Output tokens of a sample where the request sets no limit; less where the context ends. */
  @Min(1)
  @Max(1_048_576)
  @WithDefault("1024")
  int defaultMaxOutputTokens();

  /** Batches of cache events that are kept for replay. */
  @Min(1)
  @Max(1_000_000)
  @WithDefault("10000")
  int kvEventBatches();

  /** A type of keys and values, or what goes with the matrices' precision. */
  enum KvPrecision {
    AUTO,
    F32,
    BF16,
    INT8
  }
}
