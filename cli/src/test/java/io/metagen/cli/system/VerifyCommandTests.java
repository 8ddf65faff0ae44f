package io.metagen.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.metagen.cli.mesh.ServiceKind;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifyResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code metagen verify} as users start it, a program of its own, on a mesh that already runs. */
abstract class VerifyCommandTests {
  private static final String PROBLEM =
      "Ann has 12 apples. Ann buys 5 more. Ben has 3 times as many as Ann."
          + " How many apples does Ben have now?";
  private static final String RIGHT = "Ann 12+5=17\nBen 17*3=51\nAnswer: 51";
  private static final String WRONG = "Ann 12+5=17\nBen 17*3=52\nAnswer: 52";
  private static final String JUDGE = "embedded";

  private final String mesh;

  @TempDir private Path folder = Path.of("set by JUnit");

  VerifyCommandTests(int portOffset) {
    mesh = TestMesh.name(portOffset);
  }

  /** Returns Java's option that makes a mesh's first generator a judge of its verifier. */
  static String judgedBy(int portOffset) {
    int generator = ServiceKind.GENERATOR.defaultPorts().plus(portOffset).grpc();
    return "-Dmetagen.verifier.judges." + JUDGE + ".endpoint=127.0.0.1:" + generator;
  }

  /** A program that ended. */
  private record Ended(int status, String output, String error) {}

  @Test
  void verify_stepCheck_printsEachStepAndWhereTheFirstWrongOneIs() throws Exception {
    Ended ended = verify("--verifier=step_check", "--candidate=" + RIGHT, "--candidate=" + WRONG);

    assertThat(ended.error()).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(ended.output())
        .startsWith("step_check, version ")
        .contains(
            """
            candidate 1: score 1.0000, answer 51
              step 1: 1.0000  Ann 12+5=17
              step 2: 1.0000  Ben 17*3=51
              step 3: 1.0000  Answer: 51
            candidate 2: score 0.0000, answer 52
              step 1: 1.0000  Ann 12+5=17
              step 2: 0.0000  Ben 17*3=52
              step 3: 0.0000  Answer: 52
              feedback (step 2): 17*3 is not 52
            """);
  }

  @Test
  void verify_modelsByName_printTheResponseAsJson() throws Exception {
    for (String name : List.of("reward", JUDGE)) {
      VerifyResponse response = json("--verifier=" + name, RIGHT, WRONG);

      assertThat(response.getVerifier()).isEqualTo(name);
      assertThat(response.getVerificationsList())
          .as(name)
          .hasSize(2)
          .allMatch(Verification::hasScore)
          .allMatch(one -> one.getScore() > 0 && one.getScore() < 1);
      assertThat(response.getUsage().getTokenCount()).as(name).isPositive();
      assertThat(response.getUsage().getFlops()).as(name).isPositive();
    }
  }

  @Test
  void verify_checksByName_tellRightFromWrong() throws Exception {
    Path schema = file("{\"type\": \"integer\"}");
    Path tests = file("assert f(2) == 4");

    assertRightAndWrong(json("--verifier=answer_check", "--reference=51", RIGHT, WRONG));
    assertRightAndWrong(json("--verifier=regex_check", "--pattern=(?s).*51", RIGHT, WRONG));
    assertRightAndWrong(
        json("--verifier=json_schema_check", "--schema-file=" + schema, "4", "4.5"));
    assertRightAndWrong(
        json(
            "--verifier=program_check",
            "--tests-file=" + tests,
            "def f(x): return x * x",
            "def f(x): return x"));
  }

  @Test
  void verify_unknownName_failsAndListsAll() throws Exception {
    Ended ended = verify("--verifier=nobody", "--candidate=" + RIGHT);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.error())
        .startsWith("metagen: --verifier: no nobody; there are")
        .contains("reward (outcome_reward_model)", JUDGE + " (generative)", "step_check");
  }

  @Test
  void verify_requestThatTheServiceRefuses_failsWithItsReasonAndField() throws Exception {
    Ended ended = verify("--verifier=regex_check", "--pattern=(", "--candidate=a");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.error())
        .startsWith("metagen: INVALID_ARGUMENT INVALID_FIELD from verifier.metagen.io: ")
        .contains("verifier.regex_check.pattern");
  }

  private static void assertRightAndWrong(VerifyResponse response) {
    assertThat(response.getVerificationsList())
        .as(response.getVerifier())
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0);
    assertThat(response.getVerifications(1).getFeedback().getText())
        .as(response.getVerifier())
        .isNotEmpty();
  }

  /** Returns what verify prints for options, then two candidates. */
  private VerifyResponse json(String... arguments) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("--json"));
    for (String argument : arguments) {
      options.add(argument.startsWith("--") ? argument : "--candidate=" + argument);
    }
    Ended ended = verify(options.toArray(String[]::new));
    assertThat(ended.error()).isEmpty();
    assertThat(ended.status()).isZero();
    VerifyResponse.Builder response = VerifyResponse.newBuilder();
    JsonFormat.parser().merge(ended.output(), response);
    return response.build();
  }

  private Ended verify(String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                Path.of("target", "metagen-cli.jar").toString(),
                "verify",
                "--mesh=" + mesh,
                "--problem=" + PROBLEM));
    command.addAll(List.of(options));
    Path error = folder.resolve("error");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(error.toFile());
    builder.environment().put("METAGEN_HOME", TestMesh.HOME.toString());
    Process program = builder.start();
    String output = new String(program.getInputStream().readAllBytes(), UTF_8);
    return new Ended(program.waitFor(), output, Files.readString(error));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "file", ""), text);
  }
}
