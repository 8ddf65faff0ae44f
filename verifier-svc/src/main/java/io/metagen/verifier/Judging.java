package io.metagen.verifier;

import static java.util.Objects.requireNonNull;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.Failure;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifyRequest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What every call goes through, whatever the verifier: judgements that are known already, then a
 * place among the verifier's calls, then a time limit. Equal candidates are judged once. Safe for
 * use by several threads.
 */
record Judging(JudgementCache cache, Places places, CallLimit limit) {

  /**
   * A call whose request was found good.
   *
   * @param request without its candidates
   */
  record Call(CandidateVerifier verifier, CandidateVerifier.Judge judge, VerifyRequest request) {

    /**
     * Reads a request.
     *
     * @throws ServiceException naming the field that can't be used
     */
    static Call of(CandidateVerifier verifier, VerifyRequest request) {
      return new Call(
          verifier, verifier.judge(request), request.toBuilder().clearCandidates().build());
    }

    String version() {
      return judge.version(verifier.version());
    }
  }

  /** Returns one judgement for each candidate, in their order. */
  List<Judgement> judge(Call call, List<String> candidates) {
    byte[] key = JudgementCache.callKey(call.verifier.name(), call.version(), call.request);
    Map<String, Judgement> known = new HashMap<>();
    SequencedSet<String> open = new LinkedHashSet<>();
    for (String candidate : candidates) {
      Optional<Judgement> found = cache.find(key, candidate);
      found.ifPresent(judgement -> known.put(candidate, judgement.again()));
      if (found.isEmpty()) {
        open.add(candidate);
      }
    }
    Map<String, Judgement> fresh = fresh(call, List.copyOf(open));
    fresh.forEach((candidate, judgement) -> cache.put(key, candidate, judgement));
    return candidates.stream().map(candidate -> take(candidate, fresh, known)).toList();
  }

  /** The first of equal candidates bears the cost. */
  private static Judgement take(
      String candidate, Map<String, Judgement> fresh, Map<String, Judgement> known) {
    Judgement first = fresh.remove(candidate);
    if (first != null) {
      known.put(candidate, first.again());
      return first;
    }
    return requireNonNull(known.get(candidate));
  }

  private Map<String, Judgement> fresh(Call call, List<String> candidates) {
    Map<String, Judgement> fresh = new HashMap<>();
    if (!candidates.isEmpty()) {
      List<Judgement> judgements = limited(call, candidates);
      for (int i = 0; i < candidates.size(); i++) {
        fresh.put(candidates.get(i), judgements.get(i));
      }
    }
    return fresh;
  }

  private List<Judgement> limited(Call call, List<String> candidates) {
    if (call.verifier.composite()) {
      return call.judge.of(candidates);
    }
    return places
        .in(call.verifier.name(), () -> limit.run(() -> call.judge.of(candidates)))
        .orElseGet(() -> candidates.stream().map(_ -> tooLate(call)).toList());
  }

  private Judgement tooLate(Call call) {
    Failure failure = ErrorMapping.toFailure(limit.tooLate(call.verifier.name()));
    return Judgement.free(Verification.newBuilder().setFailure(failure).build());
  }
}
