package io.metagen.verifier;

import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifyRequest;
import java.util.List;

/** One way to judge candidates. Implementations are safe for use by several threads. */
interface CandidateVerifier {
  /** Returns the name in requests and answers. */
  String name();

  /** Returns the version of its model or rules. */
  String version();

  /** Returns the alternative of {@link Verifier} that asks for it. */
  Verifier.KindCase kind();

  /**
   * Reads what a request, whose shape {@link VerifyRules} has checked, says of the problem and of
   * how to judge. Its candidates are not looked at.
   *
   * @throws io.metagen.error.ServiceException naming the field that can't be used
   */
  Judge judge(VerifyRequest request);

  /** Judges candidates of one problem. */
  @FunctionalInterface
  interface Judge {
    /**
     * Returns one judgement for each candidate, in their order. Blocks; an interrupt gives up. What
     * fails for one candidate alone is a failure of its judgement.
     *
     * @param candidates texts of solutions, at least one
     * @throws io.metagen.error.ServiceException where nothing can be judged
     */
    List<Judgement> of(List<String> candidates);

    /** Returns the version of what judges, where it depends on the request; given its own. */
    default String version(String own) {
      return own;
    }
  }

  /** Whether others do its work, so that it needs no place and no time of its own. */
  default boolean composite() {
    return false;
  }

  default VerifierDescription describe() {
    return VerifierDescription.newBuilder()
        .setName(name())
        .setVersion(version())
        .setKind(VerifyRules.fieldName(kind()))
        .build();
  }
}
