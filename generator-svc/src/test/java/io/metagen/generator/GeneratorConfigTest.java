package io.metagen.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.KvOptions;
import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.kernel.KvType;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GeneratorConfigTest {
  @Test
  void config_nothingSet_hasTheDocumentedDefaults() {
    GeneratorConfig config = read(Map.of());

    assertThat(config.modelFolder()).isEqualTo(Path.of("models/generator"));
    assertThat(config.kvHeavy()).isZero();
    assertThat(config.precision()).isEqualTo(Precision.F32);
    assertThat(config.precisionExceptions()).isEqualTo(PrecisionExceptions.NONE);
    assertThat(config.device()).isEqualTo(ComputeDevice.CPU);
    assertThat(config.modelName()).isEqualTo("metagen-generator");
    assertThat(config.blockSize()).isEqualTo(16);
    assertThat(config.warmUp()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.kvMemory().asLongValue()).isEqualTo(256 << 20);
    assertThat(config.prefixCache()).isTrue();
    assertThat(config.maxRunningSequences()).isEqualTo(64);
    assertThat(config.stepTokenBudget()).isEqualTo(512);
    assertThat(config.maxWaitingSequences()).isEqualTo(100);
    assertThat(config.maxSamplesPerCall()).isEqualTo(256);
    assertThat(config.maxInputsPerCall()).isEqualTo(256);
    assertThat(config.defaultMaxOutputTokens()).isEqualTo(1024);
    assertThat(config.kvEventBatches()).isEqualTo(10_000);
  }

  @Test
  void config_everythingSet_isTaken() {
    GeneratorConfig config =
        read(
            Map.ofEntries(
                Map.entry("metagen.generator.model-folder", "/models/other"),
                Map.entry("metagen.generator.precision", "int8"),
                Map.entry("metagen.generator.precision-exceptions", "lm_head=f32, layers.0=bf16"),
                Map.entry("metagen.generator.device", "cuda:1"),
                Map.entry("metagen.generator.model-name", "other"),
                Map.entry("metagen.generator.block-size", "32"),
                Map.entry("metagen.generator.warm-up", "0s"),
                Map.entry("metagen.generator.kv-memory", "2G"),
                Map.entry("metagen.generator.prefix-cache", "false"),
                Map.entry("metagen.generator.max-running-sequences", "7"),
                Map.entry("metagen.generator.step-token-budget", "8"),
                Map.entry("metagen.generator.max-waiting-sequences", "9"),
                Map.entry("metagen.generator.max-samples-per-call", "10"),
                Map.entry("metagen.generator.max-inputs-per-call", "11"),
                Map.entry("metagen.generator.default-max-output-tokens", "12"),
                Map.entry("metagen.generator.kv-event-batches", "13")));

    assertThat(config.modelFolder()).isEqualTo(Path.of("/models/other"));
    assertThat(config.precision()).isEqualTo(Precision.INT8);
    assertThat(config.precisionExceptions())
        .isEqualTo(PrecisionExceptions.of("lm_head=f32,layers.0=bf16"));
    assertThat(config.device()).hasToString("cuda:1");
    assertThat(config.modelName()).isEqualTo("other");
    assertThat(config.blockSize()).isEqualTo(32);
    assertThat(config.warmUp()).isZero();
    assertThat(config.kvMemory().asLongValue()).isEqualTo(2L << 30);
    assertThat(config.prefixCache()).isFalse();
    assertThat(config.maxRunningSequences()).isEqualTo(7);
    assertThat(config.stepTokenBudget()).isEqualTo(8);
    assertThat(config.maxWaitingSequences()).isEqualTo(9);
    assertThat(config.maxSamplesPerCall()).isEqualTo(10);
    assertThat(config.maxInputsPerCall()).isEqualTo(11);
    assertThat(config.defaultMaxOutputTokens()).isEqualTo(12);
    assertThat(config.kvEventBatches()).isEqualTo(13);
  }

  @ParameterizedTest
  @CsvSource({
    "precision-exceptions, lm_head, precision-exceptions",
    "precision-exceptions, lm_head=int4, precision-exceptions",
    "device, gpu, device",
    "device, cuda:-1, device",
    "model-name, ' ', model-name",
    "block-size, 0, block-size",
    "warm-up, -1s, warm-up",
    "warm-up, 11m, warm-up",
    "block-size, 2000, block-size",
    "kv-memory, lots, kv-memory",
    "kv-heavy, -1, kv-heavy",
    "max-running-sequences, 0, max-running-sequences",
    "step-token-budget, many, step-token-budget",
    "max-waiting-sequences, -1, max-waiting-sequences",
    "max-samples-per-call, 0, max-samples-per-call",
    "max-inputs-per-call, 0, max-inputs-per-call",
    "default-max-output-tokens, 0, default-max-output-tokens",
    "kv-event-batches, 0, kv-event-batches",
    "block-sizes, 5, block-sizes"
  })
  void config_badValueOrUnknownKey_stopsTheStart(String key, String value, String named) {
    assertThatThrownBy(() -> read(Map.of("metagen.generator." + key, value)))
        .hasMessageContaining(named);
  }

  @Test
  void keysAndValues_asSet_budgetInBlocks() {
    KvSettings kv =
        kv(
            Map.of(
                "metagen.generator.kv-window", "64",
                "metagen.generator.kv-heavy", "96",
                "metagen.generator.block-size", "32"));
    assertThat(kv.budget(0)).isEqualTo(new BlockBudget(1, 2, 3));
    assertThat(kv.options()).isEqualTo(new KvOptions(KvType.F32, 64, 4, 96));
    assertThat(kv(Map.of("metagen.generator.kv-window", "50")).budget(0))
        .isEqualTo(new BlockBudget(1, 5, 0));
    assertThat(kv(Map.of()).budget(33)).isEqualTo(new BlockBudget(0, 3, 0));
    assertThat(kv(Map.of()).budget(0)).isEqualTo(BlockBudget.ALL);
    assertThat(kv(Map.of("metagen.generator.precision", "INT8")).options().type())
        .isEqualTo(KvType.BF16);
  }

  @ParameterizedTest
  @CsvSource({"0, 32, kv-heavy", "40, 32, kv-window", "32, 40, kv-heavy"})
  void keysAndValues_heavyThatDoesNotFit_namesTheSetting(
      String window, String heavy, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                kv(
                    Map.of(
                        "metagen.generator.kv-window", window,
                        "metagen.generator.kv-heavy", heavy)))
        .withMessageStartingWith("metagen.generator." + named + ": ");
  }

  private static KvSettings kv(Map<String, String> settings) {
    return KvSettings.of(read(settings));
  }

  private static GeneratorConfig read(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(GeneratorConfig.class)
        .withConverter(MemorySize.class, 200, new MemorySizeConverter())
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withValidator(
            (BeanValidationConfigValidator)
                () -> Validation.buildDefaultValidatorFactory().getValidator())
        .build()
        .getConfigMapping(GeneratorConfig.class);
  }
}
