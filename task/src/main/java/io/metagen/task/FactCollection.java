package io.metagen.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The facts that a problem may leave out, and their retriever. A made collection has one fact for
 * each name and container, 96 in all, and each number from 2 to 49 twice. The numbers of one
 * collection tell nothing of another's: who is trained on many can't learn any by heart.
 */
public final class FactCollection {

  /** The fewest that a container of a made collection holds. */
  public static final int LEAST = 2;

  /** The most that a container of a made collection holds. */
  public static final int MOST = 49;

  static final List<String> CONTAINERS = List.of("bag", "box", "crate", "jar", "pack", "tin");

  private final List<Fact> facts;
  private final Map<String, Fact> byQuestion = new HashMap<>();

  /** Makes a collection of facts with different questions. */
  public FactCollection(List<Fact> facts) {
    this.facts = List.copyOf(facts);
    for (Fact fact : facts) {
      if (byQuestion.putIfAbsent(normalised(fact.question()), fact) != null) {
        throw new IllegalArgumentException("asks twice: " + fact.question());
      }
    }
  }

  /** Makes a collection whose numbers are drawn. */
  public static FactCollection of(RandomGenerator random) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < Lexicon.NAMES.size() * CONTAINERS.size(); i++) {
      numbers.add(LEAST + i % (MOST - LEAST + 1));
    }
    Collections.shuffle(numbers, random);
    List<Fact> facts = new ArrayList<>();
    for (String name : Lexicon.NAMES) {
      for (String container : CONTAINERS) {
        facts.add(Fact.of(container, name, numbers.get(facts.size())));
      }
    }
    return new FactCollection(facts);
  }

  /** Returns the shipped collection, which is for evaluation: that of the seed 0. */
  public static FactCollection shipped() {
    return of(new SplittableRandom(0));
  }

  /** Reads a collection from JSON lines with the fields of {@link Fact}. */
  public static FactCollection read(Path file) {
    return new FactCollection(JsonLines.read(file, Fact.class));
  }

  /** Writes the collection as JSON lines, replacing the file. */
  public void write(Path file) {
    JsonLines.write(file, facts);
  }

  /** Returns the facts in the order of the file. */
  public List<Fact> facts() {
    return facts;
  }

  /**
   * Returns the fact that answers a question. Case, white space and what stands behind the last
   * letter make no difference; otherwise the question must be the fact's own.
   */
  public Optional<Fact> find(String question) {
    return Optional.ofNullable(byQuestion.get(normalised(question)));
  }

  private static String normalised(String question) {
    return question
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s+", " ")
        .replaceAll("^ |[^\\p{L}]+$", "");
  }
}
