package io.metagen.verifier;

import io.metagen.v1.CompareRequest;
import io.metagen.v1.CompareResponse;
import io.metagen.v1.UtilityRow;
import io.metagen.v1.VerifyCandidate;
import io.metagen.verifier.utility.Comparison;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/** Answers comparisons by utilities of the catalog. */
@ApplicationScoped
class Comparer {
  private final UtilityCatalog catalog;
  private final VerifierMetrics metrics;
  private final CompareConfig limits;

  Comparer(UtilityCatalog catalog, VerifierMetrics metrics, VerifierConfig config) {
    this.catalog = catalog;
    this.metrics = metrics;
    this.limits = config.compare();
  }

  /** Returns one row of utilities for each hypothesis. Blocks; an interrupt gives up. */
  CompareResponse compare(CompareRequest request) {
    CompareRules.check(request, limits);
    Comparing utility = catalog.find(request);
    List<String> hypotheses = texts(request.getHypothesesList());
    List<String> evidence = texts(request.getEvidenceList());
    Comparison comparison =
        metrics.timeCompare(utility.name(), () -> compare(utility, hypotheses, evidence));
    metrics.count(utility.name(), comparison);
    Span.current()
        .setAttribute("gen_ai.operation.name", "compare")
        .setAttribute("gen_ai.request.model", utility.name())
        .setAttribute("gen_ai.usage.input_tokens", comparison.tokens())
        .setAttribute("gen_ai.usage.cache_read.input_tokens", comparison.cachedTokens())
        .setAttribute(
            "metagen.verifier.utility", CompareRules.fieldName(request.getUtility().getKindCase()))
        .setAttribute("metagen.verifier.hypothesis_count", request.getHypothesesCount())
        .setAttribute("metagen.verifier.evidence_count", request.getEvidenceCount())
        .setAttribute("metagen.verifier.pair_count", comparison.pairs());
    return response(comparison);
  }

  private static Comparison compare(
      Comparing utility, List<String> hypotheses, List<String> evidence) {
    try {
      return utility.compare(hypotheses, evidence);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CallLimit.cancelled();
    }
  }

  private static List<String> texts(List<VerifyCandidate> candidates) {
    return candidates.stream().map(VerifyCandidate::getText).toList();
  }

  private static CompareResponse response(Comparison comparison) {
    CompareResponse.Builder response = CompareResponse.newBuilder();
    for (double[] row : comparison.rows()) {
      response.addRows(
          UtilityRow.newBuilder().addAllUtilities(Arrays.stream(row).boxed().toList()));
    }
    return response
        .setUsage(
            new Cost(comparison.tokens(), comparison.cachedTokens(), comparison.flops()).usage())
        .build();
  }
}
