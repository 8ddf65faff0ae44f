package io.metagen.orchestrator.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.v1.AnswerWeight;
import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import io.metagen.v1.Verifier;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The exact choice and tie rules of every strategy. */
final class ChoiceTest {
  private static final Generation ANY = Generation.getDefaultInstance();
  private static final BestOfN BEST = new BestOfN(ANY, 4, Verifier.getDefaultInstance());
  private static final MajorityVote MAJORITY = new MajorityVote(ANY, 4);
  private static final WeightedVote WEIGHTED =
      new WeightedVote(ANY, 4, Verifier.getDefaultInstance());

  @Test
  void bestOfN_tie_firstIndex() {
    assertThat(chosen(BEST, of(0, "a", 0.1), of(1, "b", 0.9), of(2, "c", 0.9))).isEqualTo(1);
  }

  @Test
  void bestOfN_unscored_loseAgainstAnyScore() {
    assertThat(chosen(BEST, unscored(0, "a"), of(1, "b", -5), unscored(2, "c"))).isEqualTo(1);
  }

  @Test
  void bestOfN_noneScored_firstCandidate() {
    assertThat(chosen(BEST, unscored(2, "a"), unscored(3, "b"))).isEqualTo(2);
  }

  @Test
  void majority_tie_answerSeenFirstAndItsFirstCandidate() {
    Choice choice =
        MAJORITY.choose(
            List.of(
                unscored(0, "x"),
                unscored(1, "b"),
                unscored(2, "a"),
                unscored(3, "a"),
                unscored(4, "b")));

    assertThat(choice.best().getIndex()).isEqualTo(1);
    assertThat(choice.weights())
        .extracting(
            AnswerWeight::getAnswer, AnswerWeight::getWeight, AnswerWeight::getCandidateCount)
        .containsExactly(
            Tuple.tuple("b", 2.0, 2), Tuple.tuple("a", 2.0, 2), Tuple.tuple("x", 1.0, 1));
  }

  @Test
  void majority_withoutAnswer_doesNotVote() {
    assertThat(chosen(MAJORITY, silent(0), silent(1), silent(2), unscored(3, "a"))).isEqualTo(3);
  }

  @Test
  void majority_nobodyAnswers_firstCandidateWithoutWeights() {
    Choice choice = MAJORITY.choose(List.of(silent(1), silent(2)));

    assertThat(choice.best().getIndex()).isEqualTo(1);
    assertThat(choice.weights()).isEmpty();
  }

  @Test
  void weighted_sumsBeatTheSingleBest_andTheBestOfTheGroupStandsForIt() {
    Choice choice =
        WEIGHTED.choose(
            List.of(of(0, "a", 0.3), of(1, "b", 0.8), of(2, "a", 0.4), of(3, "a", 0.2)));

    assertThat(choice.best().getIndex()).isEqualTo(2);
    assertThat(choice.weights().getFirst().getWeight()).isEqualTo(0.3 + 0.4 + 0.2);
  }

  @Test
  void weighted_tie_answerSeenFirstAndItsFirstBest() {
    assertThat(chosen(WEIGHTED, of(0, "b", 0.25), of(1, "a", 0.5), of(2, "b", 0.25))).isZero();
  }

  @Test
  void weighted_unscoredOrUnanswered_doNotVote() {
    assertThat(chosen(WEIGHTED, unscored(0, "a"), unscored(1, "a"), of(2, "b", 0.1))).isEqualTo(2);
  }

  @Test
  void weighted_nobodyVotes_highestScoreThenFirst() {
    Candidate scored = silent(1).toBuilder().setScore(0.4).build();

    assertThat(chosen(WEIGHTED, silent(0), scored)).isEqualTo(1);
    assertThat(chosen(WEIGHTED, silent(0), silent(1))).isZero();
  }

  private static int chosen(Strategy strategy, Candidate... candidates) {
    return strategy.choose(List.of(candidates)).best().getIndex();
  }

  private static Candidate of(int index, String answer, double score) {
    return unscored(index, answer).toBuilder().setScore(score).build();
  }

  private static Candidate unscored(int index, String answer) {
    return silent(index).toBuilder().setAnswer(answer).build();
  }

  private static Candidate silent(int index) {
    return Candidate.newBuilder().setIndex(index).build();
  }
}
