package io.metagen.orchestrator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.fakes.Failures;
import io.metagen.orchestrator.fakes.FakeMesh;
import io.metagen.orchestrator.fakes.Specs;
import io.metagen.v1.Candidate;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Failure;
import io.metagen.v1.RunResult;
import io.metagen.v1.StreamStrategyRequest;
import io.metagen.v1.TokenProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FailoverTest {
  private FakeMesh mesh;

  @BeforeEach
  void start() throws IOException {
    mesh = new FakeMesh(2, Map.of());
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void run_holderDiesInMidSearch_onlyUnfinishedSamplesMoveAndTheResultIsTheSame() throws Exception {
    List<Candidate> undisturbed;
    try (FakeMesh whole = new FakeMesh(1, Map.of())) {
      undisturbed =
          whole.client().runStrategy(Specs.run(Specs.bestOf(16))).getResult().getCandidatesList();
    }
    mesh.kvCache().holder(mesh.generator(1).address());
    mesh.generator(1).stallAfter(6);

    RunResult result = RunResult.getDefaultInstance();
    int finished = 0;
    for (var it = mesh.client().streamStrategy(Specs.stream(Specs.bestOf(16))); it.hasNext(); ) {
      var event = it.next().getEvent();
      if (event.hasCandidateFinished() && ++finished == 6) {
        mesh.generator(1).kill();
      }
      result = event.hasRunFinished() ? event.getRunFinished().getResult() : result;
    }

    assertThat(result.getCandidatesList()).isEqualTo(undisturbed);
    assertThat(result.getFailuresList()).isEmpty();
    assertThat(mesh.generator(1).requests()).hasSize(1);
    var moved = mesh.generator(0).requests().getFirst().getInputs(0);
    assertThat(moved.getSampleIndicesList()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(moved.getSeed())
        .isEqualTo(mesh.generator(1).requests().getFirst().getInputs(0).getSeed());
  }

  @Test
  void stream_holderDiesInMidSearch_textGrowsAsIfNothingHadHappened() {
    mesh.kvCache().holder(mesh.generator(1).address());
    mesh.generator(1).dieAfter(2);
    Map<String, StringBuilder> grown = new HashMap<>();
    Map<String, Integer> tokens = new HashMap<>();

    StreamStrategyRequest request =
        Specs.stream(Specs.bestOf(4)).toBuilder().setTokenProgress(true).build();
    RunResult result = RunResult.getDefaultInstance();
    for (var it = mesh.client().streamStrategy(request); it.hasNext(); ) {
      var event = it.next().getEvent();
      if (event.hasTokenProgress()) {
        TokenProgress progress = event.getTokenProgress();
        grown
            .computeIfAbsent(progress.getNodeId(), node -> new StringBuilder())
            .append(progress.getText());
        tokens.merge(progress.getNodeId(), progress.getTokenCount(), Integer::sum);
      }
      result = event.hasRunFinished() ? event.getRunFinished().getResult() : result;
    }

    assertThat(result.getCandidatesList()).hasSize(4);
    for (Candidate candidate : result.getCandidatesList()) {
      assertThat(grown.get(candidate.getNodeId())).hasToString(candidate.getText());
      assertThat(tokens).containsEntry(candidate.getNodeId(), candidate.getTokenCount());
    }
  }

  @Test
  void run_replicaNotReady_anotherOneServes() {
    mesh.generator(0)
        .refuse(
            ServiceException.retryable(
                ErrorReason.ERROR_REASON_NOT_READY,
                "stopping",
                Map.of(),
                Duration.ofSeconds(1),
                null));

    RunResult result = mesh.client().runStrategy(Specs.run(Specs.majority(4))).getResult();

    assertThat(result.getCandidatesCount()).isEqualTo(4);
    assertThat(mesh.generator(1).requests()).hasSize(1);
  }

  @Test
  void run_allReplicasAway_isDependencyDown() {
    mesh.generator(0).close();
    mesh.generator(1).close();

    Failures.expect(
        ErrorReason.ERROR_REASON_DEPENDENCY_DOWN,
        () -> mesh.client().runStrategy(Specs.run(Specs.majority(4))));
  }

  @Test
  void run_verifierAway_isDependencyDownForBestOfNAndNoMatterForGreedy() {
    mesh.verifier().close();

    Failures.expect(
        ErrorReason.ERROR_REASON_DEPENDENCY_DOWN,
        () -> mesh.client().runStrategy(Specs.run(Specs.bestOf(4))));
    RunResult greedy = mesh.client().runStrategy(Specs.run(Specs.greedy())).getResult();
    assertThat(greedy.getAnswer().hasAnswer()).isFalse();
    assertThat(greedy.getFailures(0).getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_DEPENDENCY_DOWN);
  }

  @Test
  void run_noCandidateCanBeJudged_failsWithTheVerifiersReason() {
    mesh.verifier()
        .failEach(
            Failure.newBuilder()
                .setReason(ErrorReason.ERROR_REASON_CONTEXT_TOO_LONG)
                .setMessage("too long")
                .putMetadata("maxTokenCount", "8")
                .build());

    assertThat(
            Failures.expect(
                    ErrorReason.ERROR_REASON_CONTEXT_TOO_LONG,
                    () -> mesh.client().runStrategy(Specs.run(Specs.bestOf(4))))
                .getMetadataMap())
        .containsEntry("maxTokenCount", "8");
  }

  @Test
  void run_indexKnowsTheHolder_goesToIt() {
    mesh.kvCache().holder(mesh.generator(1).address());
    for (int i = 0; i < 3; i++) {
      mesh.client().runStrategy(Specs.run(Specs.majority(4)));
    }

    assertThat(mesh.generator(1).requests()).hasSize(3);
  }

  @Test
  void run_indexAway_goesRoundByLeastLoad() {
    mesh.kvCache().close();
    for (int i = 0; i < 4; i++) {
      mesh.client().runStrategy(Specs.run(Specs.majority(4)));
    }

    assertThat(mesh.generator(0).requests()).isNotEmpty();
    assertThat(mesh.generator(1).requests()).isNotEmpty();
  }
}
