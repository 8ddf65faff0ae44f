package io.metagen.trainer.perplexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.KvOptions;
import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.kernel.KvType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PerplexityTest {
  private static final Setting INT8 = Setting.of("int8");

  @Test
  void of_problemsOfDifferentLengths_weighsTokensAlike() {
    List<Surprise> surprises = List.of(new Surprise(Math.log(2), 1), new Surprise(0, 3));
    assertThat(Perplexity.of(INT8, surprises, surprises).perplexity())
        .isCloseTo(Math.pow(2, 0.25), within(1e-12));
  }

  @Test
  void of_sameSurprises_noDifference() {
    List<Surprise> surprises = List.of(new Surprise(3, 4), new Surprise(1, 9));
    assertThat(Perplexity.of(INT8, surprises, surprises).overF32())
        .isEqualTo(new Perplexity.Difference(0, 0, 0));
  }

  @Test
  void of_everyProblemWorseByTheSame_intervalIsNarrowThoughProblemsDiffer() {
    List<Surprise> f32 =
        IntStream.range(0, 200).mapToObj(i -> new Surprise(1 + i % 7, 10)).toList();
    List<Surprise> worse =
        f32.stream().map(s -> new Surprise(s.nats() + 0.01, s.tokens())).toList();
    Perplexity.Difference over = Perplexity.of(INT8, worse, f32).overF32();
    double expected = Math.exp(0.401 - 0.003) * (Math.exp(0.001) - 1);
    assertThat(over.mean()).isCloseTo(expected, within(2e-5));
    assertThat(over.low()).isBetween(0.0, over.mean());
    assertThat(over.high() - over.low()).isLessThan(over.mean() / 5);
  }

  @Test
  void setting_precisionWithExceptions_isRead() {
    assertThat(Setting.of("int8,lm_head=f32,layers.0=bf16").options())
        .isEqualTo(
            Transformer.Options.cpu(Precision.INT8)
                .with(PrecisionExceptions.of("lm_head=f32,layers.0=bf16")));
  }

  @Test
  void setting_keysAndValues_areRead() {
    assertThat(Setting.of("f32,kv=int8").options())
        .isEqualTo(Transformer.Options.cpu(Precision.F32).with(KvOptions.of(KvType.INT8)));
    assertThat(Setting.of("int8,kv-window=64,lm_head=f32,kv-sinks=4").options())
        .isEqualTo(
            Transformer.Options.cpu(Precision.INT8)
                .with(PrecisionExceptions.of("lm_head=f32"))
                .with(new KvOptions(KvType.BF16, 64, 4)));
    Setting heavy = Setting.of("f32,kv-window=32,kv-sinks=4,kv-heavy=48,kv-block=8");
    assertThat(heavy.options())
        .isEqualTo(
            Transformer.Options.cpu(Precision.F32).with(new KvOptions(KvType.F32, 32, 4, 48)));
    assertThat(heavy.block()).isEqualTo(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.of("f32,kv-window=32,kv-heavy=40"))
        .withMessageContaining("kv-heavy: 40 must be a multiple of the block size 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.of("f32,kv-block=0"))
        .withMessageContaining("'kv-block=0'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.of("f32,kv-window=many"))
        .withMessageContaining("'kv-window=many'");
  }

  @Test
  void setting_unknownPrecisionOrRule_namesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.of("int4,lm_head=f32"))
        .withMessageContaining("'int4'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.of("int8,lm_head"))
        .withMessageContaining("'lm_head'");
  }
}
