package io.metagen.generator.engine;

/** Why a sample ended. */
public sealed interface Ending {
  /** An end-of-sequence or stop token was drawn. */
  record StopToken(int id) implements Ending {}

  /** The text contains a stop string. */
  record StopString(String matched) implements Ending {}

  /** The text contains a step delimiter. */
  record StepDelimiter(String matched) implements Ending {}

  /** The step has its number of tokens. */
  record StepLength() implements Ending {}

  /** The output has its greatest length. */
  record Length() implements Ending {}

  /** All tokens of a scored continuation are scored. */
  record Scored() implements Ending {}
}
