package io.metagen.trainer.evaluation;

import java.util.List;

/** A model that goes on behind texts. */
public interface TextModel {

  /**
   * Returns continuations of each prompt, the prompts in their order. A continuation ends where the
   * model ends it, with the model's stop text, or where it has grown too long.
   */
  List<List<String>> complete(List<String> prompts, Judge.Draw draw);

  /** Returns the likeliest continuation of each prompt, token by token. */
  default List<String> complete(List<String> prompts) {
    return complete(prompts, new Judge.Draw(1, 0)).stream().map(List::getFirst).toList();
  }

  /**
   * Returns for each of some middles the probability, 0 to 1, that a text follows a prompt and that
   * middle: the product over its tokens.
   *
   * @param middles none of them empty
   */
  List<Double> chances(String prompt, List<String> middles, String text);
}
