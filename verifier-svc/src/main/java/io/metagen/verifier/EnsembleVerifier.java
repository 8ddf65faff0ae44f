package io.metagen.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.EnsembleCombination;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Failure;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierEnsemble;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.WeightedVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Several verifiers together: the mean, the least or the weighted sum of their scores. A candidate
 * that one of them can't judge has that failure and no score. Feedback and answer are those of the
 * first member that has one.
 *
 * @param find returns the verifier that a message asks for
 */
record EnsembleVerifier(Function<Verifier, CandidateVerifier> find, Judging judging)
    implements CandidateVerifier {
  static final String NAME = "ensemble";

  /** Most members, and as many ensembles within one another. */
  static final int MOST = 16;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return "ensemble-rules-1";
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.ENSEMBLE;
  }

  @Override
  public boolean composite() {
    return true;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    VerifierEnsemble ensemble = request.getVerifier().getEnsemble();
    int count = ensemble.getMembersCount();
    require(count >= 1 && count <= MOST, "members", "must have 1 to " + MOST + " entries");
    require(
        ensemble.getCombination() != EnsembleCombination.UNRECOGNIZED,
        "combination",
        "must be one of the named values");
    List<Judging.Call> members = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member(request, i));
      weights.add(weight(ensemble.getMembers(i), i));
    }
    return new Members(judging, members, weights, ensemble.getCombination());
  }

  private Judging.Call member(VerifyRequest request, int index) {
    Verifier wanted = request.getVerifier().getEnsemble().getMembers(index).getVerifier();
    String field = "members[" + index + "].verifier";
    require(
        depth(wanted) <= MOST, field, "must have at most " + MOST + " ensembles in one another");
    try {
      VerifyRequest own = request.toBuilder().setVerifier(wanted).build();
      return Judging.Call.of(find.apply(wanted), own);
    } catch (ServiceException e) {
      if (e.reason() == ErrorReason.ERROR_REASON_INVALID_FIELD) {
        throw ServiceException.invalidField(path(field), "is refused: " + e.getMessage());
      }
      throw e;
    }
  }

  private static int depth(Verifier verifier) {
    return 1
        + verifier.getEnsemble().getMembersList().stream()
            .mapToInt(member -> depth(member.getVerifier()))
            .max()
            .orElse(0);
  }

  private static double weight(WeightedVerifier member, int index) {
    double weight = member.hasWeight() ? member.getWeight() : 1;
    require(
        Double.isFinite(weight), "members[" + index + "].weight", "must be finite, is " + weight);
    return weight;
  }

  private static void require(boolean condition, String field, String rule) {
    if (!condition) {
      throw ServiceException.invalidField(path(field), rule);
    }
  }

  private static String path(String field) {
    return "verifier.ensemble." + field;
  }

  /** The members of one call. */
  private record Members(
      Judging judging, List<Judging.Call> calls, List<Double> weights, EnsembleCombination how)
      implements Judge {

    /** Changes when one of the members does. */
    @Override
    public String version(String rules) {
      StringBuilder all = new StringBuilder(rules);
      calls.forEach(
          call ->
              all.append('\n').append(call.verifier().name()).append(' ').append(call.version()));
      return rules + "-" + UUID.nameUUIDFromBytes(all.toString().getBytes(UTF_8));
    }

    @Override
    public List<Judgement> of(List<String> candidates) {
      List<List<Judgement>> byMember =
          calls.stream().map(call -> judging.judge(call, candidates)).toList();
      List<Judgement> judgements = new ArrayList<>();
      for (int i = 0; i < candidates.size(); i++) {
        int candidate = i;
        judgements.add(combined(byMember.stream().map(one -> one.get(candidate)).toList()));
      }
      return judgements;
    }

    private Judgement combined(List<Judgement> parts) {
      Verification.Builder result = Verification.newBuilder();
      Cost cost = Cost.NONE;
      for (int i = 0; i < parts.size(); i++) {
        Verification part = parts.get(i).verification();
        cost = cost.plus(parts.get(i).cost());
        if (part.hasAnswer() && !result.hasAnswer()) {
          result.setAnswer(part.getAnswer());
        }
        if (part.hasFeedback() && !result.hasFeedback()) {
          result.setFeedback(part.getFeedback());
        }
        if (!part.hasScore() && !result.hasFailure()) {
          result.setFailure(part.hasFailure() ? part.getFailure() : noScore(i));
        }
      }
      if (!result.hasFailure()) {
        result.setScore(score(parts));
      }
      return new Judgement(result.build(), cost);
    }

    private Failure noScore(int member) {
      return ErrorMapping.toFailure(
          ServiceException.of(
              ErrorReason.ERROR_REASON_INVALID_FIELD,
              calls.get(member).verifier().name() + " gives no score for this problem",
              Map.of("field", path("members[" + member + "]"))));
    }

    private double score(List<Judgement> parts) {
      double sum = 0;
      double weighted = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < parts.size(); i++) {
        double score = parts.get(i).verification().getScore();
        sum += score;
        weighted += weights.get(i) * score;
        least = Math.min(least, score);
      }
      return switch (how) {
        case ENSEMBLE_COMBINATION_UNSPECIFIED, ENSEMBLE_COMBINATION_MEAN -> sum / parts.size();
        case ENSEMBLE_COMBINATION_MIN -> least;
        case ENSEMBLE_COMBINATION_WEIGHTED_SUM -> weighted;
        case UNRECOGNIZED -> throw new IllegalStateException("checked before");
      };
    }
  }
}
