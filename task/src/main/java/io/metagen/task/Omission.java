package io.metagen.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A problem that leaves one or two numbers out, which must be looked up before it can be solved
 * (Self-Ask, Press et al. 2022; Demonstrate-Search-Predict, Khattab et al. 2022): {@code Finn
 * collects 5 more.} becomes {@code Finn collects a box from Olga.}, and {@code Finn loses 5.}
 * becomes {@code Finn loses a box from Olga.}, where the collection says that such a box holds 5.
 * Only such sentences change, and only to containers from people whom the problem does not name.
 *
 * <p>It is in the split of the complete problem, {@code Split.of(problem().problem())}: the hash of
 * the text with gaps names no split.
 *
 * @param problem the complete problem
 * @param text its text without those numbers
 * @param lookUps the facts that are needed, all different, in the order of the text; 1 or 2
 */
public record Omission(Problem problem, String text, List<Fact> lookUps) {

  /** Most numbers that are left out. */
  public static final int MOST = 2;

  private static final Pattern CHANGE =
      Pattern.compile(
          ("(?<told>(?:Then )?%1$s (?:(?<gain>%2$s)|%3$s) )(?:(?<number>\\d+)(?: more)?"
                  + "|(?<source>a [a-z]+ from %1$s))\\.")
              .formatted(
                  "\\p{Lu}\\p{L}*",
                  String.join("|", Lexicon.GAINS),
                  String.join("|", Lexicon.LOSSES)));

  public Omission {
    lookUps = List.copyOf(lookUps);
  }

  /**
   * Leaves numbers of a problem out. Returns nothing where the collection has none of the numbers
   * that could be left out.
   */
  public static Optional<Omission> of(
      Problem problem, FactCollection collection, RandomGenerator random) {
    List<String> sentences = new ArrayList<>(ProblemReader.sentences(problem.problem()));
    SortedMap<Integer, Fact> chosen = chosen(sentences, collection, random);
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    chosen.forEach((at, fact) -> sentences.set(at, without(sentences.get(at), fact)));
    return Optional.of(
        new Omission(problem, String.join(" ", sentences), List.copyOf(chosen.values())));
  }

  /** Returns a text with the numbers of facts put where it leaves them out; other gaps stay. */
  public static String completed(String text, List<Fact> facts) {
    return CHANGE.matcher(text).replaceAll(sentence -> completed(sentence, facts));
  }

  private static String completed(MatchResult sentence, List<Fact> facts) {
    String more = sentence.group("gain") == null ? "." : " more.";
    return facts.stream()
        .filter(fact -> fact.source().equals(sentence.group("source")))
        .findFirst()
        .map(fact -> sentence.group("told") + fact.answer() + more)
        .orElse(sentence.group());
  }

  /** Chooses sentences, by their index, and for each the fact that it leaves out. */
  private static SortedMap<Integer, Fact> chosen(
      List<String> sentences, FactCollection collection, RandomGenerator random) {
    List<Fact> unused = new ArrayList<>(ofOthers(sentences, collection));
    Collections.shuffle(unused, random);
    List<Integer> places = new ArrayList<>(IntStream.range(1, sentences.size()).boxed().toList());
    Collections.shuffle(places, random);
    int count = random.nextInt(1, MOST + 1);
    SortedMap<Integer, Fact> chosen = new TreeMap<>();
    for (int place : places) {
      if (chosen.size() < count) {
        fitting(sentences.get(place), unused).ifPresent(fact -> chosen.put(place, fact));
        unused.removeAll(chosen.values());
      }
    }
    return chosen;
  }

  private static List<Fact> ofOthers(List<String> sentences, FactCollection collection) {
    Set<String> words = Set.copyOf(List.of(String.join(" ", sentences).split("[^A-Za-z]+")));
    return collection.facts().stream().filter(fact -> !words.contains(fact.owner())).toList();
  }

  private static Optional<Fact> fitting(String sentence, List<Fact> facts) {
    Matcher change = CHANGE.matcher(sentence);
    return change.matches()
        ? facts.stream().filter(f -> f.answer().equals(change.group("number"))).findFirst()
        : Optional.empty();
  }

  private static String without(String sentence, Fact fact) {
    return CHANGE
        .matcher(sentence)
        .replaceFirst(found -> found.group("told") + fact.source() + ".");
  }
}
