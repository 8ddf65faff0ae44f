package io.metagen.verifier.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialects;
import io.metagen.verifier.answer.FencedBlock;
import io.metagen.verifier.pattern.BadPatternException;
import io.metagen.verifier.pattern.LinearPattern;
import java.util.List;
import java.util.Locale;

/**
 * A JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12, the last where it names none. It may refer to
 * itself and to the meta-schemas of these drafts; nothing is ever fetched. Patterns are those of
 * {@link LinearPattern}, and {@code format} is an annotation. Immutable.
 */
public final class DocumentSchema {
  /** Version of the rules: the library's and this class's. */
  public static final String VERSION = "json-schema-rules-1";

  private static final SchemaRegistry META_SCHEMAS = registry(true);

  private final Schema schema;

  private DocumentSchema(Schema schema) {
    this.schema = schema;
  }

  /**
   * Compiles a schema, with everything that it refers to.
   *
   * @throws BadSchemaException if it is none or refers to what is not there
   */
  public static DocumentSchema of(String text) {
    try {
      JsonNode node = StrictJson.read(text);
      SchemaRegistry registry = registry(false);
      checkAgainstItsDraft(node, registry);
      Schema schema = registry.getSchema(node);
      schema.initializeValidators();
      return new DocumentSchema(schema);
    } catch (StrictJson.NotJsonException e) {
      throw new BadSchemaException("must be JSON: " + e.getMessage());
    } catch (SchemaException e) {
      throw new BadSchemaException(
          e.getCause() instanceof BadPatternException pattern
              ? "has a pattern that " + pattern.getMessage()
              : "must be a JSON Schema: " + e.getMessage());
    }
  }

  /**
   * Returns what is wrong with the document in a candidate, which is its last fenced block or else
   * all of it, as one line for each error; none where it is valid. Stops where its time limit is
   * over.
   */
  public List<String> errors(String candidate) {
    WatchedExecution execution = new WatchedExecution();
    try {
      schema.validate(execution, StrictJson.read(FencedBlock.in(candidate)));
    } catch (StrictJson.NotJsonException e) {
      return List.of("is no JSON: " + e.getMessage());
    }
    return execution.getErrors().stream().map(DocumentSchema::line).toList();
  }

  private static void checkAgainstItsDraft(JsonNode node, SchemaRegistry registry) {
    String named = node.path("$schema").asText(SpecificationVersion.DRAFT_2020_12.getDialectId());
    String draft = registry.getDialect(named).getId();
    WatchedExecution execution = new WatchedExecution();
    META_SCHEMAS.getSchema(SchemaLocation.of(draft)).validate(execution, node);
    execution.getErrors().stream()
        .findFirst()
        .ifPresent(
            error -> {
              throw new BadSchemaException("must be a JSON Schema: " + line(error));
            });
  }

  private static String line(Error error) {
    String place = error.getInstanceLocation().toString();
    return (place.isEmpty() ? "at the top" : "at " + place) + ": " + error.getMessage();
  }

  /** One for each schema of a caller, so that no schema sees another's parts. */
  private static SchemaRegistry registry(boolean cached) {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder
                .dialectRegistry(
                    new BasicDialectRegistry(
                        List.of(
                            Dialects.getDraft4(),
                            Dialects.getDraft6(),
                            Dialects.getDraft7(),
                            Dialects.getDraft201909(),
                            Dialects.getDraft202012())))
                .schemaCacheEnabled(cached)
                .schemaLoader(loader -> loader.allow(DocumentSchema::isOfADraft))
                .schemaRegistryConfig(
                    SchemaRegistryConfig.builder()
                        .locale(Locale.ENGLISH)
                        .preloadSchema(false)
                        .regularExpressionFactory(pattern -> LinearPattern.of(pattern)::find)
                        .build()));
  }

  private static boolean isOfADraft(Object iri) {
    return iri.toString().matches("https?://json-schema\\.org/draft[-/][0-9-]+/[a-z/-]+#?");
  }
}
