package io.metagen.cli.run;

import io.metagen.v1.AnswerCheck;
import io.metagen.v1.GenerativeVerifier;
import io.metagen.v1.JsonSchemaCheck;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.ProcessRewardModel;
import io.metagen.v1.ProgramCheck;
import io.metagen.v1.RegexCheck;
import io.metagen.v1.StepAggregation;
import io.metagen.v1.StepCheck;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierDescription;
import java.util.Optional;

/**
 * What a verifier needs to know besides problem and candidates; each kind takes its own.
 *
 * @param aggregation of a process reward model's step scores
 * @param pattern of the check by a regular expression
 * @param schema of the check by a JSON Schema
 * @param tests of the check of programs
 * @param language of the programs
 * @param critiques of a generative verifier before its verdict
 */
public record VerifierMessage(
    StepAggregation aggregation,
    String pattern,
    String schema,
    String tests,
    String language,
    int critiques) {

  /** Returns the message that asks for a verifier; empty for a kind that needs more than that. */
  public Optional<Verifier> of(VerifierDescription described) {
    Verifier.Builder verifier = Verifier.newBuilder();
    String name = described.getName();
    switch (described.getKind()) {
      case "outcome_reward_model" ->
          verifier.setOutcomeRewardModel(OutcomeRewardModel.newBuilder().setModel(name));
      case "process_reward_model" ->
          verifier.setProcessRewardModel(
              ProcessRewardModel.newBuilder().setModel(name).setAggregation(aggregation));
      case "generative" ->
          verifier.setGenerative(
              GenerativeVerifier.newBuilder().setModel(name).setCritiqueCount(critiques));
      case "answer_check" -> verifier.setAnswerCheck(AnswerCheck.getDefaultInstance());
      case "step_check" -> verifier.setStepCheck(StepCheck.getDefaultInstance());
      case "regex_check" -> verifier.setRegexCheck(RegexCheck.newBuilder().setPattern(pattern));
      case "json_schema_check" ->
          verifier.setJsonSchemaCheck(JsonSchemaCheck.newBuilder().setSchema(schema));
      case "program_check" ->
          verifier.setProgramCheck(ProgramCheck.newBuilder().setLanguage(language).setTests(tests));
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(verifier.build());
  }
}
