package io.metagen.generator.call;

import static io.metagen.generator.call.Requests.finished;
import static io.metagen.generator.call.Requests.generate;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.metagen.generator.TinyModelResource;
import io.metagen.v1.FinishReason;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.StepBoundary;
import io.metagen.v1.StopCriteria;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Where samples end, against the same sample without the rule: the numbers drawn are the same, so
 * the text must be the same up to where the rule cuts it.
 */
@QuarkusTest
@QuarkusTestResource(TinyModelResource.class)
class StoppingTest {
  private static final int LONG = 60;

  private ManagedChannel channel;
  private SampleFinished whole;

  @BeforeEach
  void open() {
    channel = Requests.channel();
    whole = sample(_ -> {});
    assertThat(whole.getTokenIdsCount()).isEqualTo(LONG);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
  }

  @Test
  void generate_stopString_isCutOffUnlessItIsKept() {
    String stop = middle();
    int at = whole.getText().indexOf(stop);

    SampleFinished cut = sample(it -> it.addStop("never in it").addStop(stop));
    SampleFinished kept = sample(it -> it.addStop(stop).setIncludeStopInOutput(true));

    assertThat(cut.getText()).isEqualTo(whole.getText().substring(0, at));
    assertThat(cut.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STOP);
    assertThat(cut.getMatchedStop()).isEqualTo(stop);
    assertThat(kept.getText()).isEqualTo(whole.getText().substring(0, at + stop.length()));
  }

  @Test
  void generate_stepDelimiter_staysInTheText() {
    String delimiter = middle();
    int end = whole.getText().indexOf(delimiter) + delimiter.length();

    SampleFinished step =
        sample(it -> it.setStep(StepBoundary.newBuilder().setDelimiter(delimiter)));

    assertThat(step.getText()).isEqualTo(whole.getText().substring(0, end));
    assertThat(step.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STEP);
  }

  @Test
  void generate_stepTokenCount_endsAfterSoManyTokens() {
    SampleFinished step = sample(it -> it.setStep(StepBoundary.newBuilder().setTokenCount(7)));

    assertThat(step.getTokenIdsList()).isEqualTo(whole.getTokenIdsList().subList(0, 7));
    assertThat(step.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STEP);
  }

  @Test
  void generate_inputWithALimitOfItsOwn_endsThereAndTheOtherDoesNot() {
    GenerateRequest.Builder request = generate("a long story\n", LONG, 1);
    request.addInputs(request.getInputs(0).toBuilder().setMaxOutputTokens(7));

    List<SampleFinished> both = finished(all(request.build()));

    assertThat(both).hasSize(2);
    for (SampleFinished sample : both) {
      int tokens = sample.getInputIndex() == 0 ? LONG : 7;
      assertThat(sample.getTokenIdsList()).isEqualTo(whole.getTokenIdsList().subList(0, tokens));
      assertThat(sample.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_LENGTH);
    }
  }

  @Test
  void generate_stopTokenId_endsWithIt() {
    int id = whole.getTokenIds(LONG / 2);
    int first = whole.getTokenIdsList().indexOf(id);

    SampleFinished stopped = sample(it -> it.addStopTokenIds(id));

    assertThat(stopped.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STOP);
    assertThat(stopped.getMatchedTokenId()).isEqualTo(id);
    assertThat(stopped.getTokenIdsList()).isEqualTo(whole.getTokenIdsList().subList(0, first + 1));
  }

  @Test
  void generate_stopString_neverStreamsAPartOfIt() {
    String stop = middle();
    List<GenerateResponse> events = all(request(it -> it.addStop(stop)));

    String streamed =
        events.stream()
            .filter(GenerateResponse::hasDelta)
            .map(event -> event.getDelta().getText())
            .collect(Collectors.joining());
    assertThat(streamed).isEqualTo(whole.getText().substring(0, whole.getText().indexOf(stop)));
  }

  /** Three characters from the middle of the whole sample, all of them ASCII. */
  private String middle() {
    String text = whole.getText();
    for (int at = text.length() / 2; at + 3 <= text.length(); at++) {
      String part = text.substring(at, at + 3);
      if (part.chars().allMatch(c -> c < 128)) {
        return part;
      }
    }
    throw new AssertionError("no plain text in " + text);
  }

  private SampleFinished sample(Consumer<StopCriteria.Builder> rule) {
    return finished(all(request(rule))).getFirst();
  }

  private static GenerateRequest request(Consumer<StopCriteria.Builder> rule) {
    GenerateRequest.Builder request = generate("a long story\n", LONG, 1);
    rule.accept(request.getStopBuilder());
    return request.build();
  }

  private List<GenerateResponse> all(GenerateRequest request) {
    List<GenerateResponse> events = new ArrayList<>();
    GeneratorServiceGrpc.newBlockingStub(channel).generate(request).forEachRemaining(events::add);
    return events;
  }
}
