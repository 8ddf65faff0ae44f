package io.metagen.verifier;

import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;

/** One way to judge candidates. Implementations are safe for use by several threads. */
sealed interface CandidateVerifier permits AnswerVerifier, OutcomeVerifier {
  /** Returns the name in requests and answers. */
  String name();

  /** Returns the version of its model or rules. */
  String version();

  /** Returns the alternative of {@link Verifier} that asks for it. */
  Verifier.KindCase kind();

  /** Judges the candidates of a request whose shape {@link VerifyRules} has checked. */
  VerifyResponse verify(VerifyRequest request);

  default VerifierDescription describe() {
    return VerifierDescription.newBuilder()
        .setName(name())
        .setVersion(version())
        .setKind(VerifyRules.fieldName(kind()))
        .build();
  }

  /** Returns an answer that names this verifier. */
  default VerifyResponse.Builder response() {
    return VerifyResponse.newBuilder().setVerifier(name()).setVerifierVersion(version());
  }
}
