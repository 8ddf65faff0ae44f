package io.metagen.bench.soak;

import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.Prompt;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.ScoreTokensRequest;
import io.metagen.v1.StopCriteria;
import io.metagen.v1.TokenIds;
import java.util.List;
import java.util.SplittableRandom;

/** Turns cards into calls. A call is a function of its card, the problems and the model. */
final class Requests {
  private static final int SALTS = 3;
  private static final int FORBIDDEN_TOKENS = 40;
  private static final int MOST_SCORED = 100;
  private static final int LONG_PROMPT = 400;
  private static final int LONG_PROBLEMS = 5;

  private final List<String> problems;
  private final GetModelResponse model;

  Requests(List<String> problems, GetModelResponse model) {
    this.problems = List.copyOf(problems);
    this.model = model;
  }

  /** Returns the text of a problem, as the embedded generator reads it. */
  String problem(SplittableRandom random) {
    return problems.get(random.nextInt(problems.size())) + "\n";
  }

  /** Returns more text than the context holds. */
  String longText(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LONG_PROBLEMS; i++) {
      text.append(problem(random));
    }
    return text.toString();
  }

  GenerateRequest samples(Card card) {
    SplittableRandom random = card.random();
    return GenerateRequest.newBuilder()
        .addInputs(input(text(problem(random)), card.size(), random))
        .setSampling(SamplingParams.newBuilder().setTemperature(random.nextFloat(0.5f, 1.3f)))
        .setCacheSalt(random.nextBoolean() ? "" : "tenant-" + random.nextInt(SALTS))
        .setStreamDeltas(random.nextBoolean())
        .build();
  }

  GenerateRequest restricted(Card card) {
    SplittableRandom random = card.random();
    return GenerateRequest.newBuilder()
        .addInputs(input(text(problem(random)), card.size(), random))
        .setSampling(restrictions(random))
        .setStop(
            StopCriteria.newBuilder()
                .setMaxOutputTokens(random.nextInt(20, 120))
                .setMinOutputTokens(random.nextInt(20))
                .addStop("Answer")
                .addStop("=" + random.nextInt(100))
                .addStopTokenIds(token(random))
                .setIncludeStopInOutput(random.nextBoolean()))
        .build();
  }

  /** {@code ids} are the tokens of {@link #longText}. */
  GenerateRequest longOutputs(Card card, List<Integer> ids) {
    SplittableRandom random = card.random();
    List<Integer> prompt = ids.subList(0, Math.min(ids.size(), LONG_PROMPT));
    return GenerateRequest.newBuilder()
        .addInputs(input(tokens(prompt), card.size(), random))
        .setStop(
            StopCriteria.newBuilder()
                .setIgnoreEos(true)
                .setMaxOutputTokens(model.getMaxContextTokens() - prompt.size()))
        .build();
  }

  GenerateRequest shortOutputs(Card card) {
    SplittableRandom random = card.random();
    Prompt prompt = tokens(tokens(random.nextInt(1, 9), random));
    return GenerateRequest.newBuilder()
        .addInputs(input(prompt, card.size(), random))
        .setStop(StopCriteria.newBuilder().setMaxOutputTokens(random.nextInt(1, 5)))
        .build();
  }

  ScoreTokensRequest scores(Card card) {
    SplittableRandom random = card.random();
    ScoreTokensRequest.Builder request =
        ScoreTokensRequest.newBuilder()
            .setPrompt(text(problem(random)))
            .setTopLogprobs(random.nextInt(6))
            .addTokenIds(token(random));
    for (int i = 0; i < card.size(); i++) {
      request.addContinuations(
          TokenIds.newBuilder().addAllIds(tokens(random.nextInt(1, MOST_SCORED), random)));
    }
    return request.build();
  }

  /** Returns an input with a seed of its own. */
  static GenerateInput input(Prompt prompt, int samples, SplittableRandom random) {
    return GenerateInput.newBuilder()
        .setPrompt(prompt)
        .setSampleCount(samples)
        .setSeed(random.nextLong())
        .build();
  }

  static Prompt tokens(List<Integer> ids) {
    return Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addAllIds(ids)).build();
  }

  static Prompt text(String text) {
    return Prompt.newBuilder().setText(text).build();
  }

  private SamplingParams restrictions(SplittableRandom random) {
    SamplingParams.Builder sampling =
        SamplingParams.newBuilder()
            .setTopK(random.nextInt(50))
            .setTopP(random.nextFloat(0.5f, 1))
            .setMinP(random.nextFloat(0.1f))
            .setRepetitionPenalty(random.nextFloat(0.9f, 1.2f))
            .setPresencePenalty(random.nextFloat(-0.5f, 0.5f))
            .setFrequencyPenalty(random.nextFloat(-0.2f, 0.2f))
            .setLogprobs(random.nextInt(6));
    for (int i = 0; i < FORBIDDEN_TOKENS; i++) {
      sampling.putLogitBias(token(random), -100);
    }
    return sampling.putLogitBias(token(random), random.nextFloat(5)).build();
  }

  private List<Integer> tokens(int count, SplittableRandom random) {
    return random.ints(count, 0, model.getVocabularySize()).boxed().toList();
  }

  private int token(SplittableRandom random) {
    return random.nextInt(model.getVocabularySize());
  }
}
