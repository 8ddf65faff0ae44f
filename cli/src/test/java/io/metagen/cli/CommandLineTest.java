package io.metagen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.metagen.v1.Budget;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import io.metagen.v1.TreeSearch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Runs whole commands against a fake orchestrator; the mesh {@code none} never exists. */
class CommandLineTest {

  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CommandLineTest() throws IOException {}

  @AfterEach
  void close() {
    orchestrator.close();
  }

  @Test
  void solve_allOptions_reachTheService() {
    assertThat(
            solve(
                "--strategy=weighted-vote",
                "--samples=8",
                "--temperature=0.5",
                "--seed=9",
                "--max-tokens=64",
                "--budget-generated-tokens=500",
                "--budget-gflop=2.5",
                "--budget-seconds=1.5"))
        .isZero();

    RunSpec run = orchestrator.runs().getFirst();
    assertThat(run.getSeed()).isEqualTo(9);
    assertThat(run.getProblem().getPrompt().getText()).isEqualTo("How many?\n");
    assertThat(run.getBudget())
        .isEqualTo(
            Budget.newBuilder()
                .setMaxGeneratedTokens(500)
                .setMaxFlops(2.5e9)
                .setMaxWallTime(Durations.fromMillis(1500))
                .build());
    assertThat(run.getStrategy().getParallel())
        .satisfies(
            parallel -> {
              assertThat(parallel.getSampleCount()).isEqualTo(8);
              assertThat(parallel.getWeightedVote().getVerifier().hasOutcomeRewardModel()).isTrue();
              assertThat(parallel.getSource().getGeneration().getSampling().getTemperature())
                  .isEqualTo(0.5f);
              assertThat(parallel.getSource().getGeneration().getStop().getMaxOutputTokens())
                  .isEqualTo(64);
            });
    assertThat(out.toString()).contains("answer: 47 (completed, seed 9)");
  }

  @Test
  void solve_noOptions_leavesSettingsToTheService() {
    assertThat(solve()).isZero();

    RunSpec run = orchestrator.runs().getFirst();
    assertThat(run.hasSeed()).isFalse();
    assertThat(run.getBudget()).isEqualTo(Budget.getDefaultInstance());
    assertThat(run.getStrategy().getParallel().hasBestOfN()).isTrue();
    assertThat(run.getStrategy().getParallel().getSource().getGeneration().hasSampling()).isFalse();
  }

  @Test
  void solve_rebase_searchesOverLines() {
    assertThat(solve("--strategy=rebase", "--samples=8", "--max-tokens=64")).isZero();

    TreeSearch tree = orchestrator.runs().getFirst().getStrategy().getTree();
    assertThat(tree.getRebase().getWidth()).isEqualTo(8);
    assertThat(tree.getRebase().hasTemperature()).isFalse();
    assertThat(tree.getVerifier().hasOutcomeRewardModel()).isTrue();
    assertThat(tree.getGeneration().getStop().getStep().getDelimiter()).isEqualTo("\n");
    assertThat(tree.getGeneration().getStop().getMaxOutputTokens()).isEqualTo(64);
  }

  @Test
  void solve_chat_sendsAConversation() {
    assertThat(solve("--chat")).isZero();

    assertThat(orchestrator.runs().getFirst().getProblem().getPrompt().getConversation())
        .satisfies(
            chat -> {
              assertThat(chat.getMessages(0).getRole()).isEqualTo("user");
              assertThat(chat.getMessages(0).getContent()).isEqualTo("How many?");
            });
  }

  @Test
  void solve_json_printsTheResultAndNothingElse() throws Exception {
    assertThat(solve("--json", "--samples=3")).isZero();

    RunResult.Builder result = RunResult.newBuilder();
    JsonFormat.parser().merge(out.toString(), result);
    assertThat(result.getAnswer().getAnswer()).isEqualTo("42");
    assertThat(result.getCandidatesCount()).isEqualTo(3);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void solve_serviceRefuses_printsReasonAndFields() {
    orchestrator.failWith(
        StatusProto.toStatusRuntimeException(
            Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage("bad request")
                .addDetails(
                    Any.pack(
                        ErrorInfo.newBuilder()
                            .setReason("INVALID_FIELD")
                            .setDomain("orchestrator.metagen.io")
                            .build()))
                .addDetails(
                    Any.pack(
                        BadRequest.newBuilder()
                            .addFieldViolations(
                                BadRequest.FieldViolation.newBuilder()
                                    .setField("spec.strategy.parallel.sample_count")
                                    .setDescription("must be in [1, 256], is 0"))
                            .build()))
                .build()));

    assertThat(solve("--samples=0")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "metagen: INVALID_ARGUMENT INVALID_FIELD from orchestrator.metagen.io: bad request",
            "  spec.strategy.parallel.sample_count: must be in [1, 256], is 0");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void solve_nobodyListens_failsInOneLine() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(execute("solve", "How many?", "--endpoint=127.0.0.1:" + port)).isEqualTo(1);
    assertThat(err.toString()).startsWith("metagen: UNAVAILABLE").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "solve --mesh=none x, no mesh is running; start one with ./metagen up",
    "status --mesh=none, no mesh is running; start one with ./metagen up",
    "logs --mesh=none, no mesh is running; start one with ./metagen up",
    "demo --model=nowhere, cannot read the held-out problems",
    "up --model=nowhere, no checkpoint in"
  })
  void command_nothingThere_failsAndSaysWhatToDo(String command, String message) {
    assertThat(execute(command.split(" "))).isEqualTo(1);
    assertThat(err.toString()).startsWith("metagen: ").contains(message);
  }

  @Test
  void down_noMesh_isFine() {
    assertThat(execute("down", "--mesh=none")).isZero();
    assertThat(out.toString()).contains("No mesh was running.");
  }

  @ParameterizedTest
  @CsvSource({
    "solve x --strategy=best, unknown strategy",
    "solve, Missing required parameter",
    "solve x --samples=many, is not an int",
    "demo --problems=0, must be at least 1",
    "up --generators=0, --generators must be at least 1",
    "fly, Unmatched argument"
  })
  void command_badUsage_saysWhatIsWrongAndWhereHelpIs(String command, String message) {
    assertThat(execute(command.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("metagen: ").contains(message).contains("--help");
  }

  @Test
  void help_always_listsCommandsExitCodesAndEnvironment() {
    assertThat(execute("help")).isZero();
    assertThat(out.toString())
        .contains("demo", "up", "down", "status", "logs", "solve", "train", "bench")
        .contains("Exit codes:", "METAGEN_HOME");
  }

  private int solve(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "solve";
    arguments[1] = "How many?";
    arguments[2] = "--endpoint=" + orchestrator.target();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return execute(arguments);
  }

  private int execute(String... arguments) {
    CommandLine command = Metagen.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
