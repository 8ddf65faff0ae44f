package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.metagen.error.ServiceException;
import io.metagen.v1.ChatMessage;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GenerativeVerifier;
import io.metagen.v1.JudgementForm;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.TokenIds;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.judge.JudgeGenerator;
import io.metagen.verifier.judge.JudgePrompts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JudgeVerifierTest {
  private final FakeGenerator generator = new FakeGenerator();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JudgeVerifier verifier =
      new JudgeVerifier("judge", generator, JudgePrompts.YES_NO, threads);

  /** Believes a prompt by what it contains; critiques are doubts of growing strength. */
  private static final class FakeGenerator implements JudgeGenerator {
    final List<String> prompts = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String version() {
      return "g1";
    }

    @Override
    public Verdict verdict(String prompt, List<String> words) {
      prompts.add(prompt);
      if (prompt.contains("broken")) {
        throw ServiceException.of(ErrorReason.ERROR_REASON_DEPENDENCY_DOWN, "down", Map.of());
      }
      Spent spent = new Spent(10, 3, 100);
      if (prompt.contains("speechless")) {
        return new Verdict(Collections.nCopies(words.size(), 0.0), spent);
      }
      if (words.size() == 5) {
        return new Verdict(List.of(0.0, 0.1, 0.0, 0.3, 0.0), spent);
      }
      double doubt = prompt.contains("doubt 1") ? 0.5 : prompt.contains("doubt 2") ? 0.7 : 0;
      return new Verdict(List.of((prompt.contains("right") ? 0.9 : 0.8) - doubt), spent);
    }

    @Override
    public Critiques critiques(String prompt, int count, long seed) {
      prompts.add(prompt + seed);
      return new Critiques(
          IntStream.range(0, count).mapToObj(i -> "doubt " + i + "\n").toList(),
          new Spent(50, 0, 1000));
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void judge_ownPrompts_areShown() {
    JudgePrompts own =
        new JudgePrompts(
            "{problem}|{candidate}|{critique}Correct:", "{problem}|{candidate}|Check:");
    JudgeVerifier trained = new JudgeVerifier("own", generator, own, threads);

    trained
        .judge(request(prompt(), GenerativeVerifier.newBuilder().setCritiqueCount(1)))
        .of(List.of("right"));

    assertThat(generator.prompts)
        .containsExactly(
            "How many {candidate}?|right|Check:0", "How many {candidate}?|right|doubt 0\nCorrect:");
  }

  @Test
  void judge_directly_isTheProbabilityOfYes() {
    List<Judgement> judged =
        judge(GenerativeVerifier.newBuilder(), List.of("right\nAnswer: 7", "other"));

    assertThat(judged).extracting(one -> one.verification().getScore()).containsExactly(0.9, 0.8);
    assertThat(judged.getFirst().verification().getAnswer()).isEqualTo("7");
    assertThat(judged.getFirst().verification().hasFeedback()).isFalse();
    assertThat(judged.getFirst().cost()).isEqualTo(new Cost(10, 3, 100));
    assertThat(generator.prompts)
        .contains(
            """
            How many {candidate}?

            Proposed solution:
            other

            Is the answer correct (Yes/No)?
            """);
  }

  @Test
  void judge_critiques_isTheMeanOfTheirVerdictsAndTheWorstIsFeedback() {
    Judgement judged =
        judge(GenerativeVerifier.newBuilder().setCritiqueCount(3).setSeed(5), List.of("right"))
            .getFirst();

    Verification verification = judged.verification();
    assertThat(verification.getScore()).isCloseTo((0.9 + 0.4 + 0.2) / 3, within(1e-12));
    assertThat(verification.getFeedback().getText()).isEqualTo("doubt 2");
    assertThat(judged.cost()).isEqualTo(new Cost(80, 9, 1300));
    assertThat(generator.prompts)
        .anyMatch(prompt -> prompt.endsWith("Let's verify step by step.\n5"))
        .anyMatch(prompt -> prompt.endsWith("doubt 1\nIs the answer correct (Yes/No)?\n"));
  }

  @Test
  void judge_scale_isTheExpectedPointFromZeroToOne() {
    Judgement judged =
        judge(
                GenerativeVerifier.newBuilder()
                    .setForm(JudgementForm.JUDGEMENT_FORM_SCALE)
                    .setRubric("5: brief"),
                List.of("right"))
            .getFirst();

    assertThat(judged.verification().getScore())
        .isCloseTo((0.1 * 1 + 0.3 * 3) / 0.4 / 4, within(1e-12));
    assertThat(generator.prompts.getFirst()).contains("5: brief").contains("Score from 1 to 5");
  }

  @Test
  void judge_scaleWithoutAnyProbability_failsForThatCandidateAndHasNoScore() {
    List<Judgement> judged =
        judge(
            GenerativeVerifier.newBuilder().setForm(JudgementForm.JUDGEMENT_FORM_SCALE),
            List.of("speechless", "right"));

    assertThat(judged.get(0).verification().hasScore()).isFalse();
    assertThat(judged.get(0).verification().getFailure().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(judged.get(0).verification().getFailure().getMessage())
        .startsWith("verifier.generative: has no verdict");
    assertThat(judged.get(1).verification().hasScore()).isTrue();
  }

  @Test
  void judge_template_isFilledInOnePass() {
    judge(
        GenerativeVerifier.newBuilder().setTemplate("{candidate}|{problem}|{critique}"),
        List.of("a {problem} $1"));
    assertThat(generator.prompts).containsExactly("a {problem} $1|How many {candidate}?|");
  }

  @Test
  void judge_generatorFailsForOne_thatOneFailsAndHasNoScore() {
    List<Judgement> judged = judge(GenerativeVerifier.newBuilder(), List.of("broken", "right"));

    assertThat(judged.get(0).verification().hasScore()).isFalse();
    assertThat(judged.get(0).verification().getFailure().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_DEPENDENCY_DOWN);
    assertThat(judged.get(1).verification().getScore()).isEqualTo(0.9);
  }

  @Test
  void judge_conversation_readsTheUsersLastMessage() {
    Prompt prompt =
        Prompt.newBuilder()
            .setConversation(
                Conversation.newBuilder()
                    .addMessages(ChatMessage.newBuilder().setRole("user").setContent("First?"))
                    .addMessages(ChatMessage.newBuilder().setRole("user").setContent("Second?")))
            .build();
    verifier.judge(request(prompt, GenerativeVerifier.newBuilder())).of(List.of("right"));
    assertThat(generator.prompts.getFirst()).startsWith("Second?\n");
  }

  @Test
  void version_ofTheGenerator_isPartOfIt() {
    CandidateVerifier.Judge judge =
        verifier.judge(request(prompt(), GenerativeVerifier.newBuilder()));
    assertThat(judge.version(verifier.version())).isEqualTo("judge-rules-1 g1");
  }

  @Test
  void judge_badField_namesIt() {
    assertRefused(GenerativeVerifier.newBuilder().setCritiqueCount(-1), "critique_count");
    assertRefused(GenerativeVerifier.newBuilder().setCritiqueCount(65), "critique_count");
    assertRefused(GenerativeVerifier.newBuilder().setFormValue(9), "form");
    assertRefused(GenerativeVerifier.newBuilder().setTemplate("{problem}"), "template");
    assertRefused(
        GenerativeVerifier.newBuilder().setTemplate("{candidate}").setCritiqueCount(1), "template");
    assertRefused(
        GenerativeVerifier.newBuilder().setTemplate("{candidate}" + " ".repeat(20_000)),
        "template");
    Prompt tokens = Prompt.newBuilder().setTokenIds(TokenIds.newBuilder().addIds(1)).build();
    assertThatThrownBy(() -> verifier.judge(request(tokens, GenerativeVerifier.newBuilder())))
        .hasMessageContaining("problem.prompt.token_ids");
  }

  private void assertRefused(GenerativeVerifier.Builder wanted, String field) {
    assertThatThrownBy(() -> judge(wanted, List.of("a")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("verifier.generative." + field);
  }

  private List<Judgement> judge(GenerativeVerifier.Builder wanted, List<String> candidates) {
    return verifier.judge(request(prompt(), wanted)).of(candidates);
  }

  private static Prompt prompt() {
    return Prompt.newBuilder().setText("How many {candidate}?\n").build();
  }

  private static VerifyRequest request(Prompt prompt, GenerativeVerifier.Builder wanted) {
    return VerifyRequest.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(prompt))
        .setVerifier(Verifier.newBuilder().setGenerative(wanted))
        .build();
  }
}
