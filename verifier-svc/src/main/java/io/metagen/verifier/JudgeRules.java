package io.metagen.verifier;

import io.metagen.error.ServiceException;
import java.util.List;

/** What a judge's template must be. */
final class JudgeRules {
  private static final int LONGEST_TEMPLATE = 20_000;

  private JudgeRules() {}

  /**
   * Refuses a template that is too long or has not every place. An empty one is none.
   *
   * @throws ServiceException naming the field
   */
  static void checkTemplate(String field, String template, List<String> places) {
    if (template.length() > LONGEST_TEMPLATE) {
      throw ServiceException.invalidField(
          field, "must have at most " + LONGEST_TEMPLATE + " characters");
    }
    for (String place : places) {
      if (!template.isEmpty() && !template.contains(place)) {
        throw ServiceException.invalidField(field, "must contain " + place);
      }
    }
  }
}
