package io.metagen.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A half-hour run counts from second 360 to second 1800. */
class VerdictsTest {
  private static final double WINDOW = 1440;

  @Test
  void of_steadyRun_passesEverything() {
    List<Verdict> verdicts = Verdicts.of(Runs.outcome());
    assertThat(verdicts).hasSize(6).allMatch(Verdict::passed);
    assertThat(verdicts)
        .extracting(Verdict::demand)
        .containsExactly(
            "full queue", "minimum work", "no error", "native memory", "throughput", "blocks");
  }

  @Test
  void memory_leakAboveTheBound_fails() {
    assertThat(Verdicts.memory(leaking(Verdicts.MOST_GROWTH_MIB + 2)).passed()).isFalse();
    assertThat(Verdicts.memory(leaking(Verdicts.MOST_GROWTH_MIB - 2)).passed()).isTrue();
  }

  private static Window leaking(double miB) {
    return Runs.window(run -> run.memory(second -> 300 + miB * second / WINDOW));
  }

  @Test
  void memory_grownInTheWarmUpOnly_passes() {
    Window window = Runs.window(run -> run.memory(second -> second < 360 ? 100 + second : 460));
    assertThat(Verdicts.memory(window).passed()).isTrue();
  }

  @Test
  void memory_shortPeaks_pass() {
    Window window = Runs.window(run -> run.memory(second -> second > 1600 ? 600 : 300));
    assertThat(Verdicts.memory(window).passed()).isTrue();
  }

  @Test
  void throughput_slowerByMoreThanFivePercent_fails() {
    assertThat(Verdicts.throughput(slowing(0.93)).passed()).isFalse();
    assertThat(Verdicts.throughput(slowing(0.97)).passed()).isTrue();
    assertThat(Verdicts.throughput(slowing(1.2)).passed()).isTrue();
  }

  private static Window slowing(double lastSpeed) {
    return Runs.window(run -> run.speed(second -> second < 900 ? 1000 : 1000 * lastSpeed));
  }

  @Test
  void throughput_serviceWaitsOnAQuietMachine_fails() {
    Window window = Runs.window(run -> run.cpu(second -> second < 900 ? 1 : 0.9));
    Verdict verdict = Verdicts.throughput(window);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.finding()).contains("the clock decides too");
  }

  @Test
  void throughput_othersTakeTheCores_isHeldAgainstCpuTimeAlone() {
    Window window =
        Runs.window(
            run ->
                run.cpu(second -> second < 900 ? 1 : 0.5).others(second -> second < 900 ? 0 : 1.4));
    Verdict verdict = Verdicts.throughput(window);
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.finding()).contains("the clock does not decide");
  }

  @Test
  void throughput_slowerWhileOthersTakeTheCores_fails() {
    Window window =
        Runs.window(
            run ->
                run.speed(second -> second < 900 ? 1000 : 900)
                    .cpu(second -> second < 900 ? 0.5 : 1)
                    .others(second -> second < 900 ? 1.4 : 0));
    assertThat(Verdicts.throughput(window).passed()).isFalse();
  }

  @Test
  void blocks_usedAfterTheDrain_fails() {
    assertThat(Verdicts.blocks(after(new Integrity(true, "", 0, 1, 400, 546))).passed()).isFalse();
  }

  @Test
  void blocks_faultAfterTheDrain_failsAndNamesIt() {
    Verdict verdict =
        Verdicts.blocks(after(new Integrity(false, "block 3 is free and held", 0, 0, 0, 0)));
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.finding()).contains("block 3 is free and held");
  }

  @Test
  void blocks_faultUnderLoad_failsThoughTheEndIsWhole() {
    List<Reading> readings = new ArrayList<>(Runs.outcome().readings());
    Reading one = readings.get(90);
    readings.set(
        90,
        new Reading(
            one.seconds(),
            one.residentMiB(),
            one.nativeMiB(),
            one.cpuSeconds(),
            one.otherCpuSeconds(),
            one.engine(),
            new Integrity(false, "cached is 1 but 2 blocks are", 0, 0, 0, 0)));
    Outcome outcome = new Outcome(readings, Map.of(), Map.of(), 100, true, Runs.WHOLE);
    assertThat(Verdicts.blocks(outcome).passed()).isFalse();
    assertThat(Verdicts.blocks(outcome).finding()).contains("cached is 1 but 2 blocks are");
  }

  @Test
  void blocks_notDrained_fails() {
    Outcome run = Runs.outcome();
    Outcome stuck =
        new Outcome(run.readings(), run.calls(), run.errors(), 100, false, run.afterDrain());
    assertThat(Verdicts.blocks(stuck).passed()).isFalse();
  }

  private static Outcome after(Integrity integrity) {
    Outcome run = Runs.outcome();
    return new Outcome(run.readings(), run.calls(), run.errors(), 100, true, integrity);
  }

  @Test
  void errors_anyFailedCall_failsAndNamesIt() {
    Outcome run = Runs.outcome();
    Map<String, Long> errors = Map.of("scores: INTERNAL ERROR_REASON_INTERNAL_FAULT", 1L);
    Outcome failed = new Outcome(run.readings(), run.calls(), errors, 100, true, run.afterDrain());
    assertThat(Verdicts.errors(failed).passed()).isFalse();
    assertThat(Verdicts.errors(failed).finding()).contains("INTERNAL_FAULT=1");
  }

  @Test
  void load_queueNeverFull_fails() {
    Outcome run = Runs.outcome();
    Window window = Window.afterWarmUp(run.readings());
    Outcome unrefused =
        new Outcome(run.readings(), Map.of(), Map.of(), 100, true, run.afterDrain());
    Outcome larger =
        new Outcome(run.readings(), run.calls(), Map.of(), 201, true, run.afterDrain());
    assertThat(Verdicts.load(window, unrefused).passed()).isFalse();
    assertThat(Verdicts.load(window, larger).passed()).isFalse();
  }
}
