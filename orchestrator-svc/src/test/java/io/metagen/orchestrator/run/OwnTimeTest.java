package io.metagen.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.orchestrator.strategy.Branch;
import io.metagen.orchestrator.strategy.GeneratorPort;
import io.metagen.orchestrator.strategy.PromptFacts;
import io.metagen.orchestrator.strategy.SampleListener;
import io.metagen.orchestrator.strategy.SampleRequest;
import io.metagen.orchestrator.strategy.VerifierPort;
import io.metagen.v1.Generation;
import io.metagen.v1.Prompt;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clock by hand, and calls that let it run. */
final class OwnTimeTest {
  private static final SampleRequest REQUEST =
      new SampleRequest(
          Prompt.getDefaultInstance(),
          Generation.getDefaultInstance(),
          List.of(new Branch(List.of(), 1, 1, 0)),
          "");

  private long now = 1_000;
  private final OwnTime time = new OwnTime(() -> now);

  private final VerifierPort verifier =
      request -> {
        now += 100;
        return VerifyResponse.getDefaultInstance();
      };

  @Test
  void nanos_betweenAndAroundCalls_areCounted() throws Exception {
    now += 7;
    time.noting(verifier).verify(VerifyRequest.getDefaultInstance());
    now += 3;
    time.noting(generator()).describe(REQUEST);
    now += 2;

    assertThat(time.nanos()).isEqualTo(12);
  }

  @Test
  void nanos_workOnAnEventWhileTheCallWaits_isCounted() throws Exception {
    time.noting(generator()).generate(REQUEST, taking(5));

    assertThat(time.nanos()).isEqualTo(10);
  }

  @Test
  void nanos_workOnAnEventWhileAnotherCallRuns_isNotCounted() throws Exception {
    VerifierPort outer =
        time.noting(
            (VerifierPort)
                request -> {
                  time.noting(generator()).generate(REQUEST, taking(5));
                  return VerifyResponse.getDefaultInstance();
                });
    outer.verify(VerifyRequest.getDefaultInstance());

    assertThat(time.nanos()).isZero();
  }

  @Test
  void nanos_inTheMiddleOfACall_isWhatWasBefore() throws Exception {
    now += 4;
    VerifierPort looking =
        request -> {
          now += 50;
          assertThat(time.nanos()).isEqualTo(4);
          return VerifyResponse.getDefaultInstance();
        };

    time.noting(looking).verify(VerifyRequest.getDefaultInstance());
    assertThat(time.nanos()).isEqualTo(4);
  }

  @Test
  void nanos_callFails_endsItsWait() {
    VerifierPort failing =
        request -> {
          now += 50;
          throw new IllegalStateException("away");
        };

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> time.noting(failing).verify(VerifyRequest.getDefaultInstance()))
        .hasMessage("away");
    now += 1;
    assertThat(time.nanos()).isEqualTo(1);
  }

  private GeneratorPort generator() {
    return new GeneratorPort() {
      @Override
      public PromptFacts describe(SampleRequest request) {
        now += 40;
        return new PromptFacts(1, new ModelShape(10, 1, 1));
      }

      @Override
      public TokenUsage generate(SampleRequest request, SampleListener listener)
          throws InterruptedException {
        now += 200;
        listener.grew(SampleDelta.getDefaultInstance());
        now += 200;
        listener.finished(SampleFinished.getDefaultInstance());
        return TokenUsage.getDefaultInstance();
      }
    };
  }

  private SampleListener taking(long nanos) {
    return new SampleListener() {
      @Override
      public void grew(SampleDelta delta) {
        now += nanos;
      }

      @Override
      public void finished(SampleFinished sample) {
        now += nanos;
      }
    };
  }
}
