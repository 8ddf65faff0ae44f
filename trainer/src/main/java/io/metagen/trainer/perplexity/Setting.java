package io.metagen.trainer.perplexity;

import io.metagen.transformer.KvOptions;
import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.kernel.KvType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One way to run a network, as text: a precision, then what differs from it, with commas between
 * them: {@code int8}, {@code int8,lm_head=f32,layers.0=bf16}, {@code f32,kv=int8}, {@code
 * f32,kv-window=64,kv-sinks=4} or {@code f32,kv-window=32,kv-sinks=16,kv-heavy=48,kv-block=8}.
 *
 * @param name the text
 * @param block positions of a block of keys and values
 */
public record Setting(String name, Transformer.Options options, int block) {
  private static final String KV = "kv";
  private static final String KV_WINDOW = "kv-window";
  private static final String KV_SINKS = "kv-sinks";
  private static final String KV_HEAVY = "kv-heavy";
  private static final String KV_BLOCK = "kv-block";
  private static final int USUAL_BLOCK = 16;
  private static final int MOST_BLOCK = 64;
  private static final List<String> KV_KEYS = List.of(KV, KV_WINDOW, KV_SINKS, KV_HEAVY, KV_BLOCK);

  /** What others are compared with. */
  public static final Setting F32 = of("f32");

  /**
   * Returns the setting that a text names.
   *
   * @throws IllegalArgumentException naming the part that can't be read
   */
  public static Setting of(String text) {
    List<String> parts = List.of(text.split(",", -1));
    Map<String, String> kv = new HashMap<>();
    List<String> exceptions = new ArrayList<>();
    for (String part : parts.subList(1, parts.size())) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2 && KV_KEYS.contains(pair[0])) {
        kv.put(pair[0], pair[1]);
      } else {
        exceptions.add(part);
      }
    }
    Transformer.Options options = Transformer.Options.cpu(precision(parts.getFirst()));
    options = options.with(kv(kv, options.kv().type()));
    int block = block(kv);
    options.kv().budget(block, 0);
    return new Setting(
        text,
        exceptions.isEmpty()
            ? options
            : options.with(PrecisionExceptions.of(String.join(",", exceptions))),
        block);
  }

  private static KvOptions kv(Map<String, String> given, KvType usual) {
    return new KvOptions(
        given.containsKey(KV) ? named(KvType.values(), KV + "=", given.get(KV)) : usual,
        number(given, KV_WINDOW, 0),
        number(given, KV_SINKS, 0),
        number(given, KV_HEAVY, 0));
  }

  private static int block(Map<String, String> given) {
    int block = number(given, KV_BLOCK, USUAL_BLOCK);
    if (block < 1 || block > MOST_BLOCK) {
      throw new IllegalArgumentException(
          "'" + KV_BLOCK + "=" + block + "' must be from 1 to " + MOST_BLOCK);
    }
    return block;
  }

  private static int number(Map<String, String> given, String key, int usual) {
    String value = given.getOrDefault(key, Integer.toString(usual));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + key + "=" + value + "' must end in a number", e);
    }
  }

  private static Precision precision(String name) {
    return named(Precision.values(), "", name);
  }

  private static <T extends Enum<T>> T named(T[] values, String key, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + key + name + "' must be f32, bf16 or int8, with the rest after a comma"));
  }
}
