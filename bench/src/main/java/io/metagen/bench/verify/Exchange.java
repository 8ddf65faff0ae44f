package io.metagen.bench.verify;

import io.metagen.error.ServiceException;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.Failure;
import io.metagen.v1.UtilityRow;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifierServiceGrpc.VerifierServiceBlockingStub;
import io.metagen.v1.VerifyRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request whose right answer is known. */
sealed interface Exchange {
  /** How far a number may be from the right one: known values have four digits. */
  double TOLERANCE = 1e-4;

  /**
   * Returns the numbers that the verifier answers.
   *
   * @throws io.grpc.StatusRuntimeException if the call fails
   * @throws ServiceException if one of its candidates can't be judged
   */
  List<Double> ask(VerifierServiceBlockingStub verifier);

  /** Returns the right numbers. */
  List<Double> right();

  /** Asks, and returns what is wrong with the answer; empty where it is right. */
  default Optional<String> fault(VerifierServiceBlockingStub verifier) {
    List<Double> answer = ask(verifier);
    boolean same = answer.size() == right().size();
    for (int i = 0; same && i < answer.size(); i++) {
      same = Math.abs(answer.get(i) - right().get(i)) <= TOLERANCE;
    }
    return same ? Optional.empty() : Optional.of(answer + ", right is " + right());
  }

  /**
   * Scores of candidates, in their order.
   *
   * @param right the right scores
   */
  record Scores(VerifyRequest request, List<Double> right) implements Exchange {
    public Scores {
      right = List.copyOf(right);
    }

    @Override
    public List<Double> ask(VerifierServiceBlockingStub verifier) {
      return verifier.verify(request).getVerificationsList().stream().map(Scores::score).toList();
    }

    private static double score(Verification verification) {
      if (verification.hasFailure()) {
        Failure failure = verification.getFailure();
        throw ServiceException.of(failure.getReason(), failure.getMessage(), Map.of());
      }
      return verification.hasScore() ? verification.getScore() : Double.NaN;
    }
  }

  /**
   * Utilities, row by row.
   *
   * @param right the right utilities
   */
  record Utilities(CompareRequest request, List<Double> right) implements Exchange {
    public Utilities {
      right = List.copyOf(right);
    }

    @Override
    public List<Double> ask(VerifierServiceBlockingStub verifier) {
      return verifier.compare(request).getRowsList().stream()
          .map(UtilityRow::getUtilitiesList)
          .flatMap(List::stream)
          .toList();
    }
  }
}
