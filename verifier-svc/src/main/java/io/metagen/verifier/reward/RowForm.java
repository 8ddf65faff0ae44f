package io.metagen.verifier.reward;

import io.metagen.error.ServiceException;
import io.metagen.transformer.text.ChatMessage;
import io.metagen.transformer.text.ChatTemplate;
import io.metagen.transformer.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How a problem and a candidate become a row with marks: what a published model was trained on.
 * Problem and candidate are tokenised apart, so that the candidates of a problem share its tokens.
 */
sealed interface RowForm {

  /**
   * Returns a candidate's row, which may be longer than the context.
   *
   * @throws ServiceException if the candidate has no such form
   */
  MarkedRow row(Question question, String candidate);

  /**
   * A problem.
   *
   * @param tokens of the prompt
   * @param text of the prompt; empty where it came as tokens
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying would be felt
  record Question(int[] tokens, String text) {}

  /** The whole candidate and the end of sequence, where the score is read (Cobbe et al. 2021). */
  record Solution(Tokenizer tokenizer) implements RowForm {
    @Override
    public MarkedRow row(Question question, String candidate) {
      Tokens tokens = new Tokens(question.tokens());
      tokens.add(tokenizer.encode(candidate, false));
      tokens.add(tokenizer.eosId().stream().toArray());
      tokens.mark();
      return tokens.row();
    }
  }

  /**
   * Each step followed by a tag, whose last token is a mark: {@code <extra_0>} (Qwen2.5-Math-PRM),
   * or just the end of a line (Skywork-o1-Open-PRM, TRL).
   *
   * @param separator stands between steps
   */
  record Steps(Tokenizer tokenizer, Pattern separator, String tag) implements RowForm {
    @Override
    public MarkedRow row(Question question, String candidate) {
      int[] end = tokenizer.encode(tag, false);
      Tokens tokens = new Tokens(question.tokens());
      for (String step : steps(separator, candidate)) {
        tokens.add(tokenizer.encode(step, false));
        tokens.add(end);
        tokens.mark();
      }
      return tokens.row();
    }
  }

  /**
   * Lines with a word as their tag, tokenised as one text; the tag's token is a mark
   * (Math-Shepherd).
   *
   * @param separator stands between steps
   * @param tag a word that is one token
   */
  record TaggedText(Tokenizer tokenizer, Pattern separator, String tag) implements RowForm {
    @Override
    public MarkedRow row(Question question, String candidate) {
      List<String> steps = steps(separator, candidate);
      String text = String.join("\n", steps.stream().map(step -> step + " " + tag).toList());
      int[] word = tokenizer.encode(tag, false);
      int[] prompt = question.tokens();
      int[] solution = tokenizer.encode(text, false);
      int[] marks =
          IntStream.range(0, solution.length)
              .filter(i -> solution[i] == word[word.length - 1])
              .map(i -> prompt.length + i)
              .toArray();
      if (marks.length != steps.size()) {
        throw refused("must not contain the step tag " + tag);
      }
      Tokens tokens = new Tokens(prompt);
      tokens.add(solution);
      return new MarkedRow(tokens.row().tokens(), marks);
    }
  }

  /**
   * A conversation in which the user tells one step after another, the first behind the problem,
   * and the assistant answers each with a word; marks are the tokens before these (RLHFlow).
   *
   * @param separator stands between steps
   * @param good the assistant's word for a step that is right
   */
  record Turns(Tokenizer tokenizer, ChatTemplate template, Pattern separator, String good)
      implements RowForm {
    @Override
    public MarkedRow row(Question question, String candidate) {
      List<ChatMessage> turns = new ArrayList<>();
      List<Integer> marks = new ArrayList<>();
      String before = question.text() + " ";
      for (String step : steps(separator, candidate)) {
        turns.add(new ChatMessage("user", before + step));
        marks.add(tokenizer.encode(template.render(turns, true), false).length - 1);
        turns.add(new ChatMessage("assistant", good));
        before = "";
      }
      int[] tokens = tokenizer.encode(template.render(turns, false), false);
      return new MarkedRow(tokens, marks.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  /** Returns a candidate's steps without what separates them. */
  private static List<String> steps(Pattern separator, String candidate) {
    List<String> steps =
        Arrays.stream(separator.split(candidate)).filter(step -> !step.isBlank()).toList();
    if (steps.isEmpty()) {
      throw refused("must have at least one step");
    }
    return steps;
  }

  private static ServiceException refused(String rule) {
    return ServiceException.invalidField("candidates.text", rule);
  }
}
