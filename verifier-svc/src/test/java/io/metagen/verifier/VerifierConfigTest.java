package io.metagen.verifier;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.metagen.verifier.judge.JudgePrompts;
import io.metagen.verifier.judge.RemoteGenerator;
import io.metagen.verifier.reward.ModelForm;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerifierConfigTest {
  @Test
  void config_nothingSet_hasTheDocumentedDefaults() {
    VerifierConfig config = read(Map.of());

    RewardModelConfig model = requireNonNull(config.rewardModels().get("reward"));
    assertThat(model.folder()).isEqualTo(Path.of("models/reward"));
    assertThat(model.precision()).isEqualTo(Precision.F32);
    assertThat(model.precisionExceptions()).isEqualTo(PrecisionExceptions.NONE);
    assertThat(model.device()).isEqualTo(ComputeDevice.CPU);
    assertThat(model.form())
        .isEqualTo(
            new ModelForm(
                ModelForm.Layout.SOLUTION, ModelForm.Separator.LINE, "", false, "", "+", "-"));
    assertThat(config.maxCandidates()).isEqualTo(256);
    assertThat(config.cacheEntries()).isEqualTo(10_000);
    assertThat(config.maxCalls()).isEqualTo(64);
    assertThat(config.callWait()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.timeLimit()).isEqualTo(Duration.ofMinutes(1));
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
    assertThat(config.program().python()).isEqualTo("python3");
    assertThat(config.program().concurrency()).isEqualTo(4);
    assertThat(config.program().cpuTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.program().wallTime()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.program().memoryMib()).isEqualTo(512);
    assertThat(config.program().fileKib()).isEqualTo(1024);
    assertThat(config.program().files()).isEqualTo(32);
    assertThat(config.checkTime()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.checkThreads()).isEqualTo(4);
    assertThat(config.checkCharacters()).isEqualTo(262_144);
  }

  @Test
  void config_everythingSet_isTaken() {
    VerifierConfig config =
        read(
            Map.of(
                "metagen.verifier.max-candidates", "1",
                "metagen.verifier.queue-limit", "2",
                "metagen.verifier.batch-size", "3",
                "metagen.verifier.batch-wait", "4ms",
                "metagen.verifier.step-tokens", "5",
                "metagen.verifier.kv-blocks", "6",
                "metagen.verifier.block-size", "7"));

    assertThat(config.maxCandidates()).isEqualTo(1);
    assertThat(config.queueLimit()).isEqualTo(2);
    assertThat(config.batchSize()).isEqualTo(3);
    assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(4));
    assertThat(config.stepTokens()).isEqualTo(5);
    assertThat(config.kvBlocks()).isEqualTo(6);
    assertThat(config.blockSize()).isEqualTo(7);
  }

  @Test
  void config_secondRewardModel_isTakenBesideTheFirst() {
    String steps = "metagen.verifier.reward-models.steps.";
    VerifierConfig config =
        read(
            Map.of(
                steps + "folder", "/a/b",
                steps + "layout", "steps",
                steps + "step-separator", "paragraph",
                steps + "step-tag", "<extra_0>",
                steps + "chat", "true",
                steps + "system-prompt", "Think.",
                steps + "good-token", "yes",
                steps + "bad-token", "no",
                steps + "precision-exceptions", "layers.0=bf16",
                steps + "device", "cuda"));

    assertThat(config.rewardModels()).containsOnlyKeys("reward", "steps");
    RewardModelConfig model = requireNonNull(config.rewardModels().get("steps"));
    assertThat(model.folder()).isEqualTo(Path.of("/a/b"));
    assertThat(model.precisionExceptions()).isEqualTo(PrecisionExceptions.of("layers.0=bf16"));
    assertThat(model.device()).hasToString("cuda:0");
    assertThat(model.form())
        .isEqualTo(
            new ModelForm(
                ModelForm.Layout.STEPS,
                ModelForm.Separator.PARAGRAPH,
                "<extra_0>",
                true,
                "Think.",
                "yes",
                "no"));
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

  @ParameterizedTest
  @CsvSource({
    "reward-models.reward.precision-exceptions, layers",
    "reward-models.reward.device, gpu",
    "reward-models.reward.layout, tree",
    "reward-models.reward.step-separator, word",
    "reward-models.reward.folders, x",
    "cache-entries, -1",
    "max-calls, 0",
    "call-wait, -1ms",
    "time-limit, 0ms",
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
    "program.python, ' '",
    "program.concurrency, 0",
    "program.cpu-time, 0s",
    "program.wall-time, 11m",
    "program.memory-mib, 63",
    "program.file-kib, -1",
    "program.files, -1",
    "program.threads, 1",
    "check-time, 0ms",
    "check-time, 61s",
    "check-threads, 0",
    "check-characters, 0",
    "reward-model-folders, x"
  })
  void config_badValueOrUnknownKey_stopsTheStart(String key, String value) {
    assertThatThrownBy(() -> read(Map.of("metagen.verifier." + key, value)))
        .hasMessageContaining(key);
  }

  @Test
  void config_judge_isTakenWithItsDefaults() {
    String judge = "metagen.verifier.judges.strict.";
    VerifierConfig config =
        read(Map.of(judge + "endpoint", "127.0.0.1:9010", judge + "chat", "true"));

    assertThat(read(Map.of()).judges()).isEmpty();
    JudgeConfig strict = requireNonNull(config.judges().get("strict"));
    assertThat(strict.endpoint()).isEqualTo("127.0.0.1:9010");
    assertThat(strict.settings()).isEqualTo(new RemoteGenerator.Settings("", true, 0.7f, 512, 16));
    assertThat(strict.yesOrNo()).isEqualTo(JudgePrompts.YES_NO);
  }

  @Test
  void config_judgesPromptWithoutACandidate_stopsTheStart() {
    String judge = "metagen.verifier.judges.own.";
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        judge + "endpoint", "127.0.0.1:9010",
                        judge + "critique-template", "{problem}")))
        .hasMessageContaining("must contain {candidate}");
  }

  @Test
  void config_judgesOwnPrompts_areTaken() {
    String judge = "metagen.verifier.judges.own.";
    VerifierConfig config =
        read(
            Map.of(
                judge + "endpoint", "127.0.0.1:9010",
                judge + "verdict-template", "{problem}\n{candidate}\n{critique}Correct:",
                judge + "critique-template", "{problem}\n{candidate}\nCheck:"));

    assertThat(requireNonNull(config.judges().get("own")).yesOrNo())
        .isEqualTo(
            new JudgePrompts(
                "{problem}\n{candidate}\n{critique}Correct:", "{problem}\n{candidate}\nCheck:"));
  }

  @Test
  void config_rewardModelWithoutAFolder_stopsTheStart() {
    assertThatThrownBy(() -> read(Map.of("metagen.verifier.reward-models.other.layout", "steps")))
        .hasMessageContaining("reward-models.other.folder is required");
  }

  /** Returns the service's own settings. */
  private static ConfigSource shipped() {
    try {
      return new YamlConfigSource(
          requireNonNull(VerifierConfigTest.class.getResource("/application.yaml")), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VerifierConfig read(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(VerifierConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(settings, "test", 100), shipped())
        .withValidator(
            (BeanValidationConfigValidator)
                () -> Validation.buildDefaultValidatorFactory().getValidator())
        .build()
        .getConfigMapping(VerifierConfig.class);
  }
}
