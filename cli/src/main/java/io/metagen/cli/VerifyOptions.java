package io.metagen.cli;

import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.run.PromptForm;
import io.metagen.cli.run.VerifierMessage;
import io.metagen.v1.Problem;
import io.metagen.v1.StepAggregation;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be judged and by which verifier; each kind takes the options of its own. */
final class VerifyOptions {

  /** How the steps' scores become one. */
  private enum Aggregation {
    LAST,
    MIN,
    PRODUCT,
    MEAN
  }

  @Option(
      names = "--verifier",
      defaultValue = "reward",
      description = "name of the verifier; an unknown one lists all (default: ${DEFAULT-VALUE})")
  private String name = "reward";

  @Option(names = "--problem", required = true, description = "text of the problem")
  private String problem = "";

  @Option(names = "--candidate", description = "text of a candidate; may be given several times")
  private List<String> candidates = List.of();

  @Option(
      names = "--candidate-file",
      paramLabel = "FILE",
      description = "file with a candidate's text; may be given several times, after the others")
  private List<Path> files = List.of();

  @Option(names = "--reference", description = "known answer, for checkers")
  private @Nullable String reference;

  @Option(names = "--chat", description = "send the problem as a user's message")
  private boolean chat;

  @Option(
      names = "--aggregation",
      defaultValue = "LAST",
      description = "how step scores become one: ${COMPLETION-CANDIDATES} (default: LAST)")
  private Aggregation aggregation = Aggregation.LAST;

  @Option(names = "--pattern", defaultValue = "", description = "for regex_check")
  private String pattern = "";

  @Option(names = "--schema-file", paramLabel = "FILE", description = "for json_schema_check")
  private @Nullable Path schema;

  @Option(names = "--tests-file", paramLabel = "FILE", description = "for program_check")
  private @Nullable Path tests;

  @Option(
      names = "--language",
      defaultValue = "python",
      description = "for program_check (default: ${DEFAULT-VALUE})")
  private String language = "python";

  @Option(
      names = "--critiques",
      defaultValue = "0",
      description = "critiques before the verdict of a generative verifier (default: 0)")
  private int critiques;

  boolean hasCandidates() {
    return !candidates.isEmpty() || !files.isEmpty();
  }

  /**
   * Returns the request.
   *
   * @param known the verifiers that there are
   * @throws MeshException if there is none of the name, or a file can't be read
   */
  VerifyRequest request(List<VerifierDescription> known) {
    Problem.Builder asked =
        Problem.newBuilder().setPrompt((chat ? PromptForm.CHAT : PromptForm.TEXT).prompt(problem));
    if (reference != null) {
      asked.setReferenceAnswer(reference);
    }
    VerifyRequest.Builder request =
        VerifyRequest.newBuilder().setProblem(asked).setVerifier(verifier(known));
    candidates.forEach(text -> request.addCandidates(VerifyCandidate.newBuilder().setText(text)));
    files.forEach(file -> request.addCandidates(VerifyCandidate.newBuilder().setText(text(file))));
    return request.build();
  }

  private Verifier verifier(List<VerifierDescription> known) {
    VerifierMessage message =
        new VerifierMessage(
            StepAggregation.valueOf("STEP_AGGREGATION_" + aggregation),
            pattern,
            text(schema),
            text(tests),
            language,
            critiques);
    VerifierDescription described =
        known.stream()
            .filter(one -> one.getName().equals(name))
            .findFirst()
            .orElseThrow(() -> new MeshException("--verifier: no " + name + names(known)));
    return message
        .of(described)
        .orElseThrow(
            () -> new MeshException("--verifier: " + name + " needs a request of its own"));
  }

  private static String names(List<VerifierDescription> known) {
    return known.stream()
        .map(one -> String.format(Locale.ROOT, "%n  %s (%s)", one.getName(), one.getKind()))
        .collect(Collectors.joining("", "; there are", ""));
  }

  private static String text(@Nullable Path file) {
    try {
      return file == null ? "" : Files.readString(file);
    } catch (IOException e) {
      throw new MeshException("cannot read " + file, e);
    }
  }
}
