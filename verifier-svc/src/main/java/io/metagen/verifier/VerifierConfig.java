package io.metagen.verifier;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the service. */
@ConfigMapping(prefix = "metagen.verifier")
public interface VerifierConfig {
  /** Generators that judge, by their names in requests. */
  Map<String, @Valid JudgeConfig> judges();

  /** The reward models, by their names in requests. */
  Map<String, RewardModelConfig> rewardModels();

  /**
   * Threads that the network computes with; 0 takes them from OMP_NUM_THREADS or, where that is not
   * set, from the cores that this process may use, a container's CPU limit included.
   */
  @WithDefault("0")
  @Min(0)
  @Max(1_024)
  int threads();

  /**
   * Longest time that small batches are scored before the service serves, so that its first callers
   * find compiled code; a batch that is under way then still ends. 0 for none.
   */
  @WithDefault("2s")
  @DurationMin(millis = 0)
  @DurationMax(minutes = 10)
  Duration warmUp();

  /** Judgements that are kept, of all verifiers together; 0 keeps none. */
  @WithDefault("10000")
  @Min(0)
  int cacheEntries();

  /** Calls that each verifier works on at the same time. */
  @WithDefault("64")
  @Min(1)
  int maxCalls();

  /** Longest time that a call waits for one of these places, before it gets QUEUE_FULL. */
  @WithDefault("5s")
  @DurationMin(millis = 0)
  @DurationMax(minutes = 10)
  Duration callWait();

  /** Longest time that a verifier works on a call; then its candidates fail with DEADLINE. */
  @WithDefault("1m")
  @DurationMin(millis = 1)
  @DurationMax(hours = 1)
  Duration timeLimit();

  /** Most candidates in a request. */
  @WithDefault("256")
  @Min(1)
  @Max(4_096)
  int maxCandidates();

  /** Limits of comparisons. */
  @Valid
  CompareConfig compare();

  /** Most candidates that wait for a batch of one reward model, over all callers. */
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

  /**
   * Blocks of keys and values of each reward model, for running candidates and cached prefixes
   * together.
   */
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

  /** Programs with unit tests. */
  Program program();

  /** Settings of the sandbox for programs. Program and tests each run in a process of their own. */
  interface Program {
    /** Command of a Python 3.10 or later, looked for in PATH. */
    @WithDefault("python3")
    @NotBlank
    String python();

    /** Programs at once, over all callers; others wait. */
    @WithDefault("4")
    @Min(1)
    @Max(1_024)
    int concurrency();

    /** CPU time of each of the two processes; whole seconds, rounded up. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 10)
    Duration cpuTime();

    /** Time for a program and its tests together. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 10)
    Duration wallTime();

    /** Address space of each of the two processes, in MiB; the interpreter itself takes some 20. */
    @WithDefault("512")
    @Min(64)
    @Max(1_048_576)
    int memoryMib();

    /** Largest size of a file that a program writes, in KiB. */
    @WithDefault("1024")
    @Min(0)
    @Max(1_048_576)
    int fileKib();

    /**
     * Most times that a program opens a file to create it; times file-kib is the disk it may take.
     */
    @WithDefault("32")
    @Min(0)
    @Max(65_536)
    int files();
  }
}
