package io.metagen.verifier;

import static io.metagen.verifier.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.StepCheck;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepVerifierTest {
  static final Verifier STEP =
      Verifier.newBuilder().setStepCheck(StepCheck.getDefaultInstance()).build();
  static final String PROBLEM =
      "Ann has 12 apples. Ann buys 5 more. Ben has 3 times as many as Ann."
          + " How many apples does Ben have now?\n";

  @Test
  void judge_solutions_scoreEachStepUpToTheFirstWrongOne() {
    List<Judgement> judged =
        judge(
            "Ann 12+5=17\nBen 17*3=51\nAnswer: 51",
            "Ann 12+5=17\nBen 17*3=52\nAnswer: 52",
            "Ben (12+5)*3=51\nAnswer: 15");

    assertThat(judged)
        .extracting(Judgement::verification)
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0, 0.0);
    assertThat(judged)
        .extracting(Judgement::verification)
        .extracting(Verification::getStepScoresList)
        .containsExactly(List.of(1.0, 1.0, 1.0), List.of(1.0, 0.0, 0.0), List.of(1.0, 0.0));
    assertThat(judged)
        .extracting(Judgement::verification)
        .extracting(Verification::getAnswer)
        .containsExactly("51", "52", "15");
  }

  @Test
  void judge_wrongSolution_locatesTheError() {
    Verification right = judge("Ben (12+5)*3=51\nAnswer: 51").getFirst().verification();
    Verification wrong = judge("Ann 12+5=18\nAnswer: 18").getFirst().verification();

    assertThat(right.hasFeedback()).isFalse();
    assertThat(wrong.getFeedback().getText()).isEqualTo("12+5 is 17, not 18");
    assertThat(wrong.getFeedback().hasStepIndex()).isTrue();
    assertThat(wrong.getFeedback().getStepIndex()).isZero();
  }

  @Test
  void judge_emptySolution_hasFeedbackWithoutAPlace() {
    Verification empty = judge("").getFirst().verification();

    assertThat(empty.hasScore()).isTrue();
    assertThat(empty.getScore()).isZero();
    assertThat(empty.hasAnswer()).isFalse();
    assertThat(empty.getStepScoresList()).isEmpty();
    assertThat(empty.getFeedback().hasStepIndex()).isFalse();
  }

  @Test
  void judge_moreLinesThanAllowed_failsAlone() {
    List<Judgement> judged =
        judge("x\n".repeat(StepVerifier.MOST_LINES + 1), "x\n".repeat(StepVerifier.MOST_LINES));

    assertThat(judged.getFirst().verification().hasScore()).isFalse();
    assertThat(judged.getFirst().verification().getFailure().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(judged.getLast().verification().getStepScoresCount())
        .isEqualTo(StepVerifier.MOST_LINES);
  }

  @Test
  void judge_conversation_readsTheUsersLastMessage() {
    Conversation.Builder conversation = Conversation.newBuilder();
    conversation.addMessagesBuilder().setRole("user").setContent("hello");
    conversation.addMessagesBuilder().setRole("user").setContent(PROBLEM);
    conversation.addMessagesBuilder().setRole("assistant").setContent("Well,");

    assertThat(score(Prompt.newBuilder().setConversation(conversation).build())).isEqualTo(1);
  }

  @Test
  void judge_promptThatCantBeRead_namesTheField() {
    Conversation.Builder silent = Conversation.newBuilder();
    silent.addMessagesBuilder().setRole("system").setContent(PROBLEM);

    assertThatThrownBy(() -> score(Prompt.newBuilder().setText("2+2?").build()))
        .hasMessageStartingWith("problem.prompt: must be a problem of the synthetic task");
    assertThatThrownBy(
            () -> score(Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addIds(1)).build()))
        .hasMessageStartingWith("problem.prompt.token_ids: ");
    assertThatThrownBy(() -> score(Prompt.newBuilder().setConversation(silent).build()))
        .hasMessageStartingWith("problem.prompt.conversation.messages: ");
  }

  private static double score(Prompt prompt) {
    VerifyRequest request =
        request("unused", STEP, List.of()).toBuilder()
            .setProblem(Problem.newBuilder().setPrompt(prompt))
            .build();
    return new StepVerifier()
        .judge(request)
        .of(List.of("Ben (12+5)*3=51\nAnswer: 51"))
        .getFirst()
        .verification()
        .getScore();
  }

  private static List<Judgement> judge(String... candidates) {
    return new StepVerifier().judge(request(PROBLEM, STEP, List.of())).of(List.of(candidates));
  }
}
