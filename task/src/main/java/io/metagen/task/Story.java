package io.metagen.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A problem while it is being told: who has how many, who is in focus, the sentences and the
 * solution's lines so far. Every quantity stays between 1 and 99. Owned by the thread that makes
 * it.
 */
final class Story {

  private static final int MOST = 99;
  private static final int MOST_CHANGE = 49;
  private static final int MOST_FACTOR = 5;
  private static final int LEAST_SHARED = 8;

  private final SplittableRandom random;
  private final List<Owner> others = new ArrayList<>();
  private final List<String> unmet = new ArrayList<>(Lexicon.NAMES);
  private final List<String> sentences = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final String things;
  private String focus;
  private int quantity;

  Story(SplittableRandom random) {
    this.random = random;
    things = pick(Lexicon.THINGS);
    focus = meet();
    quantity = between(2, MOST_CHANGE);
    sentences.add("%s has %d %s.".formatted(focus, quantity, things));
  }

  /** Tells one more step. */
  void step() {
    Operation operation = choose();
    switch (operation) {
      case GAIN -> gain();
      case LOSE -> lose();
      case MORE -> more();
      case FEWER -> fewer();
      case TIMES -> times();
      case FRACTION -> fraction();
      case SHARE -> share();
      case JOIN -> join();
    }
  }

  String text() {
    return String.join(" ", sentences) + " How many %s does %s have now?".formatted(things, focus);
  }

  String solution() {
    return String.join("\n", lines) + "\nAnswer: " + quantity;
  }

  String answer() {
    return Integer.toString(quantity);
  }

  private Operation choose() {
    List<Operation> fitting = Arrays.stream(Operation.values()).filter(this::fits).toList();
    int ticket = random.nextInt(fitting.stream().mapToInt(Operation::weight).sum());
    for (Operation operation : fitting) {
      ticket -= operation.weight();
      if (ticket < 0) {
        return operation;
      }
    }
    throw new IllegalStateException("one of gain and lose always fits");
  }

  private boolean fits(Operation operation) {
    return switch (operation) {
      case GAIN, MORE -> quantity <= MOST - 2;
      case LOSE, FEWER -> quantity >= 3;
      case TIMES -> quantity * 2 <= MOST;
      case FRACTION, SHARE -> quantity >= LEAST_SHARED && !divisors().isEmpty();
      case JOIN -> !givers().isEmpty();
    };
  }

  private void gain() {
    int change = between(2, Math.min(MOST_CHANGE, MOST - quantity));
    String verb = pick(Lexicon.GAINS);
    say(pick(List.of("%s %s %d more.", "Then %s %s %d more.")).formatted(focus, verb, change));
    become(focus, '+', change, quantity + change);
  }

  private void lose() {
    int change = between(2, Math.min(MOST_CHANGE, quantity - 1));
    String verb = pick(Lexicon.LOSSES);
    say(pick(List.of("%s %s %d.", "Then %s %s %d.")).formatted(focus, verb, change));
    become(focus, '-', change, quantity - change);
  }

  private void more() {
    int change = between(2, Math.min(MOST_CHANGE, MOST - quantity));
    String other = meet();
    say(
        pick(List.of("%s has %d more than %s.", "%s owns %d more than %s."))
            .formatted(other, change, focus));
    become(other, '+', change, quantity + change);
  }

  private void fewer() {
    int change = between(2, Math.min(MOST_CHANGE, quantity - 1));
    String other = meet();
    say(
        pick(List.of("%s has %d fewer than %s.", "%s owns %d fewer than %s."))
            .formatted(other, change, focus));
    become(other, '-', change, quantity - change);
  }

  private void times() {
    int factor = between(2, Math.min(MOST_FACTOR, MOST / quantity));
    String other = meet();
    String often = factor == 2 && random.nextBoolean() ? "twice" : factor + " times";
    say("%s has %s as many as %s.".formatted(other, often, focus));
    become(other, '*', factor, quantity * factor);
  }

  private void fraction() {
    int divisor = pick(divisors());
    String other = meet();
    say("%s has %s as many as %s.".formatted(other, Lexicon.SHARES.get(divisor - 2), focus));
    become(other, '/', divisor, quantity / divisor);
  }

  private void share() {
    int divisor = pick(divisors());
    say("%s packs them into %d equal boxes and keeps one.".formatted(focus, divisor));
    become(focus, '/', divisor, quantity / divisor);
  }

  private void join() {
    Owner giver = pick(givers());
    say(
        random.nextBoolean()
            ? "%s gives %s everything.".formatted(giver.name, focus)
            : "%s gives all %s to %s.".formatted(giver.name, things, focus));
    others.remove(giver);
    become(focus, '+', giver.quantity, quantity + giver.quantity);
  }

  private void become(String holder, char operator, int operand, int result) {
    lines.add("%s %d%c%d=%d".formatted(holder, quantity, operator, operand, result));
    if (!holder.equals(focus)) {
      others.add(new Owner(focus, quantity));
    }
    focus = holder;
    quantity = result;
  }

  private List<Integer> divisors() {
    return IntStream.rangeClosed(2, MOST_FACTOR).filter(d -> quantity % d == 0).boxed().toList();
  }

  private List<Owner> givers() {
    return others.stream().filter(other -> other.quantity + quantity <= MOST).toList();
  }

  private void say(String sentence) {
    sentences.add(sentence);
  }

  private String meet() {
    return unmet.remove(random.nextInt(unmet.size()));
  }

  private int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Somebody who is out of focus, and what they have. */
  private record Owner(String name, int quantity) {}
}
