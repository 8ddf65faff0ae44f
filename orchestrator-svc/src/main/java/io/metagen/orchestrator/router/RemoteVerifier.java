package io.metagen.orchestrator.router;

import io.grpc.Channel;
import io.grpc.StatusException;
import io.metagen.error.ServiceException;
import io.metagen.orchestrator.strategy.VerifierPort;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.util.Map;

/** The verifier service, for one run. Its channel tries again where the service was away. */
final class RemoteVerifier implements VerifierPort {
  private final Channel channel;
  private final RemoteErrors errors;

  RemoteVerifier(Channel channel, RemoteErrors errors) {
    this.channel = channel;
    this.errors = errors;
  }

  @Override
  public VerifyResponse verify(VerifyRequest request) {
    try {
      VerifyResponse response = VerifierServiceGrpc.newBlockingV2Stub(channel).verify(request);
      if (!sound(request, response)) {
        throw ServiceException.of(
            ErrorReason.ERROR_REASON_INTERNAL_FAULT,
            "the verifier answered with too few verifications or a score that is no number",
            Map.of());
      }
      return response;
    } catch (StatusException e) {
      throw errors.translate(e);
    }
  }

  private static boolean sound(VerifyRequest request, VerifyResponse response) {
    return response.getVerificationsCount() == request.getCandidatesCount()
        && response.getVerificationsList().stream()
            .mapToDouble(Verification::getScore)
            .allMatch(Double::isFinite);
  }
}
