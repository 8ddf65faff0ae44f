package io.metagen.verifier;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Feedback;
import io.metagen.v1.GenerativeVerifier;
import io.metagen.v1.JudgementForm;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.answer.AnswerNormalizer;
import io.metagen.verifier.bounded.AllOrNone;
import io.metagen.verifier.judge.GenerativeJudge;
import io.metagen.verifier.judge.JudgeGenerator;
import io.metagen.verifier.judge.JudgePrompts;
import io.metagen.verifier.judge.NoVerdictException;
import io.metagen.verifier.judge.Opinion;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Judges candidates by a generator's verdict, all of a call at the same time. Feedback is the
 * critique whose verdict is the lowest.
 *
 * @param threads for calls at the same time
 */
record JudgeVerifier(
    String name, JudgeGenerator generator, JudgePrompts yesOrNo, ExecutorService threads)
    implements CandidateVerifier {
  private static final int MOST_CRITIQUES = 64;
  private static final String KIND = "verifier.generative";

  @Override
  public String version() {
    return "judge-rules-1";
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.GENERATIVE;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    GenerativeVerifier wanted = request.getVerifier().getGenerative();
    String problem = ProblemText.of(request.getProblem().getPrompt());
    int critiques = wanted.getCritiqueCount();
    require(
        critiques >= 0 && critiques <= MOST_CRITIQUES,
        "critique_count",
        "must be in [0, " + MOST_CRITIQUES + "], is " + critiques);
    require(wanted.getForm() != JudgementForm.UNRECOGNIZED, "form", "must be a named value");
    JudgeRules.checkTemplate(
        KIND + ".template",
        wanted.getTemplate(),
        critiques == 0 ? List.of("{candidate}") : List.of("{candidate}", "{critique}"));
    boolean scale = wanted.getForm() == JudgementForm.JUDGEMENT_FORM_SCALE;
    JudgePrompts prompts = scale ? JudgePrompts.SCALE : yesOrNo;
    if (!wanted.getTemplate().isEmpty()) {
      prompts = new JudgePrompts(wanted.getTemplate(), prompts.critique());
    }
    String rubric = wanted.getRubric().isEmpty() ? JudgePrompts.RUBRIC : wanted.getRubric();
    return new Asked(
        new GenerativeJudge(
            generator,
            new GenerativeJudge.Question(
                problem, prompts, scale, rubric, critiques, wanted.getSeed()),
            threads));
  }

  private static void require(boolean condition, String field, String rule) {
    if (!condition) {
      throw ServiceException.invalidField(KIND + "." + field, rule);
    }
  }

  /** The judge of one call. */
  private record Asked(GenerativeJudge judge) implements Judge {
    @Override
    public String version(String own) {
      try {
        return own + " " + judge.generator().version();
      } catch (NoVerdictException e) {
        throw e.at(KIND);
      }
    }

    @Override
    public List<Judgement> of(List<String> candidates) {
      try {
        return AllOrNone.run(
            candidates.stream()
                .map(candidate -> (Callable<Judgement>) () -> judged(candidate))
                .toList(),
            judge.threads());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw CallLimit.cancelled();
      }
    }

    private Judgement judged(String candidate) throws InterruptedException {
      Verification.Builder verification = Verification.newBuilder();
      AnswerNormalizer.ofSolution(candidate).ifPresent(verification::setAnswer);
      try {
        Opinion opinion = judge.of(candidate);
        verification.setScore(opinion.score());
        worst(opinion, verification);
        JudgeGenerator.Spent spent = opinion.spent();
        return new Judgement(
            verification.build(), new Cost(spent.tokens(), spent.cachedTokens(), spent.flops()));
      } catch (ServiceException e) {
        if (e.reason() == ErrorReason.ERROR_REASON_CALLER_CANCELLED) {
          throw e;
        }
        return failed(verification, e);
      } catch (NoVerdictException e) {
        return failed(verification, e.at(KIND));
      }
    }

    private static Judgement failed(Verification.Builder verification, ServiceException why) {
      return Judgement.free(verification.setFailure(ErrorMapping.toFailure(why)).build());
    }

    private static void worst(Opinion opinion, Verification.Builder verification) {
      int worst = 0;
      for (int i = 1; i < opinion.scores().size(); i++) {
        worst = opinion.scores().get(i) < opinion.scores().get(worst) ? i : worst;
      }
      if (!opinion.critiques().isEmpty()) {
        verification.setFeedback(
            Feedback.newBuilder().setText(opinion.critiques().get(worst).strip()));
      }
    }
  }
}
