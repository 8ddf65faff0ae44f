package io.metagen.verifier;

import io.metagen.verifier.judge.JudgePrompts;
import io.metagen.verifier.judge.RemoteGenerator;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Settings of one generator that judges. */
public interface JudgeConfig {
  String CANDIDATE = "(?s).*\\{candidate}.*";

  /** Where its generator service is, host:port. */
  @NotBlank
  String endpoint();

  /** Its model's name at that service; the only one where it isn't set. */
  Optional<String> model();

  /** Whether prompts are user's messages for the model's chat template. */
  @WithDefault("false")
  boolean chat();

  /**
   * What comes before "Yes" or "No", where a request has no template of its own: {@code {problem}},
   * {@code {candidate}} and {@code {critique}}, which ends its own line, in their places. The text
   * of GenRM (Zhang et al. 2024) where it isn't set.
   */
  Optional<@Pattern(regexp = CANDIDATE, message = "must contain {candidate}") String>
      verdictTemplate();

  /** What comes before a critique, with {@code {problem}} and {@code {candidate}}; as above. */
  Optional<@Pattern(regexp = CANDIDATE, message = "must contain {candidate}") String>
      critiqueTemplate();

  /** Temperature of critiques. */
  @WithDefault("0.7")
  @DecimalMin("0")
  @DecimalMax("100")
  float temperature();

  /** Most tokens of a critique. */
  @WithDefault("512")
  @Min(1)
  @Max(1_000_000)
  int maxCritiqueTokens();

  /** Calls to the generator at the same time; others wait. */
  @WithDefault("16")
  @Min(1)
  @Max(1_024)
  int concurrency();

  /** Returns how the generator is asked. */
  default RemoteGenerator.Settings settings() {
    return new RemoteGenerator.Settings(
        model().orElse(""), chat(), temperature(), maxCritiqueTokens(), concurrency());
  }

  /** Returns what it is shown before "Yes" or "No". */
  default JudgePrompts yesOrNo() {
    return new JudgePrompts(
        verdictTemplate().orElse(JudgePrompts.YES_NO.verdict()),
        critiqueTemplate().orElse(JudgePrompts.YES_NO.critique()));
  }
}
