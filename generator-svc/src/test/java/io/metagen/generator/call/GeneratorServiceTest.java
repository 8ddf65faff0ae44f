package io.metagen.generator.call;

import static io.metagen.generator.call.Requests.finished;
import static io.metagen.generator.call.Requests.generate;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.metagen.generator.TinyModel;
import io.metagen.generator.TinyModelResource;
import io.metagen.v1.DetokenizeRequest;
import io.metagen.v1.FinishReason;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.Prompt;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.ScoreTokensRequest;
import io.metagen.v1.ScoreTokensResponse;
import io.metagen.v1.TokenIds;
import io.metagen.v1.TokenLogprob;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TinyModelResource.class)
class GeneratorServiceTest {
  private ManagedChannel channel;
  private GeneratorServiceBlockingStub generator;

  @BeforeEach
  void open() {
    channel = Requests.channel();
    generator = GeneratorServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
  }

  @Test
  void generate_manySamples_deltasJoinToTheFinishedSamples() {
    List<GenerateResponse> events = all(generate("one plus one\n", 16, 4).build());

    assertThat(events.getFirst().hasStarted()).isTrue();
    assertThat(events.getFirst().getStarted().getPrompts(0).getPromptTokenCount()).isEqualTo(13);
    assertThat(events.getFirst().getStarted().getPrompts(0).getSeed()).isEqualTo(5);
    assertThat(events.getLast().hasFinished()).isTrue();
    List<SampleFinished> samples = finished(events);
    assertThat(samples).hasSize(4);
    for (SampleFinished sample : samples) {
      StringBuilder text = new StringBuilder();
      List<Integer> ids = new ArrayList<>();
      events.stream()
          .filter(event -> event.hasDelta())
          .map(GenerateResponse::getDelta)
          .filter(delta -> delta.getSampleIndex() == sample.getSampleIndex())
          .forEach(
              delta -> {
                text.append(delta.getText());
                ids.addAll(delta.getTokenIdsList());
              });
      assertThat(text).hasToString(sample.getText());
      assertThat(ids).isEqualTo(sample.getTokenIdsList());
    }
    assertThat(samples.stream().map(SampleFinished::getTokenIdsList).distinct()).hasSize(4);
  }

  @Test
  void generate_sameSeedAgain_sameSamples() {
    GenerateRequest request = generate("the same again", 24, 8).build();
    assertThat(texts(request)).isEqualTo(texts(request));
  }

  @Test
  void generate_usage_countsPromptOnceAndCachedBlocksTheSecondTime() {
    GenerateRequest request = generate("a prompt of more than two full blocks.", 5, 3).build();
    var first = all(request).getLast().getFinished().getUsage();
    var second = all(request).getLast().getFinished().getUsage();

    assertThat(first.getPromptTokenCount()).isEqualTo(38);
    assertThat(first.getCachedPromptTokenCount()).isZero();
    assertThat(second.getCachedPromptTokenCount()).isEqualTo(32);
    assertThat(second.getFlops()).isLessThan(first.getFlops()).isPositive();
    assertThat(second.getGeneratedTokenCount()).isEqualTo(first.getGeneratedTokenCount());
  }

  @Test
  void generate_withoutDeltas_sendsOnlyFinishedSamplesWithTheirLogprobs() {
    GenerateRequest.Builder request = generate("quiet", 6, 2).setStreamDeltas(false);
    request.getSamplingBuilder().setLogprobs(3);
    List<GenerateResponse> events = all(request.build());

    assertThat(events).noneMatch(GenerateResponse::hasDelta);
    for (SampleFinished sample : finished(events)) {
      assertThat(sample.getLogprobsCount()).isEqualTo(sample.getTokenIdsCount());
      double sum = sample.getLogprobsList().stream().mapToDouble(TokenLogprob::getLogprob).sum();
      assertThat(sample.getCumulativeLogprob()).isEqualTo(sum);
      assertThat(sample.getLogprobsList()).allMatch(one -> one.getTopCount() == 3);
      assertThat(sample.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_LENGTH);
    }
  }

  @Test
  void scoreTokens_generatedSample_givesItsLogprobs() {
    GenerateRequest.Builder request = generate("score me", 9, 1).setStreamDeltas(false);
    request.getSamplingBuilder().setLogprobs(0);
    SampleFinished sample = finished(all(request.build())).getFirst();

    ScoreTokensResponse scores =
        generator.scoreTokens(
            ScoreTokensRequest.newBuilder()
                .setPrompt(Prompt.newBuilder().setText("score me"))
                .addContinuations(TokenIds.newBuilder().addAllIds(sample.getTokenIdsList()))
                .addContinuations(TokenIds.newBuilder().addIds(65))
                .addTokenIds(65)
                .addTokenIds(66)
                .build());

    assertThat(scores.getContinuations(0).getLogprobsList()).isEqualTo(sample.getLogprobsList());
    assertThat(scores.getContinuations(0).getCumulativeLogprob())
        .isEqualTo(sample.getCumulativeLogprob());
    assertThat(scores.getTokenLogprobsList())
        .hasSize(2)
        .first()
        .isEqualTo(scores.getContinuations(1).getLogprobs(0).getLogprob());
  }

  @Test
  void tokenize_text_roundTripsAndHashesFullBlocks() {
    String text = "grüße, 世界: more than one block";
    TokenizeResponse tokens =
        generator.tokenize(
            TokenizeRequest.newBuilder().setPrompt(Prompt.newBuilder().setText(text)).build());

    assertThat(tokens.getBlockHashesCount()).isEqualTo(tokens.getTokenIdsCount() / 16);
    assertThat(
            generator
                .detokenize(
                    DetokenizeRequest.newBuilder()
                        .addAllTokenIds(tokens.getTokenIdsList())
                        .addTokenIds(TinyModel.END)
                        .build())
                .getText())
        .isEqualTo(text);
  }

  @Test
  void getModel_noName_describesTheLoadedModel() {
    GetModelResponse model = generator.getModel(GetModelRequest.getDefaultInstance());
    assertThat(model.getVocabularySize()).isEqualTo(TinyModel.VOCABULARY);
    assertThat(model.getMaxContextTokens()).isEqualTo(TinyModel.CONTEXT);
    assertThat(model.getBlockSize()).isEqualTo(16);
    assertThat(model.getEosTokenIdsList()).containsExactly(TinyModel.END);
    assertThat(model.getDefaultSampling().getTopK()).isEqualTo(40);
    assertThat(model.getFlopsPerAttendedToken()).isEqualTo(4.0 * 2 * 4 * 8);
  }

  @Test
  void getLoad_idle_reportsNothingRunning() {
    finished(all(generate("load", 3, 1).build()));
    var load = generator.getLoad(GetLoadRequest.getDefaultInstance());
    assertThat(load.getMaxWaitingSequenceCount()).isEqualTo(100);
    assertThat(load.getTotalBlockCount()).isPositive();
    assertThat(load.getWaitingSequenceCount()).isZero();
  }

  private List<String> texts(GenerateRequest request) {
    return finished(all(request)).stream()
        .sorted((a, b) -> a.getSampleIndex() - b.getSampleIndex())
        .map(SampleFinished::getText)
        .toList();
  }

  private List<GenerateResponse> all(GenerateRequest request) {
    List<GenerateResponse> events = new ArrayList<>();
    Iterator<GenerateResponse> stream = generator.generate(request);
    stream.forEachRemaining(events::add);
    return events;
  }
}
