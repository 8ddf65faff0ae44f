package io.metagen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.metagen.v1.GenerativeVerifier;
import io.metagen.v1.StepAggregation;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyCommandTest {

  private final FakeVerifiers verifiers = new FakeVerifiers();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  VerifyCommandTest() throws IOException {}

  @AfterEach
  void close() {
    verifiers.close();
  }

  @Test
  void verify_processModel_sendsTheRequestAndPrintsStepsFeedbackAndCost(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("candidate"), "1+1=2");
    assertThat(
            verify(
                "--verifier=my-process_reward_model",
                "--aggregation=MIN",
                "--reference=42",
                "--candidate=2*3=6\n6*7=42",
                "--candidate-file=" + file))
        .isZero();

    VerifyRequest request = verifiers.requests().getFirst();
    assertThat(request.getProblem().getPrompt().getText()).isEqualTo("How many?\n");
    assertThat(request.getProblem().getReferenceAnswer()).isEqualTo("42");
    assertThat(request.getVerifier().getProcessRewardModel().getModel())
        .isEqualTo("my-process_reward_model");
    assertThat(request.getVerifier().getProcessRewardModel().getAggregation())
        .isEqualTo(StepAggregation.STEP_AGGREGATION_MIN);
    assertThat(request.getCandidates(1).getText()).isEqualTo("1+1=2");
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            mine, version 0123456789ab
            candidate 1: score 0.5000, answer 42
              step 1: 0.5000  2*3=6
              step 2: 0.5000  6*7=42
              feedback (step 2): It is wrong.
            candidate 2: score 0.5000, answer 42
              step 1: 0.5000  1+1=2
              feedback (step 1): It is wrong.
            30 tokens, 10 of them cached, 0.003 GFLOP
            """);
  }

  @Test
  void verify_regex_takesThePattern() {
    assertThat(verify("--verifier=my-regex_check", "--pattern=a+", "--candidate=aaa")).isZero();
    assertThat(verifiers.requests().getFirst().getVerifier().getRegexCheck().getPattern())
        .isEqualTo("a+");
  }

  @Test
  void verify_generative_asksForCritiques() {
    assertThat(verify("--verifier=my-generative", "--critiques=3", "--candidate=a")).isZero();
    assertThat(verifiers.requests().getFirst().getVerifier().getGenerative())
        .isEqualTo(
            GenerativeVerifier.newBuilder().setModel("my-generative").setCritiqueCount(3).build());
  }

  @Test
  void verify_json_printsTheResponseAndNothingElse() throws IOException {
    assertThat(verify("--verifier=my-outcome_reward_model", "--candidate=a", "--json")).isZero();

    VerifyResponse.Builder response = VerifyResponse.newBuilder();
    JsonFormat.parser().merge(out.toString(), response);
    assertThat(response.getVerifications(0).getScore()).isEqualTo(0.5);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void verify_unknownName_listsAll() {
    assertThat(verify("--verifier=nobody", "--candidate=a")).isEqualTo(1);
    assertThat(err.toString())
        .contains("--verifier: no nobody")
        .contains("my-ensemble (ensemble)")
        .contains("my-regex_check (regex_check)");
    assertThat(verifiers.requests()).isEmpty();
  }

  @Test
  void verify_kindThatNeedsMore_saysSo() {
    assertThat(verify("--verifier=my-ensemble", "--candidate=a")).isEqualTo(1);
    assertThat(err.toString()).contains("needs a request of its own");
  }

  @Test
  void verify_noCandidate_isAUsageError() {
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString()).contains("--candidate or --candidate-file");
  }

  @Test
  void verify_missingFile_namesIt() {
    assertThat(verify("--verifier=my-regex_check", "--candidate-file=/no/such/file")).isEqualTo(1);
    assertThat(err.toString()).contains("/no/such/file");
  }

  private int verify(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", "--problem=How many?", "--endpoint=" + verifiers.target()));
    arguments.addAll(List.of(options));
    CommandLine line = Metagen.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments.toArray(String[]::new));
  }
}
