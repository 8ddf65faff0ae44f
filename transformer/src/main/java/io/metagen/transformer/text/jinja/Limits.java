package io.metagen.transformer.text.jinja;

/** Bounds of one rendering, far above what a conversation needs. */
final class Limits {

  /** Characters of the output and of any string on the way. */
  static final int TEXT = 1 << 23;

  /** Elements of a list or dict, and numbers of a range. */
  static final int ITEMS = 100_000;

  /** Turns of all loops together. */
  static final int LOOP_TURNS = 200_000;

  /** Calls of macros inside each other. */
  static final int RECURSION = 20;

  private Limits() {}

  static void check(String what, long size, long limit) {
    if (size > limit) {
      throw new TemplateException(
          TemplateException.Reason.LIMIT, what + ": " + size + ", at most " + limit);
    }
  }
}
