package io.metagen.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingParamsTest {

  @ParameterizedTest
  @CsvSource({
    "temperature, -0.1",
    "temperature, 100.1",
    "temperature, NaN",
    "temperature, Infinity",
    "temperature, -Infinity",
    "top_k, -1",
    "top_p, 0",
    "top_p, 1.0001",
    "top_p, NaN",
    "top_p, Infinity",
    "top_p, -0.5",
    "min_p, -0.01",
    "min_p, 1.01",
    "min_p, NaN",
    "min_p, Infinity",
    "repetition_penalty, 0",
    "repetition_penalty, -1",
    "repetition_penalty, 101",
    "repetition_penalty, NaN",
    "repetition_penalty, Infinity",
    "presence_penalty, 2.01",
    "presence_penalty, -2.01",
    "presence_penalty, NaN",
    "presence_penalty, -Infinity",
    "frequency_penalty, 2.01",
    "frequency_penalty, -2.01",
    "frequency_penalty, NaN",
    "frequency_penalty, Infinity",
    "logit_bias[3], 100.5",
    "logit_bias[3], -101",
    "logit_bias[3], NaN",
    "logit_bias[3], Infinity",
    "min_tokens, -1"
  })
  void constructor_valueOutOfRange_namesTheField(String field, float value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(field, value))
        .withMessageStartingWith(field + ": ")
        .withMessageContaining("range");
  }

  @ParameterizedTest
  @CsvSource({
    "temperature, 0",
    "temperature, 100",
    "top_k, 0",
    "top_k, 2147483000",
    "top_p, 1",
    "top_p, 1e-30",
    "min_p, 0",
    "min_p, 1",
    "repetition_penalty, 1e-6",
    "repetition_penalty, 100",
    "presence_penalty, -2",
    "presence_penalty, 2",
    "frequency_penalty, -2",
    "frequency_penalty, 2",
    "logit_bias[3], -100",
    "logit_bias[3], 100",
    "min_tokens, 0"
  })
  void constructor_valueOnTheBorder_isTaken(String field, float value) {
    assertThat(with(field, value)).isNotNull();
  }

  @Test
  void constructor_negativeTokenIdInBias_namesTheField() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SamplingParams(1, 0, 1, 0, 1, 0, 0, Map.of(-1, 1f), 0))
        .withMessageStartingWith("logit_bias: -1");
  }

  private static SamplingParams with(String field, float x) {
    return switch (field) {
      case "temperature" -> new SamplingParams(x, 0, 1, 0, 1, 0, 0, Map.of(), 0);
      case "top_k" -> new SamplingParams(1, (int) x, 1, 0, 1, 0, 0, Map.of(), 0);
      case "top_p" -> new SamplingParams(1, 0, x, 0, 1, 0, 0, Map.of(), 0);
      case "min_p" -> new SamplingParams(1, 0, 1, x, 1, 0, 0, Map.of(), 0);
      case "repetition_penalty" -> new SamplingParams(1, 0, 1, 0, x, 0, 0, Map.of(), 0);
      case "presence_penalty" -> new SamplingParams(1, 0, 1, 0, 1, x, 0, Map.of(), 0);
      case "frequency_penalty" -> new SamplingParams(1, 0, 1, 0, 1, 0, x, Map.of(), 0);
      case "logit_bias[3]" -> new SamplingParams(1, 0, 1, 0, 1, 0, 0, Map.of(3, x), 0);
      case "min_tokens" -> new SamplingParams(1, 0, 1, 0, 1, 0, 0, Map.of(), (int) x);
      default -> throw new IllegalStateException(field);
    };
  }
}
