package io.metagen.generator;

import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.Precision;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;

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

  /** Where the model and its keys and values are: cpu, cuda (the first GPU) or cuda:1. */
  @WithDefault("cpu")
  ComputeDevice device();

  /** Name under which the model is served. */
  @NotBlank
  @WithDefault("metagen-generator")
  String modelName();

  /** Tokens in a block of key/value memory. */
  @Min(1)
  @Max(1024)
  @WithDefault("16")
  int blockSize();

  /** Memory for keys and values, for example 256M; rounded down to whole blocks. */
  @WithDefault("256M")
  MemorySize kvMemory();

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
}
