package io.metagen.trainer.perplexity;

import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.metagen.transformer.Transformer;
import java.util.Arrays;
import java.util.Locale;

/**
 * One way to run a network, as text: a precision, then what differs from it, with commas between
 * them: {@code int8} or {@code int8,lm_head=f32,layers.0=bf16}.
 *
 * @param name the text
 */
public record Setting(String name, Transformer.Options options) {

  /** What others are compared with. */
  public static final Setting F32 = of("f32");

  /**
   * Returns the setting that a text names.
   *
   * @throws IllegalArgumentException naming the part that can't be read
   */
  public static Setting of(String text) {
    String[] parts = text.split(",", 2);
    Transformer.Options options = Transformer.Options.cpu(precision(parts[0]));
    return new Setting(
        text, parts.length == 1 ? options : options.with(PrecisionExceptions.of(parts[1])));
  }

  private static Precision precision(String name) {
    return Arrays.stream(Precision.values())
        .filter(precision -> precision.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + name + "' must be f32, bf16 or int8, with exceptions after a comma"));
  }
}
