package io.metagen.trainer.speculation;

import io.metagen.transformer.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Speculative sampling of several texts at once: a draft model writes tokens ahead, the target
 * reads them in one step and decides which stay (Leviathan et al. 2023; Chen et al. 2023). The
 * texts have the target's distribution. One thread owns it.
 */
final class Speculation implements AutoCloseable {

  /**
   * How texts are drawn.
   *
   * @param tokens drafted in a round, at least 1; fewer where a text ends
   * @param temperature of both models, above 0
   * @param longest most tokens behind a prompt
   * @param end the token that ends a text
   * @param seed of the random numbers
   */
  record Settings(int tokens, double temperature, int longest, int end, long seed) {}

  /** What was drawn behind a prompt, and the rounds it took. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Drawn(int[] tokens, List<Round> rounds) {}

  private final Settings settings;
  private final Reader draft;
  private final Reader target;
  private final int positions;
  private final int texts;

  /**
   * @param texts most that are drawn at once
   */
  Speculation(Transformer draft, Transformer target, Settings settings, int texts) {
    this.settings = settings;
    this.texts = texts;
    this.draft = new Reader(draft, settings.temperature, texts);
    this.target = new Reader(target, settings.temperature, texts);
    positions = Math.min(draft.config().maxPositions(), target.config().maxPositions());
  }

  /** A text while it is drawn. */
  private final class Text {
    private final int number;
    private final int prompt;
    private final int most;
    private final SplittableRandom random;
    private final List<Round> rounds = new ArrayList<>();
    private final List<Round.Draft> drafts = new ArrayList<>();
    private int[] tokens;

    Text(int number, int[] prompt, SplittableRandom random) {
      this.number = number;
      this.prompt = prompt.length;
      this.random = random;
      most = Math.min(positions, prompt.length + settings.longest);
      tokens = prompt;
    }

    boolean finished() {
      return tokens.length >= most
          || (tokens.length > prompt && tokens[tokens.length - 1] == settings.end);
    }

    /** Whether one more token is drafted; behind all drafts there must be room for another. */
    boolean drafting() {
      return drafts.size() < settings.tokens
          && tokens.length + drafts.size() + 1 < most
          && (drafts.isEmpty() || drafts.getLast().token() != settings.end);
    }

    void draft(Law law) {
      drafts.add(new Round.Draft(law.token(random.nextDouble()), law));
    }

    Reader.Text drafted(int answers) {
      int[] longer = Arrays.copyOf(tokens, tokens.length + drafts.size());
      for (int i = 0; i < drafts.size(); i++) {
        longer[tokens.length + i] = drafts.get(i).token();
      }
      return new Reader.Text(number, longer, answers);
    }

    void decide(List<Law> laws) {
      Round round = Round.of(drafts, laws, settings.end, random);
      int kept = tokens.length + round.accepted();
      draft.keep(number, kept);
      target.keep(number, kept);
      tokens = round.behind(tokens);
      rounds.add(round);
      drafts.clear();
    }

    Drawn drawn() {
      return new Drawn(Arrays.copyOfRange(tokens, prompt, tokens.length), rounds);
    }
  }

  /**
   * Draws a text behind each prompt.
   *
   * @param first number of the first one, part of the random numbers' seed
   */
  List<Drawn> draw(List<int[]> prompts, int first) {
    IntStream.range(0, texts).forEach(draft::forget);
    IntStream.range(0, texts).forEach(target::forget);
    List<Text> all = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      all.add(new Text(i, prompts.get(i), new SplittableRandom(settings.seed + first + i)));
    }
    List<Text> open = all.stream().filter(text -> !text.finished()).toList();
    while (!open.isEmpty()) {
      draft(open);
      List<List<Law>> laws =
          target.laws(open.stream().map(text -> text.drafted(text.drafts.size() + 1)).toList());
      for (int i = 0; i < open.size(); i++) {
        open.get(i).decide(laws.get(i));
      }
      open = open.stream().filter(text -> !text.finished()).toList();
    }
    return all.stream().map(Text::drawn).toList();
  }

  private void draft(List<Text> open) {
    List<Text> drafting = open.stream().filter(Text::drafting).toList();
    while (!drafting.isEmpty()) {
      List<List<Law>> laws = draft.laws(drafting.stream().map(text -> text.drafted(1)).toList());
      for (int i = 0; i < drafting.size(); i++) {
        drafting.get(i).draft(laws.get(i).getFirst());
      }
      drafting = drafting.stream().filter(Text::drafting).toList();
    }
  }

  @Override
  public void close() {
    draft.close();
    target.close();
  }
}
