package io.metagen.verifier;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of comparisons. */
public interface CompareConfig {
  /**
   * Most hypotheses, and most evidence, in a request. A response has 8 bytes for each pair, and
   * clients take 4 MiB unless told otherwise.
   */
  @WithDefault("256")
  @Min(1)
  @Max(512)
  int maxTexts();

  /** Most characters (code points) of one hypothesis or evidence. */
  @WithDefault("20000")
  @Min(1)
  @Max(100_000)
  int maxTextLength();

  /**
   * Most characters of all hypotheses and evidence together. A comparison holds about 100 bytes for
   * each while it runs.
   */
  @WithDefault("1000000")
  @Min(1)
  @Max(4_194_304)
  int maxTotalLength();

  /**
   * Longest time on one core that a comparison may be estimated to take. The estimate is a function
   * of the utility and the lengths of the texts.
   */
  @WithDefault("60s")
  @DurationMin(millis = 1)
  @DurationMax(hours = 1)
  Duration maxCoreTime();

  /**
   * Most pairs of a judged comparison, each of which is two calls of the judge; the default is
   * those of 64 hypotheses with one another.
   */
  @WithDefault("2016")
  @Min(1)
  @Max(131_072)
  int maxJudgedPairs();

  /** Threads that compare, for all callers together; 0 for the cores that this process may use. */
  @WithDefault("0")
  @Min(0)
  @Max(1_024)
  int threads();
}
