package io.metagen.orchestrator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.orchestrator.fakes.FakeGenerator;
import io.metagen.orchestrator.fakes.FakeMesh;
import io.metagen.orchestrator.fakes.Solutions;
import io.metagen.orchestrator.fakes.Specs;
import io.metagen.orchestrator.strategy.NodeId;
import io.metagen.v1.AnswerWeight;
import io.metagen.v1.Candidate;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import io.metagen.v1.StopReason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunStrategyTest {
  private FakeMesh mesh;

  @BeforeEach
  void start() throws IOException {
    mesh = new FakeMesh(1, Map.of());
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void run_greedy_oneSampleAtTemperatureZeroWithItsAnswer() {
    RunResult result = run(Specs.greedy());

    long seed = NodeId.ROOT.seed(7);
    assertThat(result.getAnswer().getText()).isEqualTo(Solutions.text(seed, 0));
    assertThat(result.getAnswer().getAnswer()).isEqualTo("10");
    assertThat(result.getAnswer().hasScore()).isFalse();
    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_COMPLETED);
    assertThat(result.getSeed()).isEqualTo(7);
    GenerateRequest sent = mesh.generator(0).requests().getFirst();
    assertThat(sent.getSampling().hasTemperature()).isTrue();
    assertThat(sent.getSampling().getTemperature()).isZero();
    assertThat(sent.getInputs(0).getSampleCount()).isOne();
  }

  @Test
  void run_bestOfN_oneCallForAllSamplesAndTheHighestScoreWins() {
    RunResult result = run(Specs.bestOf(16));

    assertThat(mesh.generator(0).requests()).hasSize(1);
    assertThat(mesh.generator(0).requests().getFirst().getSampling().getTemperature()).isOne();
    assertThat(result.getAnswer().getIndex()).isEqualTo(5);
    assertThat(result.getAnswer().getScore()).isEqualTo(1);
    assertThat(result.getAnswer().getNodeId()).isEqualTo("0.5");
    assertThat(result.getAnswer().getAnswer()).isEqualTo("12");
    assertThat(result.getCandidatesList())
        .extracting(Candidate::getIndex)
        .containsExactlyElementsOf(IntStream.range(0, 16).boxed().toList());
    assertThat(result.getCandidatesList()).allMatch(Candidate::hasScore);
    assertThat(mesh.verifier().requests()).hasSize(4);
  }

  @Test
  void run_bestOfN_costLineAddsUpAllCalls() {
    var cost = run(Specs.bestOf(16)).getCost();

    long generated = IntStream.range(0, 16).mapToLong(Solutions::tokens).sum();
    int prompt = FakeGenerator.promptTokens(Specs.PROBLEM);
    assertThat(cost.getGeneratedTokenCount()).isEqualTo(generated);
    assertThat(cost.getPromptTokenCount()).isEqualTo(prompt);
    assertThat(cost.getCachedPromptTokenCount()).isOne();
    assertThat(cost.getGeneratorFlops()).isEqualTo(100.0 * (prompt + generated));
    assertThat(cost.getVerifierTokenCount()).isEqualTo(160);
    assertThat(cost.getCachedVerifierTokenCount()).isEqualTo(4);
    assertThat(cost.getVerifierFlops()).isEqualTo(4000);
    assertThat(cost.getGeneratorCallCount()).isOne();
    assertThat(cost.getVerifierCallCount()).isEqualTo(4);
    assertThat(cost.getPrunedTokenCount()).isZero();
    assertThat(cost.hasWallTime()).isTrue();
  }

  @Test
  void run_majorityVote_mostFrequentAnswerByAnswerCheckWithoutReference() {
    RunSpec.Builder spec = Specs.majority(16);
    spec.getProblemBuilder().setReferenceAnswer("99");
    RunResult result = run(spec);

    assertThat(result.getAnswer().getAnswer()).isEqualTo("10");
    assertThat(result.getAnswer().getIndex()).isZero();
    assertThat(result.getAnswerWeightsList())
        .extracting(AnswerWeight::getAnswer, AnswerWeight::getWeight)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("10", 6.0),
            org.assertj.core.groups.Tuple.tuple("11", 5.0),
            org.assertj.core.groups.Tuple.tuple("12", 5.0));
    assertThat(mesh.verifier().requests())
        .allMatch(request -> request.getVerifier().hasAnswerCheck())
        .allMatch(request -> !request.getProblem().hasReferenceAnswer());
  }

  @Test
  void run_weightedVote_highestSumOfScores() {
    RunResult result = run(Specs.weighted(16));

    assertThat(result.getAnswer().getAnswer()).isEqualTo("12");
    assertThat(result.getAnswerWeights(0).getWeight())
        .isEqualTo(1 / 4.0 + 1 + 1 / 4.0 + 1 / 7.0 + 1 / 10.0);
  }

  @Test
  void run_rebase_oneCallForEachDepthAndTheContinuationsAreTokens() {
    RunResult result = run(Specs.rebase(8));

    // Scores 1/6 1/5 1/4 1/3 1/2 1 1/2 1/3 at temperature 0.2: 8 / 1.2929 = 6.19 -> 7, then the
    // first of the two with 1/2 gets the last one.
    List<GenerateRequest> sent = mesh.generator(0).requests();
    assertThat(sent).hasSize(2);
    assertThat(sent).allMatch(request -> request.getStop().getStep().getDelimiter().equals("\n"));
    assertThat(sent.getFirst().getInputs(0).getPrompt().getText()).isEqualTo(Specs.PROBLEM);
    assertThat(sent.getFirst().getInputs(0).getSampleCount()).isEqualTo(8);
    GenerateInput second = sent.getLast().getInputs(1);
    assertThat(second.getSampleCount()).isEqualTo(7);
    assertThat(second.getSeed()).isEqualTo(NodeId.ROOT.child(5).seed(7));
    assertThat(second.getPrompt().getTokenIds().getIdsList())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 105);
    assertThat(sent.getLast().getInputs(0).getSampleCount()).isOne();
    assertThat(sent.getLast().getInputsCount()).isEqualTo(2);
    assertThat(mesh.verifier().requests()).hasSize(2);
    assertThat(result.getCandidatesCount()).isEqualTo(8);
    assertThat(result.getAnswer().getNodeId()).isEqualTo("0.5.0");
    assertThat(result.getAnswer().getText())
        .isEqualTo("sample 5 of seed %d\nThe answer is 10".formatted(NodeId.ROOT.seed(7)));
    assertThat(comparable(run(Specs.rebase(8)))).isEqualTo(comparable(result));
  }

  @Test
  void run_twice_sameAnswerAndSameCounts() {
    RunResult first = run(Specs.bestOf(16));
    RunResult second = run(Specs.bestOf(16));

    assertThat(comparable(second)).isEqualTo(comparable(first));
  }

  @Test
  void run_withoutSeed_drawsOneThatRepeatsTheRun() {
    RunResult drawn = run(Specs.bestOf(4).clearSeed());
    RunResult repeated = run(Specs.bestOf(4).setSeed(drawn.getSeed()));

    assertThat(comparable(repeated)).isEqualTo(comparable(drawn));
    assertThat(run(Specs.bestOf(4).clearSeed()).getSeed()).isNotEqualTo(drawn.getSeed());
  }

  @Test
  void run_withoutSampleCount_drawsSixteen() {
    RunSpec.Builder spec = Specs.majority(1);
    spec.getStrategyBuilder().getParallelBuilder().clearSampleCount();

    assertThat(run(spec).getCandidatesCount()).isEqualTo(16);
  }

  private RunResult run(RunSpec.Builder spec) {
    return mesh.client().runStrategy(Specs.run(spec)).getResult();
  }

  private static RunResult comparable(RunResult result) {
    RunResult.Builder builder = result.toBuilder().clearRunId();
    builder.getCostBuilder().clearWallTime();
    return builder.build();
  }
}
