package io.metagen.verifier;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.transformer.text.ChatMessage;
import io.metagen.transformer.text.jinja.TemplateException;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Prompt;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.answer.AnswerNormalizer;
import io.metagen.verifier.reward.OutcomeModel;
import io.metagen.verifier.reward.RowScore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Scores candidates by an outcome reward model. */
record OutcomeVerifier(OutcomeModel model) implements CandidateVerifier {
  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String version() {
    return model.fingerprint();
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.OUTCOME_REWARD_MODEL;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    int[] prompt = prompt(request.getProblem().getPrompt());
    return candidates -> judge(prompt, candidates);
  }

  private List<Judgement> judge(int[] prompt, List<String> candidates) {
    List<int[]> rows = candidates.stream().map(text -> model.row(prompt, text)).toList();
    List<int[]> fitting = rows.stream().filter(this::fits).toList();
    Iterator<RowScore> scores =
        (fitting.isEmpty() ? List.<RowScore>of() : model.score(fitting)).iterator();
    List<Judgement> judgements = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Verification.Builder verification = Verification.newBuilder();
      AnswerNormalizer.ofSolution(candidates.get(i)).ifPresent(verification::setAnswer);
      judgements.add(
          fits(rows.get(i))
              ? scored(verification, rows.get(i), scores.next())
              : tooLong(verification, rows.get(i)));
    }
    return judgements;
  }

  /** Counts a row whole, so that the figures do not depend on how candidates are split. */
  private static Judgement scored(Verification.Builder verification, int[] row, RowScore score) {
    return new Judgement(
        verification.setScore(score.probability()).build(),
        new Cost(row.length, score.cachedTokens(), score.flops()));
  }

  private Judgement tooLong(Verification.Builder verification, int[] row) {
    ServiceException why = contextTooLong("problem and candidate have", row.length);
    return Judgement.free(verification.setFailure(ErrorMapping.toFailure(why)).build());
  }

  /** Returns the prompt's tokens: at least one, and room for a candidate's. */
  private int[] prompt(Prompt prompt) {
    int[] ids = encoded(prompt);
    if (ids.length == 0) {
      throw ServiceException.invalidField("problem.prompt", "must not encode to no token");
    }
    if (ids.length >= model.contextLength()) {
      throw contextTooLong("the problem has", ids.length);
    }
    return ids;
  }

  private int[] encoded(Prompt prompt) {
    return switch (prompt.getContentCase()) {
      case TEXT -> model.encodePrompt(prompt.getText());
      case TOKEN_IDS -> known(prompt.getTokenIds());
      case CONVERSATION -> rendered(prompt.getConversation());
      case CONTENT_NOT_SET -> throw ServiceException.invalidField("problem.prompt", "must be set");
    };
  }

  private int[] rendered(Conversation conversation) {
    List<ChatMessage> messages =
        conversation.getMessagesList().stream()
            .map(message -> new ChatMessage(message.getRole(), message.getContent()))
            .toList();
    try {
      return model
          .encodeConversation(messages)
          .orElseThrow(() -> refused("needs a chat template, which the reward model has not"));
    } catch (TemplateException e) {
      throw refused("is refused by the reward model's chat template: " + e.getMessage());
    }
  }

  private static ServiceException refused(String why) {
    return ServiceException.invalidField("problem.prompt.conversation", why);
  }

  private int[] known(TokenIds tokens) {
    for (int i = 0; i < tokens.getIdsCount(); i++) {
      int id = tokens.getIds(i);
      if (id < 0 || id >= model.vocabularySize()) {
        throw ServiceException.invalidField(
            "problem.prompt.token_ids.ids[" + i + "]",
            "must be in [0, " + model.vocabularySize() + "), is " + id);
      }
    }
    return tokens.getIdsList().stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean fits(int[] row) {
    return row.length <= model.contextLength();
  }

  private ServiceException contextTooLong(String what, int tokens) {
    String count = Integer.toString(tokens);
    String most = Integer.toString(model.contextLength());
    return ServiceException.of(
        ErrorReason.ERROR_REASON_CONTEXT_TOO_LONG,
        what + " " + count + " tokens, the verifier reads at most " + most,
        Map.of("promptTokenCount", count, "maxTokenCount", most));
  }
}
