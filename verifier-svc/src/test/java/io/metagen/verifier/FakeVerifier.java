package io.metagen.verifier;

import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Judges candidates one by one as it is told, and notes which it was asked for. */
record FakeVerifier(
    String name, String version, Function<String, Judgement> judged, List<String> asked)
    implements CandidateVerifier {

  FakeVerifier(String name, Function<String, Judgement> judged) {
    this(name, "1", judged, Collections.synchronizedList(new ArrayList<>()));
  }

  FakeVerifier withVersion(String other) {
    return new FakeVerifier(name, other, judged, asked);
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.REGEX_CHECK;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    return candidates ->
        candidates.stream()
            .map(
                candidate -> {
                  asked.add(candidate);
                  return judged.apply(candidate);
                })
            .toList();
  }
}
