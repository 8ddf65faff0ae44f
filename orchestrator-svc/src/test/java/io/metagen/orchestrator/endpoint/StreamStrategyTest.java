package io.metagen.orchestrator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.metagen.orchestrator.fakes.FakeMesh;
import io.metagen.orchestrator.fakes.Specs;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.SearchEvent.EventCase;
import io.metagen.v1.StreamStrategyRequest;
import io.metagen.v1.StreamStrategyResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamStrategyTest {
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
  void stream_bestOfN_eventsInOrderWithoutGaps() {
    List<SearchEvent> events = stream(Specs.stream(Specs.bestOf(8)));

    assertThat(events.getFirst().getEventCase()).isEqualTo(EventCase.RUN_STARTED);
    assertThat(events.getFirst().getRunStarted().getSeed()).isEqualTo(7);
    assertThat(events.getLast().getEventCase()).isEqualTo(EventCase.RUN_FINISHED);
    assertThat(events)
        .extracting(SearchEvent::getSequenceNumber)
        .containsExactlyElementsOf(LongStream.range(0, events.size()).boxed().toList());
    assertThat(count(events, EventCase.NODE_CREATED)).isEqualTo(9);
    assertThat(count(events, EventCase.CANDIDATE_FINISHED)).isEqualTo(8);
    assertThat(count(events, EventCase.NODE_SCORED)).isEqualTo(8);
    assertThat(count(events, EventCase.TOKEN_PROGRESS)).isZero();
    assertThat(count(events, EventCase.RUN_STARTED)).isOne();
    assertThat(count(events, EventCase.RUN_FINISHED)).isOne();
  }

  @Test
  void stream_lastAnswerChangedAndLastCost_areThoseOfTheResult() {
    List<SearchEvent> events = stream(Specs.stream(Specs.bestOf(8)));

    var result = events.getLast().getRunFinished().getResult();
    var changed = events.stream().filter(SearchEvent::hasAnswerChanged).toList();
    assertThat(changed.getLast().getAnswerChanged().getCandidate().getNodeId())
        .isEqualTo(result.getAnswer().getNodeId());
    var costs =
        events.stream()
            .filter(SearchEvent::hasBudgetUsed)
            .map(event -> event.getBudgetUsed().getCost().toBuilder().clearWallTime().build())
            .toList();
    assertThat(costs).doesNotHaveDuplicates();
    assertThat(costs.getLast()).isEqualTo(result.getCost().toBuilder().clearWallTime().build());
  }

  @Test
  void stream_tokenProgressAsked_growsToTheWholeText() {
    StreamStrategyRequest request =
        Specs.stream(Specs.greedy()).toBuilder().setTokenProgress(true).build();
    List<SearchEvent> events = stream(request);

    StringBuilder grown = new StringBuilder();
    events.stream()
        .filter(SearchEvent::hasTokenProgress)
        .forEach(event -> grown.append(event.getTokenProgress().getText()));
    assertThat(grown)
        .hasToString(events.getLast().getRunFinished().getResult().getAnswer().getText());
  }

  @Test
  void stream_readerStops_generatorStopsTooAndNothingIsLost() throws Exception {
    mesh.generator(0).deltasPerToken(20_000);
    StreamStrategyRequest request =
        Specs.stream(Specs.majority(64)).toBuilder().setTokenProgress(true).build();
    long all =
        java.util.stream.IntStream.range(0, 64)
            .map(io.metagen.orchestrator.fakes.Solutions::tokens)
            .sum();
    ClientCall<StreamStrategyRequest, StreamStrategyResponse> call =
        mesh.channel()
            .newCall(OrchestratorServiceGrpc.getStreamStrategyMethod(), CallOptions.DEFAULT);
    Reader reader = new Reader(call);
    call.start(reader, new Metadata());
    call.sendMessage(request);
    call.halfClose();
    call.request(1);

    assertThat(reader.first.await(30, TimeUnit.SECONDS)).isTrue();
    int sent = settled();
    assertThat(sent).as("of %d deltas in all", all).isLessThan((int) all);

    reader.free = true;
    call.request(1);
    assertThat(reader.closed.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(reader.status.isOk()).as("%s", reader.status).isTrue();
    assertThat(mesh.generator(0).deltasSent()).isEqualTo((int) all);
    assertThat(reader.numbers)
        .containsExactlyElementsOf(LongStream.range(0, reader.numbers.size()).boxed().toList());
  }

  /** Returns how many deltas the generator got rid of once it gets rid of no more. */
  private int settled() throws InterruptedException {
    int before = -1;
    int now = mesh.generator(0).deltasSent();
    while (now != before) {
      before = now;
      new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
      now = mesh.generator(0).deltasSent();
    }
    return now;
  }

  private List<SearchEvent> stream(StreamStrategyRequest request) {
    List<SearchEvent> events = new ArrayList<>();
    mesh.client()
        .streamStrategy(request)
        .forEachRemaining(response -> events.add(response.getEvent()));
    return events;
  }

  private static long count(List<SearchEvent> events, EventCase kind) {
    return events.stream().filter(event -> event.getEventCase() == kind).count();
  }

  /** Reads one message, then none until it is free. */
  private static final class Reader extends ClientCall.Listener<StreamStrategyResponse> {
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Long> numbers = new ArrayList<>();
    private volatile boolean free;
    private volatile Status status = Status.UNKNOWN;
    private final ClientCall<StreamStrategyRequest, StreamStrategyResponse> call;

    Reader(ClientCall<StreamStrategyRequest, StreamStrategyResponse> call) {
      this.call = call;
    }

    @Override
    public void onMessage(StreamStrategyResponse message) {
      numbers.add(message.getEvent().getSequenceNumber());
      first.countDown();
      if (free) {
        call.request(1);
      }
    }

    @Override
    public void onClose(Status closedWith, Metadata trailers) {
      status = closedWith;
      closed.countDown();
    }
  }
}
