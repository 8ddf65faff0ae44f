package io.metagen.transformer;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Matrices that are held and multiplied in another precision than their network's.
 *
 * <p>As text {@code none}, or rules {@code pattern=precision} with commas between them, for example
 * {@code lm_head=f32, layers.0=bf16, layers.*.mlp.down_proj=f32}. A pattern is a run of whole parts
 * of a tensor's name in the checkpoint, where {@code *} stands for any characters of one part:
 * {@code layers.0} is all of {@code model.layers.0}, and nothing of layer 10. Where several rules
 * match a matrix, the last one counts. The head of a tied network goes by {@code lm_head.weight};
 * the embedding's rows are looked up and not multiplied, so that int8 holds them in bf16. What is
 * multiplied as one matrix (queries, keys and values; gate and up) must be in one precision.
 *
 * @param rules in their order
 */
public record PrecisionExceptions(List<Rule> rules) {

  /** Every matrix in its network's precision. */
  public static final PrecisionExceptions NONE = new PrecisionExceptions(List.of());

  private static final String NONE_TEXT = "none";

  public PrecisionExceptions {
    rules = List.copyOf(rules);
  }

  /**
   * Returns the exceptions in a text.
   *
   * @throws IllegalArgumentException naming the rule that can't be read
   */
  public static PrecisionExceptions of(String text) {
    if (text.strip().equals(NONE_TEXT)) {
      return NONE;
    }
    return new PrecisionExceptions(
        Stream.of(text.split(",", -1)).map(String::strip).map(Rule::of).toList());
  }

  /** Returns the text that {@link #of} reads. */
  @Override
  public String toString() {
    return rules.isEmpty() ? NONE_TEXT : rules.stream().map(Rule::toString).collect(joining(","));
  }

  /**
   * One exception.
   *
   * @param pattern parts of tensors' names
   * @param precision what the matrices that it matches are held in
   */
  public record Rule(String pattern, Precision precision) {
    private static final Pattern PATTERN = Pattern.compile("[\\w*]+(\\.[\\w*]+)*");

    public Rule {
      if (!PATTERN.matcher(pattern).matches()) {
        throw new IllegalArgumentException(
            "pattern '"
                + pattern
                + "' must be parts of a tensor's name with dots between them, such as layers.0.mlp;"
                + " * stands for any characters of a part");
      }
    }

    private static Rule of(String text) {
      int sign = text.indexOf('=');
      if (sign < 0) {
        throw new IllegalArgumentException(
            "'" + text + "' must be pattern=precision, such as lm_head=f32");
      }
      return new Rule(text.substring(0, sign).strip(), precision(text, sign));
    }

    private static Precision precision(String text, int sign) {
      String name = text.substring(sign + 1).strip();
      return Arrays.stream(Precision.values())
          .filter(precision -> name(precision).equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'" + text + "': the precision must be f32, bf16 or int8"));
    }

    private static String name(Precision precision) {
      return precision.name().toLowerCase(Locale.ROOT);
    }

    /** Whether the pattern matches a tensor's name. */
    boolean matches(String tensor) {
      String parts = pattern.replace(".", "\\.").replace("*", "[^.]*");
      return Pattern.matches("(.*\\.)?" + parts + "(\\..*)?", tensor);
    }

    @Override
    public String toString() {
      return pattern + "=" + name(precision);
    }
  }
}
