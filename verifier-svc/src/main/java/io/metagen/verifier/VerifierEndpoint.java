package io.metagen.verifier;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import io.metagen.error.GuardedService;
import io.metagen.serving.VirtualCall;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.CompareResponse;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.ListVerifiersResponse;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import io.opentelemetry.api.trace.Span;
import io.quarkus.grpc.GrpcService;
import java.util.List;
import java.util.function.Supplier;

/** Answers from the catalog, comparisons by the comparer. */
@GrpcService
class VerifierEndpoint implements VerifierServiceGrpc.AsyncService, BindableService {
  static final String DOMAIN = "verifier.metagen.io";

  private final VerifierCatalog catalog;
  private final Judging judging;
  private final VerifierMetrics metrics;
  private final Comparer comparer;
  private final int maxCandidates;

  VerifierEndpoint(
      VerifierCatalog catalog,
      Judging judging,
      Comparer comparer,
      VerifierMetrics metrics,
      VerifierConfig config) {
    this.catalog = catalog;
    this.judging = judging;
    this.comparer = comparer;
    this.metrics = metrics;
    this.maxCandidates = config.maxCandidates();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return GuardedService.guard(VerifierServiceGrpc.bindService(this), DOMAIN);
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> observer) {
    answer(observer, () -> verify(request));
  }

  @Override
  public void compare(CompareRequest request, StreamObserver<CompareResponse> observer) {
    answer(observer, () -> comparer.compare(request));
  }

  @Override
  public void listVerifiers(
      ListVerifiersRequest request, StreamObserver<ListVerifiersResponse> observer) {
    answer(observer, () -> catalog.page(request));
  }

  private VerifyResponse verify(VerifyRequest request) {
    VerifyRules.check(request, maxCandidates);
    CandidateVerifier verifier = catalog.find(request.getVerifier());
    Judging.Call call = Judging.Call.of(verifier, request);
    List<String> candidates =
        request.getCandidatesList().stream().map(VerifyCandidate::getText).toList();
    List<Judgement> judgements =
        request.getValidateOnly()
            ? List.of()
            : metrics.time(verifier, () -> judging.judge(call, candidates));
    VerifyResponse response =
        VerifyResponse.newBuilder()
            .setVerifier(verifier.name())
            .setVerifierVersion(call.version())
            .addAllVerifications(judgements.stream().map(Judgement::verification).toList())
            .setUsage(
                judgements.stream().map(Judgement::cost).reduce(Cost.NONE, Cost::plus).usage())
            .build();
    if (request.getValidateOnly()) {
      return response;
    }
    metrics.count(verifier, response);
    Span.current()
        .setAttribute("gen_ai.operation.name", "verify")
        .setAttribute("gen_ai.request.model", verifier.name())
        .setAttribute("gen_ai.usage.input_tokens", response.getUsage().getTokenCount())
        .setAttribute(
            "gen_ai.usage.cache_read.input_tokens", response.getUsage().getCachedTokenCount())
        .setAttribute("metagen.verifier.kind", VerifyRules.fieldName(verifier.kind()))
        .setAttribute("metagen.verifier.candidate_count", request.getCandidatesCount());
    return response;
  }

  private static <R> void answer(StreamObserver<R> observer, Supplier<R> response) {
    VirtualCall.run(
        observer,
        () -> {
          observer.onNext(response.get());
          observer.onCompleted();
        });
  }
}
