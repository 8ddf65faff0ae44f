package io.metagen.generator.call;

import io.metagen.error.ServiceException;
import io.metagen.error.Violations;
import io.metagen.generator.engine.StopRules;
import io.metagen.generator.model.ServedModel;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.StepBoundary;
import io.metagen.v1.StopCriteria;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads stop criteria; what they allow depends on the length of the prompt. */
final class StopReader {
  private static final int MAX_STRINGS = 16;
  private static final int MAX_STRING_BYTES = 256;
  private static final int MAX_STOP_IDS = 64;

  private final ServedModel model;
  private final int defaultMaxTokens;
  private final StopCriteria given;

  StopReader(ServedModel model, int defaultMaxTokens, StopCriteria given) {
    this.model = model;
    this.defaultMaxTokens = defaultMaxTokens;
    this.given = given;
  }

  /** Checks everything that does not depend on a prompt. */
  void check(Violations violations) {
    checkLimits(violations);
    violations.check(
        given.getStopCount() <= MAX_STRINGS,
        "stop.stop",
        "must have at most " + MAX_STRINGS + " strings, has " + given.getStopCount());
    for (int i = 0; i < Math.min(given.getStopCount(), MAX_STRINGS); i++) {
      checkString(given.getStop(i), "stop.stop[" + i + "]", violations);
    }
    violations.check(
        given.getStopTokenIdsCount() <= MAX_STOP_IDS,
        "stop.stop_token_ids",
        "must have at most " + MAX_STOP_IDS + " ids");
    for (int i = 0; i < Math.min(given.getStopTokenIdsCount(), MAX_STOP_IDS); i++) {
      violations.check(
          model.knows(given.getStopTokenIds(i)),
          "stop.stop_token_ids[" + i + "]",
          "must be in [0, " + model.config().vocabularySize() + ")");
    }
    if (given.hasStep()) {
      checkStep(given.getStep(), violations);
    }
  }

  /** Checks what an input says in place of these criteria. */
  void checkInput(GenerateInput input, String path, Violations violations) {
    int context = model.config().maxPositions();
    int least = Math.max(1, minTokens());
    violations.check(
        !input.hasMaxOutputTokens()
            || (input.getMaxOutputTokens() >= least && input.getMaxOutputTokens() <= context),
        path + ".max_output_tokens",
        "must be in [" + least + ", " + context + "], is " + input.getMaxOutputTokens());
  }

  int minTokens() {
    return given.getMinOutputTokens();
  }

  /** Returns the rules for samples of an input whose prompt has so many tokens. */
  StopRules rules(int promptTokens, GenerateInput input) {
    boolean limited = input.hasMaxOutputTokens() || given.hasMaxOutputTokens();
    int limit =
        input.hasMaxOutputTokens() ? input.getMaxOutputTokens() : given.getMaxOutputTokens();
    int context = model.config().maxPositions() - promptTokens;
    if (limited && limit > context) {
      throw PromptReader.tooLong(promptTokens, limit, model.config().maxPositions());
    }
    int byDefault = Math.min(defaultMaxTokens, model.kvTokens() - promptTokens);
    int wanted = limited ? limit : Math.max(byDefault, Math.max(1, minTokens()));
    Set<Integer> endIds = new HashSet<>(given.getStopTokenIdsList());
    if (!given.getIgnoreEos()) {
      endIds.addAll(model.eosIds());
    }
    StepBoundary step = given.getStep();
    return new StopRules(
        Math.min(wanted, context),
        endIds,
        given.getStopList(),
        given.getIncludeStopInOutput(),
        step.hasDelimiter() ? List.of(step.getDelimiter()) : List.of(),
        step.getTokenCount());
  }

  private void checkLimits(Violations violations) {
    int context = model.config().maxPositions();
    int max = given.hasMaxOutputTokens() ? given.getMaxOutputTokens() : context;
    violations.check(
        max >= 1 && max <= context,
        "stop.max_output_tokens",
        "must be in [1, " + context + "], is " + max);
    violations.check(
        minTokens() >= 0 && minTokens() <= max,
        "stop.min_output_tokens",
        "must be in [0, max_output_tokens], is " + minTokens());
  }

  private static void checkStep(StepBoundary step, Violations violations) {
    switch (step.getKindCase()) {
      case DELIMITER -> checkString(step.getDelimiter(), "stop.step.delimiter", violations);
      case TOKEN_COUNT ->
          violations.check(
              step.getTokenCount() >= 1, "stop.step.token_count", "must be at least 1");
      case REGEX -> throw ServiceException.notImplemented("stop.step.regex");
      case KIND_NOT_SET ->
          violations.check(false, "stop.step", "must have a delimiter, token_count or regex");
    }
  }

  private static void checkString(String value, String path, Violations violations) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    violations.check(
        bytes >= 1 && bytes <= MAX_STRING_BYTES,
        path,
        "must have 1 to " + MAX_STRING_BYTES + " bytes, has " + bytes);
  }
}
