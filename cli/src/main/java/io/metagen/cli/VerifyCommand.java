package io.metagen.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.RunningService;
import io.metagen.cli.mesh.ServiceKind;
import io.metagen.cli.run.PromptForm;
import io.metagen.cli.run.VerdictView;
import io.metagen.cli.run.VerifierClient;
import io.metagen.cli.run.VerifierMessage;
import io.metagen.v1.Problem;
import io.metagen.v1.StepAggregation;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has candidates judged by a verifier of a mesh. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Judges candidates of a problem on the running mesh: scores, steps, feedback, cost.")
final class VerifyCommand implements Callable<Integer> {

  /** How the steps' scores become one. */
  private enum Aggregation {
    LAST,
    MIN,
    PRODUCT,
    MEAN
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

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

  @Mixin private MeshName mesh = new MeshName();

  @Option(
      names = "--endpoint",
      defaultValue = "",
      paramLabel = "HOST:PORT",
      description = "a verifier anywhere, instead of this machine's mesh")
  private String endpoint = "";

  @Option(
      names = "--deadline",
      defaultValue = "120",
      description = "seconds until the call must end (default: ${DEFAULT-VALUE})")
  private double deadlineSeconds;

  @Option(names = "--json", description = "prints the VerifyResponse as JSON and nothing else")
  private boolean json;

  @Override
  public Integer call() {
    if (candidates.isEmpty() && files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--candidate or --candidate-file: at least one must be given");
    }
    Duration deadline = Duration.ofMillis(Math.round(deadlineSeconds * 1000));
    try (VerifierClient client = new VerifierClient(target(), deadline)) {
      VerifyRequest request = request(verifier(client.list()));
      VerifyResponse response = client.verify(request);
      if (json) {
        spec.commandLine().getOut().println(print(response));
      } else {
        new VerdictView(spec.commandLine().getOut()).show(request, response);
      }
    }
    return 0;
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

  private VerifyRequest request(Verifier verifier) {
    Problem.Builder asked =
        Problem.newBuilder().setPrompt((chat ? PromptForm.CHAT : PromptForm.TEXT).prompt(problem));
    if (reference != null) {
      asked.setReferenceAnswer(reference);
    }
    VerifyRequest.Builder request =
        VerifyRequest.newBuilder().setProblem(asked).setVerifier(verifier);
    candidates.forEach(text -> request.addCandidates(VerifyCandidate.newBuilder().setText(text)));
    files.forEach(file -> request.addCandidates(VerifyCandidate.newBuilder().setText(text(file))));
    return request.build();
  }

  private static String text(@Nullable Path file) {
    try {
      return file == null ? "" : Files.readString(file);
    } catch (IOException e) {
      throw new MeshException("cannot read " + file, e);
    }
  }

  private String target() {
    if (!endpoint.isEmpty()) {
      return endpoint;
    }
    return mesh.mesh().services().stream()
        .filter(service -> service.kind() == ServiceKind.VERIFIER)
        .filter(RunningService::isAlive)
        .map(service -> "127.0.0.1:" + service.ports().grpc())
        .findFirst()
        .orElseThrow(() -> new MeshException("no mesh is running; start one with ./metagen up"));
  }

  private static String print(VerifyResponse response) {
    try {
      return JsonFormat.printer().print(response);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a verifier's response holds no Any", e);
    }
  }
}
