package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.Feedback;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.bounded.TimeLimit;
import io.metagen.verifier.schema.BadSchemaException;
import io.metagen.verifier.schema.DocumentSchema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Validates candidates as JSON documents. The score is 1 for a valid one, else 0, and the feedback
 * names places of the document and what is wrong there.
 *
 * @param longest most characters of a schema and of a candidate
 */
record JsonSchemaVerifier(TimeLimit limit, int longest) implements CandidateVerifier {
  /** Most errors in a feedback. */
  static final int LISTED = 10;

  private static final String FIELD = "verifier.json_schema_check.schema";

  /** Returns one that has loaded the drafts' meta-schemas, which is no caller's time. */
  static JsonSchemaVerifier ready(TimeLimit limit, int longest) {
    DocumentSchema unused = DocumentSchema.of("{}");
    return new JsonSchemaVerifier(limit, longest);
  }

  @Override
  public String name() {
    return "json_schema_check";
  }

  @Override
  public String version() {
    return DocumentSchema.VERSION;
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.JSON_SCHEMA_CHECK;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    DocumentSchema schema = compiled(request.getVerifier().getJsonSchemaCheck().getSchema());
    return new TimedJudge(limit, candidate -> checked(candidate, schema));
  }

  private DocumentSchema compiled(String schema) {
    if (schema.length() > longest) {
      throw ServiceException.invalidField(FIELD, "must have at most " + longest + " characters");
    }
    try {
      return limit.call(() -> DocumentSchema.of(schema));
    } catch (BadSchemaException e) {
      throw ServiceException.invalidField(FIELD, e.getMessage());
    } catch (StackOverflowError e) {
      throw ServiceException.invalidField(FIELD, "must not nest so deep");
    }
  }

  private Verification.Builder checked(String candidate, DocumentSchema schema) {
    if (candidate.length() > longest) {
      throw ServiceException.invalidField(
          "candidates.text", "must have at most " + longest + " characters");
    }
    List<String> errors = schema.errors(candidate);
    if (errors.isEmpty()) {
      return Verification.newBuilder().setScore(1);
    }
    return Verification.newBuilder()
        .setScore(0)
        .setFeedback(Feedback.newBuilder().setText(summary(errors)));
  }

  private static String summary(List<String> errors) {
    String listed = errors.stream().limit(LISTED).collect(Collectors.joining("\n"));
    int more = errors.size() - LISTED;
    return more > 0 ? listed + "\nand " + more + " more" : listed;
  }
}
