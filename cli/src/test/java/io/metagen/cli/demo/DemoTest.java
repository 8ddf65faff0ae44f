package io.metagen.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.cli.FakeOrchestrator;
import io.metagen.cli.run.OrchestratorClient;
import io.metagen.cli.run.PlainView;
import io.metagen.cli.run.PromptForm;
import io.metagen.v1.RunSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
  private Path folder;

  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final OrchestratorClient client = new OrchestratorClient(orchestrator.target());
  private final AtomicInteger seconds = new AtomicInteger();
  private final Demo demo =
      new Demo(
          client,
          new DemoSettings(100, 3, 4, PromptForm.TEXT),
          () -> Instant.ofEpochSecond(seconds.getAndIncrement()));

  DemoTest() throws IOException {}

  /** The last of 4 candidates answers 43, the only greedy one 40. */
  @BeforeEach
  void write() throws IOException {
    for (int level = 6; level <= 8; level++) {
      String answer = level == 8 ? "40" : "43";
      Files.writeString(
          folder.resolve("level-" + level + ".jsonl"),
          "{\"id\":\"test-%d-0\",\"level\":%d,\"problem\":\"How many?\",\"answer\":\"%s\"}%n"
              .formatted(level, level, answer));
    }
  }

  @AfterEach
  void close() {
    client.close();
    orchestrator.close();
  }

  @Test
  void compare_threeProblems_countsCorrectAnswersAndCosts() {
    AtomicInteger steps = new AtomicInteger();

    Report report = demo.compare(ProblemMix.read(folder, 1), steps::incrementAndGet);

    assertThat(steps).hasValue(demo.runs()).hasValue(12);
    assertThat(report.rows())
        .containsExactly(
            new Row("greedy", 3, 1, 30, 90, 48, 6, 1.5, 1),
            new Row("majority-vote", 3, 2, 120, 90, 48, 6, 1.5, 1),
            new Row("best-of-n", 3, 2, 120, 90, 48, 6, 1.5, 1),
            new Row("weighted-vote", 3, 2, 120, 90, 48, 6, 1.5, 1));
  }

  @Test
  void compare_anySeed_givesEachProblemItsOwnSeedAndNeverTheAnswer() {
    demo.compare(ProblemMix.read(folder, 1), () -> {});

    assertThat(orchestrator.runs().subList(0, 3))
        .extracting(RunSpec::getSeed)
        .containsExactly(100L, 101L, 102L);
    assertThat(orchestrator.runs())
        .allSatisfy(
            run -> {
              assertThat(run.getProblem().getPrompt().getText()).isEqualTo("How many?\n");
              assertThat(run.getProblem().hasReferenceAnswer()).isFalse();
            });
  }

  @Test
  void show_plainTerminal_printsCandidatesScoresChoiceAndCost() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);

    demo.show(ProblemMix.read(folder, 1), out, () -> new PlainView(out));

    assertThat(text.toString())
        .contains("Problem test-7-0 (7 steps): How many?", "greedy", "best-of-n, N = 4")
        .contains("#2 finished: 40+2=42 | Answer: 42", "#2 scored 0.500")
        .containsPattern(">\\s+3\\s+43\\s+0\\.750\\s+10\\s+40\\+3=43 \\| Answer: 43")
        .containsPattern("\\n\\s+2\\s+42\\s+0\\.500")
        .contains("cost: 40 tokens generated, 30 prompt tokens (16 cached), 20 verifier tokens")
        .contains("2.00 generator GFLOP, 0.50 verifier GFLOP, 1 + 1 calls, 1.25 s")
        .contains("known answer: 43");
  }
}
