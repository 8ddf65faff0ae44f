package io.metagen.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * The words of the task. Each is one token; the tokenizer's vocabulary is made from these lists.
 */
public final class Lexicon {

  static final List<String> NAMES =
      List.of(
          "Ann", "Ben", "Carl", "Dora", "Emma", "Finn", "Gina", "Hugo", "Iris", "Jack", "Kate",
          "Leo", "Mia", "Noah", "Olga", "Paul");

  static final List<String> THINGS =
      List.of(
          "apples", "balls", "beads", "books", "cards", "coins", "cups", "eggs", "hats", "keys",
          "pens", "plums", "shells", "stamps", "stones", "toys");

  static final List<String> GAINS =
      List.of(
          "buys",
          "collects",
          "finds",
          "gets",
          "makes",
          "orders",
          "picks",
          "receives",
          "takes",
          "wins");

  static final List<String> LOSSES =
      List.of(
          "breaks", "donates", "drops", "loses", "mails", "returns", "sells", "spends", "trades",
          "uses");

  /** How a share of one in two, three, four and five is said. */
  static final List<String> SHARES = List.of("half", "a third", "a quarter", "a fifth");

  private static final List<String> OTHERS =
      List.of(
          "has",
          "owns",
          "more",
          "fewer",
          "than",
          "times",
          "twice",
          "as",
          "many",
          "a",
          "half",
          "third",
          "quarter",
          "fifth",
          "gives",
          "all",
          "everything",
          "to",
          "packs",
          "them",
          "into",
          "equal",
          "boxes",
          "and",
          "keeps",
          "one",
          "How",
          "does",
          "have",
          "now",
          "Then");

  private Lexicon() {}

  /** Words that follow a space, in the order of their token ids. */
  public static List<String> inner() {
    return Stream.of(NAMES, THINGS, GAINS, LOSSES, OTHERS).flatMap(List::stream).toList();
  }

  /** Words that open a line, in the order of their token ids. */
  public static List<String> opening() {
    return Stream.concat(NAMES.stream(), Stream.of("Answer")).toList();
  }
}
