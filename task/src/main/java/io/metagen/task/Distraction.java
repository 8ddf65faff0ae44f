package io.metagen.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A problem among whose sentences stand others that have nothing to do with it: who has, gets and
 * gives away how many of other things. A rewriter learns to take them out, and only then solves
 * (System 2 Attention, Weston and Sukhbaatar 2023). A sentence of a problem that names no things
 * speaks of the problem's, whatever stands before it; so each distracting sentence names its own.
 *
 * <p>It is in the split of the clean problem, {@code Split.of(problem().problem())}: the hash of
 * the distracted text names no split.
 *
 * @param problem the clean problem
 * @param text its text with the distracting sentences
 * @param added the distracting sentences in the order of the text, 1 to 3
 */
public record Distraction(Problem problem, String text, List<String> added) {

  /** Most sentences that are added. */
  public static final int MOST = 3;

  private static final int LEAST_NUMBER = 2;
  private static final int MOST_NUMBER = 49;

  public Distraction {
    added = List.copyOf(added);
  }

  /** Adds 1 to 3 sentences behind the first sentence of a problem and before its question. */
  public static Distraction of(Problem problem, RandomGenerator random) {
    List<String> sentences = ProblemReader.sentences(problem.problem());
    Author author = new Author(problem.problem(), random);
    List<List<String>> behind = new ArrayList<>();
    sentences.forEach(sentence -> behind.add(new ArrayList<>()));
    int count = random.nextInt(1, MOST + 1);
    for (int i = 0; i < count; i++) {
      behind.get(random.nextInt(sentences.size() - 1)).add(author.sentence());
    }
    List<String> told = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      told.add(sentences.get(i));
      told.addAll(behind.get(i));
    }
    return new Distraction(
        problem, String.join(" ", told), behind.stream().flatMap(List::stream).toList());
  }

  /** Makes up sentences about people of the problem and others, and never about its things. */
  private static final class Author {
    private final RandomGenerator random;
    private final List<String> met;
    private final List<String> unmet;
    private final List<String> things;

    Author(String problem, RandomGenerator random) {
      this.random = random;
      Set<String> words = Set.copyOf(List.of(problem.split("[^A-Za-z]+")));
      met = Lexicon.NAMES.stream().filter(words::contains).toList();
      unmet = Lexicon.NAMES.stream().filter(name -> !words.contains(name)).toList();
      things = Lexicon.THINGS.stream().filter(thing -> !words.contains(thing)).toList();
    }

    String sentence() {
      String name = pick(random.nextBoolean() ? met : unmet);
      return switch (random.nextInt(5)) {
        case 0, 1 -> "%s %s %s.".formatted(name, pick(List.of("has", "owns")), some());
        case 2 -> "%s packs %s into %d equal boxes.".formatted(name, some(), random.nextInt(2, 6));
        case 3 -> "%s gives %s %s.".formatted(name, other(name), some());
        default -> "%s%s %s %s.".formatted(pick(List.of("", "Then ")), name, verb(), some());
      };
    }

    private String other(String name) {
      return pick(Lexicon.NAMES.stream().filter(other -> !other.equals(name)).toList());
    }

    private String verb() {
      return pick(Stream.concat(Lexicon.GAINS.stream(), Lexicon.LOSSES.stream()).toList());
    }

    private String some() {
      return random.nextInt(LEAST_NUMBER, MOST_NUMBER + 1) + " " + pick(things);
    }

    private String pick(List<String> list) {
      return list.get(random.nextInt(list.size()));
    }
  }
}
