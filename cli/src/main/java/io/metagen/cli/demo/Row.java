package io.metagen.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * What one strategy reached on all problems and what it cost.
 *
 * @param strategy its name
 * @param problems problems tried, at least 1
 * @param correct problems whose answer was the known one
 * @param generatedTokens tokens generated
 * @param promptTokens tokens of prompts, counted once for each generator call
 * @param cachedPromptTokens those of them that came from the prefix cache
 * @param generatorGflop 10^9 floating-point operations of the generator
 * @param verifierGflop 10^9 floating-point operations of the verifier
 * @param wallSeconds time from the first problem's start to the last one's end
 */
@JsonPropertyOrder({
  "strategy",
  "accuracy",
  "interval",
  "generatedTokens",
  "promptTokens",
  "cachedPromptTokens",
  "generatorGflop",
  "verifierGflop",
  "wallSeconds"
})
public record Row(
    String strategy,
    @JsonIgnore int problems,
    @JsonIgnore int correct,
    long generatedTokens,
    long promptTokens,
    long cachedPromptTokens,
    double generatorGflop,
    double verifierGflop,
    double wallSeconds) {

  private static final double ERROR_RATE = 0.05;

  /** Share of correct answers. */
  @JsonProperty
  public double accuracy() {
    return (double) correct / problems;
  }

  /** The 95 % interval of the accuracy (Wilson 1927), lower and upper bound. */
  @JsonProperty
  public List<Double> interval() {
    Interval wilson =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(problems, correct, ERROR_RATE);
    return List.of(wilson.getLowerBound(), wilson.getUpperBound());
  }
}
