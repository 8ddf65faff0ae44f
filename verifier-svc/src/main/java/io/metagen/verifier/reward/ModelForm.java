package io.metagen.verifier.reward;

import io.metagen.transformer.Head;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.text.ChatTemplate;
import io.metagen.transformer.text.Tokenizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a reward model was trained on: how its rows are made, and what is read of them.
 *
 * @param layout of a row
 * @param separator what stands between a candidate's steps
 * @param tag text after each step; empty for the separator itself
 * @param chat whether a prompt that comes as text is a user's message, put into the chat template
 * @param system message before the user's; empty for none
 * @param good next token after a step that is right, for networks with a language head
 * @param bad next token after a step that is wrong
 */
public record ModelForm(
    Layout layout,
    Separator separator,
    String tag,
    boolean chat,
    String system,
    String good,
    String bad) {

  /** How a row is laid out. */
  public enum Layout {
    /** One score at the end of the whole solution. */
    SOLUTION,
    /** Steps, each with a tag, tokenised one by one: Qwen2.5-Math-PRM, Skywork-o1-Open-PRM, TRL. */
    STEPS,
    /** Lines that end with a word, tokenised as one text: Math-Shepherd. */
    TAGGED_TEXT,
    /** Turns of a conversation: RLHFlow. */
    TURNS
  }

  /** What stands between steps. */
  public enum Separator {
    LINE("\n"),
    PARAGRAPH("\n\n");

    private final String text;

    Separator(String text) {
      this.text = text;
    }
  }

  /** Whether each step gets a score. */
  public boolean stepwise() {
    return layout != Layout.SOLUTION;
  }

  /** Whether the text of the problem is needed, so that tokens won't do. */
  public boolean needsText() {
    return layout == Layout.TURNS;
  }

  RowForm rows(Tokenizer tokenizer, Optional<ChatTemplate> template) {
    Pattern between = Pattern.compile(Pattern.quote(separator.text));
    return switch (layout) {
      case SOLUTION -> new RowForm.Solution(tokenizer);
      case STEPS -> new RowForm.Steps(tokenizer, between, tag.isEmpty() ? separator.text : tag);
      case TAGGED_TEXT -> {
        require(!tag.isEmpty(), "step-tag: must be set for the layout tagged-text");
        yield new RowForm.TaggedText(tokenizer, between, tag);
      }
      case TURNS ->
          new RowForm.Turns(
              tokenizer,
              template.orElseThrow(
                  () -> new IllegalArgumentException("layout: turns needs a chat template")),
              between,
              good);
    };
  }

  Reading reading(ModelConfig config, Tokenizer tokenizer) {
    if (config.head() == Head.LANGUAGE && layout == Layout.SOLUTION) {
      throw new IllegalArgumentException(
          "architectures: "
              + config.architecture()
              + " has no head of values; a ...ForSequenceClassification is needed");
    }
    return config.head() == Head.LANGUAGE
        ? new Reading.Words(last(tokenizer, "good", good), last(tokenizer, "bad", bad))
        : config.head().outputs() == 1 ? new Reading.Value() : new Reading.Classes();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A word may come with a token for the space before it. */
  private static int last(Tokenizer tokenizer, String field, String word) {
    int[] ids = tokenizer.encode(word, false);
    if (ids.length == 0) {
      throw new IllegalArgumentException(field + "-token: must not be empty");
    }
    return ids[ids.length - 1];
  }
}
