package io.metagen.cli;

import io.metagen.cli.mesh.ServiceKind;
import io.metagen.cli.run.VerdictView;
import io.metagen.cli.run.VerifierClient;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has candidates judged by a verifier of a mesh. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Judges candidates of a problem on the running mesh: scores, steps, feedback, cost.")
final class VerifyCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Mixin private VerifyOptions options = new VerifyOptions();
  @Mixin private CallOptions call = new CallOptions();

  @Override
  public Integer call() {
    if (!options.hasCandidates()) {
      throw new ParameterException(
          spec.commandLine(), "--candidate or --candidate-file: at least one must be given");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (VerifierClient client =
        new VerifierClient(call.target(ServiceKind.VERIFIER), call.deadline())) {
      VerifyRequest request = options.request(client.list());
      VerifyResponse response = client.verify(request);
      if (call.json()) {
        out.println(CallOptions.json(response));
      } else {
        new VerdictView(out).show(request, response);
      }
    }
    return 0;
  }
}
