package io.metagen.verifier;

import static io.metagen.verifier.Requests.REWARD;
import static io.metagen.verifier.Requests.comparison;
import static io.metagen.verifier.Requests.overlap;
import static io.metagen.verifier.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.AnswerMatchUtility;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.CompareResponse;
import io.metagen.v1.EditSimilarityUtility;
import io.metagen.v1.EmbeddingUtility;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.ExactMatchUtility;
import io.metagen.v1.JudgedUtility;
import io.metagen.v1.OverlapMeasure;
import io.metagen.v1.OverlapUtility;
import io.metagen.v1.Problem;
import io.metagen.v1.Utility;
import io.metagen.v1.UtilityRow;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifyResponse;
import io.metagen.verifier.judge.FakeGeneratorService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Comparisons through a real channel, in a process that runs libtorch too. */
@QuarkusTest
@QuarkusTestResource(TinyService.class)
final class CompareServiceTest {
  private static final ManagedChannel CHANNEL = Requests.channel();
  private static final Utility EDITS =
      Utility.newBuilder().setEditSimilarity(EditSimilarityUtility.getDefaultInstance()).build();
  private static final Utility EMBEDDING =
      Utility.newBuilder().setEmbedding(EmbeddingUtility.getDefaultInstance()).build();

  private final VerifierServiceGrpc.VerifierServiceBlockingStub service =
      VerifierServiceGrpc.newBlockingStub(CHANNEL);

  @AfterAll
  static void disconnect() {
    CHANNEL.shutdownNow();
  }

  @Test
  void compare_noEvidence_givesARowForEachHypothesis() {
    CompareResponse response =
        service.compare(comparison(EDITS, List.of("kitten", "sitting", "kitten"), List.of()));

    double alike = 1 - 3 / 7.0;
    assertThat(response.getRowsList())
        .extracting(UtilityRow::getUtilitiesList)
        .containsExactly(
            List.of(1.0, alike, 1.0), List.of(alike, 1.0, alike), List.of(1.0, alike, 1.0));
    assertThat(response.getUsage().getTokenCount()).isZero();
  }

  @Test
  void compare_withEvidence_givesAColumnForEachEvidence() {
    CompareResponse response =
        service.compare(
            comparison(
                overlap(OverlapMeasure.OVERLAP_MEASURE_ROUGE_L),
                List.of("police kill the gunman", "the gunman kill police"),
                List.of("police killed the gunman")));

    assertThat(response.getRowsList())
        .extracting(UtilityRow::getUtilitiesList)
        .containsExactly(List.of(0.75), List.of(0.5));
  }

  @Test
  void compare_everyUtility_isTheOneAskedFor() {
    assertThat(first("Answer: 7.0", "So 7.\n#### 7", answerMatch())).isEqualTo(1);
    assertThat(first("Answer: 7.0", "So 7.\n#### 7", exactMatch())).isZero();
    assertThat(first("the cat", "cat", overlap(OverlapMeasure.OVERLAP_MEASURE_TOKEN_F1)))
        .isEqualTo(1);
    assertThat(first("ab", "abc", overlap(OverlapMeasure.OVERLAP_MEASURE_CHRF)))
        .isCloseTo(35 / 55.0, within(1e-12));
    assertThat(first("the cat", "the cat sat", overlap(OverlapMeasure.OVERLAP_MEASURE_BLEU)))
        .isCloseTo(Math.exp(-0.5), within(1e-12));
  }

  @Test
  void compare_embeddingBesideARewardModel_bothWork() {
    VerifyResponse before = service.verify(request("p", REWARD, List.of("a", "b")));
    CompareResponse response =
        service.compare(
            comparison(
                EMBEDDING,
                List.of("The weather is lovely today."),
                List.of("It's so sunny outside!", "He drove to the stadium.")));
    VerifyResponse after = service.verify(request("p", REWARD, List.of("a", "b")));

    assertThat(response.getRows(0).getUtilities(0)).isCloseTo(0.6660, within(5e-5));
    assertThat(response.getRows(0).getUtilities(1)).isCloseTo(0.1046, within(5e-5));
    assertThat(response.getUsage().getTokenCount()).isEqualTo(8 + 9 + 8);
    assertThat(response.getUsage().getFlops()).isGreaterThan(25 * 2.0 * 10_616_832);
    assertThat(after.getVerifications(1).getScore())
        .isCloseTo(before.getVerifications(1).getScore(), within(1e-6));
  }

  @Test
  void compare_badRequests_nameTheField() {
    CompareRequest good = comparison(EDITS, List.of("a"), List.of("b"));
    List<String> tooMany = Collections.nCopies(TinyService.MOST_CANDIDATES + 1, "a");
    String tooLong = "x".repeat(20_001);

    assertInvalid(good.toBuilder().clearHypotheses().build(), "hypotheses");
    assertInvalid(comparison(EDITS, tooMany, List.of()), "hypotheses");
    assertInvalid(comparison(EDITS, List.of("a"), tooMany), "evidence");
    assertInvalid(comparison(EDITS, List.of("a", tooLong), List.of()), "hypotheses[1].text");
    assertInvalid(comparison(EDITS, List.of("a"), List.of(tooLong)), "evidence[0].text");
    assertInvalid(
        comparison(EDITS, Collections.nCopies(6, "x".repeat(18_000)), List.of()), "hypotheses");
    assertInvalid(good.toBuilder().clearUtility().build(), "utility.kind");
    assertInvalid(
        good.toBuilder().setUtility(overlap(OverlapMeasure.OVERLAP_MEASURE_UNSPECIFIED)).build(),
        "utility.overlap.measure");
    assertInvalid(
        good.toBuilder()
            .setUtility(
                Utility.newBuilder().setOverlap(OverlapUtility.newBuilder().setMeasureValue(99)))
            .build(),
        "utility.overlap.measure");
    assertInvalid(
        good.toBuilder().setProblem(Problem.getDefaultInstance()).build(), "problem.prompt");
    assertThat(service.compare(good.toBuilder().clearProblem().build()).getRowsCount())
        .isEqualTo(1);
  }

  @Test
  void compare_tooMuchWork_isRefusedWithTheEstimate() {
    List<String> texts = IntStream.range(0, 5).mapToObj(i -> i + "数".repeat(18_000)).toList();

    StatusRuntimeException failed = failure(comparison(EMBEDDING, texts, List.of()));

    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(failed).hasMessageContaining("hypotheses").hasMessageContaining("ms of one core");
  }

  @Test
  void compare_judged_isTheMeanShareOfItsNameInBothOrders() {
    List<String> texts = List.of("Answer: 7", "Perhaps 8", "Answer: 7");
    CompareResponse response =
        service.compare(comparison(judged(JudgedUtility.newBuilder()), texts, List.of()));

    double utility =
        (shareOfA(texts.get(0), texts.get(1)) + 1 - shareOfA(texts.get(1), texts.get(0))) / 2;
    assertThat(response.getRows(0).getUtilities(1)).isCloseTo(utility, within(1e-12));
    assertThat(response.getRows(1).getUtilities(2)).isCloseTo(1 - utility, within(1e-12));
    assertThat(response.getRows(0).getUtilities(2)).isEqualTo(0.5);
    assertThat(response.getUsage().getCachedTokenCount()).isEqualTo(4);
    assertThat(response.getUsage().getFlops()).isEqualTo(20);
  }

  /** What the judge of {@link TinyService} says with the texts in this order. */
  private static double shareOfA(String first, String second) {
    String shown =
        "p\n\nSolution A:\n%s\n\nSolution B:\n%s\n\nWhich solution is better (A/B)?\n"
            .formatted(first, second);
    int before = FakeGeneratorService.tokens(shown).size();
    double a = FakeGeneratorService.probability('A', before);
    return a / (a + FakeGeneratorService.probability('B', before));
  }

  @Test
  void compare_judgedBadly_namesTheField() {
    Utility judged = judged(JudgedUtility.newBuilder());
    List<String> texts = List.of("a", "b");
    List<String> many = IntStream.range(0, 7).mapToObj(i -> "text " + i).toList();

    assertThat(TinyService.MOST_JUDGED_PAIRS).isBetween(15, 20);
    assertThat(service.compare(comparison(judged, many.subList(1, 7), List.of())).getRowsCount())
        .isEqualTo(6);
    assertInvalid(comparison(judged, many, List.of()), "hypotheses");
    assertInvalid(
        comparison(judged, texts, List.of()).toBuilder().clearProblem().build(), "problem.prompt");
    assertInvalid(comparison(judged, List.of("a", "too long"), List.of()), "utility.judged");
    assertInvalid(comparison(judged, List.of("a", "speechless"), List.of()), "utility.judged");
    for (String template : List.of("{first}", "{second}", "{first}{second}" + " ".repeat(20_000))) {
      assertInvalid(
          comparison(judged(JudgedUtility.newBuilder().setTemplate(template)), texts, List.of()),
          "utility.judged.template");
    }
  }

  @Test
  void compare_judgeFailsForOnePair_failsWithItsReasonAndHasNoUtilities() {
    StatusRuntimeException failed =
        failure(
            comparison(judged(JudgedUtility.newBuilder()), List.of("a", "broken", "c"), List.of()));

    assertThat(ErrorMapping.reason(failed)).isEqualTo(ErrorReason.ERROR_REASON_DEPENDENCY_DOWN);
    assertThat(failed).hasMessageContaining("out of order");
  }

  @Test
  void compare_unknownJudgeOrEncoder_isNotFound() {
    Utility judged = judged(JudgedUtility.newBuilder().setModel("g"));
    Utility unknown =
        Utility.newBuilder().setEmbedding(EmbeddingUtility.newBuilder().setModel("nobody")).build();

    StatusRuntimeException noJudge = failure(comparison(judged, List.of("a"), List.of()));
    StatusRuntimeException notFound = failure(comparison(unknown, List.of("a"), List.of()));

    assertThat(noJudge.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(ErrorMapping.errorInfo(noJudge).orElseThrow().getMetadataMap())
        .containsEntry("field", "utility.judged.model")
        .containsEntry("known", "fake");
    assertThat(notFound.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(ErrorMapping.errorInfo(notFound).orElseThrow().getMetadataMap())
        .containsEntry("field", "utility.embedding.model")
        .containsEntry("known", "all-minilm-l6-v2");
  }

  @Test
  void compare_callerHangsUp_stopsTheWork() {
    List<String> texts = IntStream.range(0, 10).mapToObj(i -> i + "dog ".repeat(2_000)).toList();

    ListenableFuture<CompareResponse> call =
        VerifierServiceGrpc.newFutureStub(CHANNEL).compare(comparison(EMBEDDING, texts, List.of()));
    await().until(() -> computing() > 0);
    call.cancel(true);
    await().atMost(Duration.ofSeconds(10)).until(() -> computing() == 0);

    assertThat(call.isCancelled()).isTrue();
  }

  @Test
  void metrics_afterACall_countPairsAndTime() throws IOException, InterruptedException {
    service.compare(comparison(EDITS, List.of("a", "b"), List.of()));
    String metrics;
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + TinyService.HTTP_PORT + "/metrics");
      metrics =
          client
              .send(
                  HttpRequest.newBuilder(page).version(HttpClient.Version.HTTP_1_1).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
    }

    assertThat(metrics)
        .contains(
            "metagen_verifier_compare_seconds_count{utility=\"edit_similarity\"}",
            "metagen_verifier_pairs_total{utility=\"edit_similarity\"}",
            "metagen_verifier_compare_tokens_total{utility=\"edit_similarity\"}");
  }

  /** Returns how many threads of the service compute a comparison. */
  private static long computing() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            frames ->
                Arrays.stream(frames).anyMatch(f -> f.getClassName().endsWith("SentenceEncoder")))
        .count();
  }

  private double first(String hypothesis, String evidence, Utility utility) {
    return service
        .compare(comparison(utility, List.of(hypothesis), List.of(evidence)))
        .getRows(0)
        .getUtilities(0);
  }

  private StatusRuntimeException failure(CompareRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> service.compare(request));
  }

  private void assertInvalid(CompareRequest request, String field) {
    StatusRuntimeException failed = failure(request);
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsEntry("field", field);
  }

  private static Utility judged(JudgedUtility.Builder judged) {
    return Utility.newBuilder().setJudged(judged).build();
  }

  private static Utility answerMatch() {
    return Utility.newBuilder().setAnswerMatch(AnswerMatchUtility.getDefaultInstance()).build();
  }

  private static Utility exactMatch() {
    return Utility.newBuilder().setExactMatch(ExactMatchUtility.getDefaultInstance()).build();
  }
}
