package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrecisionExceptionsTest {

  @ParameterizedTest
  @CsvSource({
    "lm_head, lm_head.weight, true",
    "lm_head.weight, lm_head.weight, true",
    "head, lm_head.weight, false",
    "*head, lm_head.weight, true",
    "layers.1, model.layers.1.mlp.up_proj.weight, true",
    "layers.1, model.layers.10.mlp.up_proj.weight, false",
    "layers.1, model.layers.11.mlp.up_proj.weight, false",
    "layers.1*, model.layers.11.mlp.up_proj.weight, true",
    "layers.*.mlp, model.layers.7.mlp.up_proj.weight, true",
    "layers.*.mlp, model.layers.7.self_attn.q_proj.weight, false",
    "layers.*.up_proj, model.layers.7.mlp.up_proj.weight, false",
    "up_proj, model.layers.7.mlp.up_proj.weight, true",
    "*, model.embed_tokens.weight, true",
  })
  void matches_runOfWholeParts(String pattern, String tensor, boolean matches) {
    assertThat(new PrecisionExceptions.Rule(pattern, Precision.F32).matches(tensor))
        .isEqualTo(matches);
  }

  @Test
  void of_rules_keepsTheirOrder() {
    PrecisionExceptions exceptions =
        PrecisionExceptions.of(" lm_head = f32, layers.0.*=bf16,a=int8");
    assertThat(exceptions.rules())
        .isEqualTo(
            List.of(
                new PrecisionExceptions.Rule("lm_head", Precision.F32),
                new PrecisionExceptions.Rule("layers.0.*", Precision.BF16),
                new PrecisionExceptions.Rule("a", Precision.INT8)));
    assertThat(exceptions).hasToString("lm_head=f32,layers.0.*=bf16,a=int8");
    assertThat(PrecisionExceptions.of(exceptions.toString())).isEqualTo(exceptions);
  }

  @Test
  void of_none_isEmpty() {
    assertThat(PrecisionExceptions.of("none")).isEqualTo(PrecisionExceptions.NONE);
    assertThat(PrecisionExceptions.NONE).hasToString("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lm_head",
        "lm_head=F32",
        "lm_head=int4",
        "=f32",
        "a..b=f32",
        "a/b=f32",
        "a=f32,"
      })
  void of_badText_namesTheRule(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrecisionExceptions.of(text))
        .withMessageContaining("'" + text.replaceAll("=f32,?$|.*,", ""));
  }
}
