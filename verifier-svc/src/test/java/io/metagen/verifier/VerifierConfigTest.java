package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.PrecisionExceptions;
import io.quarkus.runtime.configuration.DurationConverter;
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

final class VerifierConfigTest {
  @Test
  void config_nothingSet_hasTheDocumentedDefaults() {
    VerifierConfig config = read(Map.of());

    assertThat(config.rewardModelFolder()).isEqualTo(Path.of("models/reward"));
    assertThat(config.rewardModelName()).isEqualTo("reward");
    assertThat(config.rewardModelPrecisionExceptions()).isEqualTo(PrecisionExceptions.NONE);
    assertThat(config.maxCandidates()).isEqualTo(256);
    assertThat(config.queueLimit()).isEqualTo(1024);
    assertThat(config.batchSize()).isEqualTo(64);
    assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(2));
    assertThat(config.stepTokens()).isEqualTo(4096);
    assertThat(config.kvBlocks()).isEqualTo(1024);
    assertThat(config.blockSize()).isEqualTo(16);
    assertThat(config.warmUp()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.compare().maxTexts()).isEqualTo(256);
    assertThat(config.compare().maxTextLength()).isEqualTo(20_000);
    assertThat(config.compare().maxTotalLength()).isEqualTo(1_000_000);
    assertThat(config.compare().maxCoreTime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.compare().threads()).isZero();
  }

  @Test
  void config_everythingSet_isTaken() {
    VerifierConfig config =
        read(
            Map.of(
                "metagen.verifier.reward-model-folder", "/a/b",
                "metagen.verifier.reward-model-precision-exceptions", "layers.0=bf16",
                "metagen.verifier.reward-model-name", "judge",
                "metagen.verifier.max-candidates", "1",
                "metagen.verifier.queue-limit", "2",
                "metagen.verifier.batch-size", "3",
                "metagen.verifier.batch-wait", "4ms",
                "metagen.verifier.step-tokens", "5",
                "metagen.verifier.kv-blocks", "6",
                "metagen.verifier.block-size", "7"));

    assertThat(config.rewardModelFolder()).isEqualTo(Path.of("/a/b"));
    assertThat(config.rewardModelPrecisionExceptions())
        .isEqualTo(PrecisionExceptions.of("layers.0=bf16"));
    assertThat(config.rewardModelName()).isEqualTo("judge");
    assertThat(config.maxCandidates()).isEqualTo(1);
    assertThat(config.queueLimit()).isEqualTo(2);
    assertThat(config.batchSize()).isEqualTo(3);
    assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(4));
    assertThat(config.stepTokens()).isEqualTo(5);
    assertThat(config.kvBlocks()).isEqualTo(6);
    assertThat(config.blockSize()).isEqualTo(7);
  }

  @Test
  void config_limitsOfComparisons_areTaken() {
    CompareConfig compare =
        read(Map.of(
                "metagen.verifier.compare.max-texts", "2",
                "metagen.verifier.compare.max-text-length", "3",
                "metagen.verifier.compare.max-total-length", "4",
                "metagen.verifier.compare.max-core-time", "5s",
                "metagen.verifier.compare.threads", "6"))
            .compare();

    assertThat(compare.maxTexts()).isEqualTo(2);
    assertThat(compare.maxTextLength()).isEqualTo(3);
    assertThat(compare.maxTotalLength()).isEqualTo(4);
    assertThat(compare.maxCoreTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(compare.threads()).isEqualTo(6);
  }

  @Test
  void config_device_isTakenOrTheCpu() {
    assertThat(read(Map.of()).rewardModelDevice()).isEqualTo(ComputeDevice.CPU);
    assertThat(read(Map.of("metagen.verifier.reward-model-device", "cuda")).rewardModelDevice())
        .hasToString("cuda:0");
  }

  @ParameterizedTest
  @CsvSource({
    "reward-model-precision-exceptions, layers",
    "reward-model-device, gpu",
    "max-candidates, 0",
    "max-candidates, 4097",
    "queue-limit, 0",
    "batch-size, 0",
    "batch-size, 1025",
    "batch-wait, -1ms",
    "batch-wait, 61s",
    "step-tokens, 0",
    "kv-blocks, 0",
    "block-size, 0",
    "block-size, 257",
    "block-size, many",
    "compare.max-texts, 0",
    "compare.max-texts, 513",
    "compare.max-text-length, 0",
    "compare.max-text-length, 100001",
    "compare.max-total-length, 4194305",
    "compare.max-core-time, 0s",
    "compare.threads, -1",
    "compare.thread, 1",
    "reward-model-folders, x"
  })
  void config_badValueOrUnknownKey_stopsTheStart(String key, String value) {
    assertThatThrownBy(() -> read(Map.of("metagen.verifier." + key, value)))
        .hasMessageContaining(key);
  }

  private static VerifierConfig read(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(VerifierConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withValidator(
            (BeanValidationConfigValidator)
                () -> Validation.buildDefaultValidatorFactory().getValidator())
        .build()
        .getConfigMapping(VerifierConfig.class);
  }
}
