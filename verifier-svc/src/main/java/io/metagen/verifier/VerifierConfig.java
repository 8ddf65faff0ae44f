package io.metagen.verifier;

import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the service. */
@ConfigMapping(prefix = "metagen.verifier")
public interface VerifierConfig {
  /** Folder of the outcome reward model, in the Hugging Face layout, with a scalar head. */
  @WithDefault("models/reward")
  Path rewardModelFolder();

  /**
   * What matrices are held and multiplied in: f32, bf16 or int8 (weights per output, activations
   * per token).
   */
  @WithDefault("f32")
  Precision rewardModelPrecision();

  /**
   * Matrices in another precision: none, or rules such as layers.0=bf16 over parts of the
   * checkpoint's tensor names ({@link PrecisionExceptions}). One that fits no matrix stops the
   * start.
   */
  @WithDefault("none")
  PrecisionExceptions rewardModelPrecisionExceptions();

  /**
   * Threads that the network computes with; 0 takes them from OMP_NUM_THREADS or, where that is not
   * set, from the cores that this process may use, a container's CPU limit included.
   */
  @WithDefault("0")
  @Min(0)
  @Max(1_024)
  int threads();

  /** Where the model and its keys and values are: cpu, cuda (the first GPU) or cuda:1. */
  @WithDefault("cpu")
  ComputeDevice rewardModelDevice();

  /**
   * Longest time that small batches are scored before the service serves, so that its first callers
   * find compiled code; a batch that is under way then still ends. 0 for none.
   */
  @WithDefault("2s")
  @DurationMin(millis = 0)
  @DurationMax(minutes = 10)
  Duration warmUp();

  /** Name of the outcome reward model in requests. */
  @WithDefault("reward")
  @NotBlank
  String rewardModelName();

  /** Most candidates in a request. */
  @WithDefault("256")
  @Min(1)
  @Max(4_096)
  int maxCandidates();

  /** Most candidates that wait for a batch, over all callers. */
  @WithDefault("1024")
  @Min(1)
  int queueLimit();

  /** Candidates in a full batch. */
  @WithDefault("64")
  @Min(1)
  @Max(1_024)
  int batchSize();

  /** Longest time that a candidate waits for others to share its batch. */
  @WithDefault("2ms")
  @DurationMin(millis = 0)
  @DurationMax(minutes = 1)
  Duration batchWait();

  /** Most tokens in one forward pass, unless one candidate alone has more. */
  @WithDefault("4096")
  @Min(1)
  int stepTokens();

  /** Blocks of keys and values, for running candidates and cached prefixes together. */
  @WithDefault("1024")
  @Min(1)
  int kvBlocks();

  /** Tokens in a block. */
  @WithDefault("16")
  @Min(1)
  @Max(64)
  int blockSize();

  /**
   * Longest time for one candidate in a check that runs what a caller wrote: a pattern, a schema,
   * the algebra of an answer.
   */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  @DurationMax(minutes = 1)
  Duration checkTime();

  /** Threads of these checks, over all callers. */
  @WithDefault("4")
  @Min(1)
  @Max(1_024)
  int checkThreads();

  /** Most characters of a JSON Schema and of a candidate that is checked against one. */
  @WithDefault("262144")
  @Min(1)
  int checkCharacters();
}
