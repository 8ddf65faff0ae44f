package io.metagen.orchestrator.router;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.orchestrator.router.ReplicaPool.Assignment;
import io.metagen.orchestrator.router.ReplicaPool.PrefixMatch;
import io.metagen.orchestrator.router.SampleTracker.Wanted;
import io.metagen.orchestrator.strategy.Branch;
import io.metagen.orchestrator.strategy.GeneratorPort;
import io.metagen.orchestrator.strategy.PromptFacts;
import io.metagen.orchestrator.strategy.SampleListener;
import io.metagen.orchestrator.strategy.SampleRequest;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The generators behind the router, for one run. A replica that fails in the middle of a call keeps
 * what it finished; the rest is asked of another one with the same seed and the same sample
 * indices, so the samples are those that the first one would have drawn.
 */
final class RoutedGenerator implements GeneratorPort {
  private final ReplicaPool pool;
  private final PromptDirectory directory;
  private final PrefixIndex index;
  private final RemoteErrors errors;
  private final CallObserver observer;
  private volatile @Nullable String holder;

  RoutedGenerator(
      ReplicaPool pool,
      PromptDirectory directory,
      PrefixIndex index,
      RemoteErrors errors,
      CallObserver observer) {
    this.pool = pool;
    this.directory = directory;
    this.index = index;
    this.errors = errors;
    this.observer = observer;
  }

  @Override
  public PromptFacts describe(SampleRequest request) {
    TokenizeResponse prompt = directory.tokenize(tokenizeRequest(request), errors);
    GetModelResponse model = model(request);
    return new PromptFacts(prompt.getTokenIdsCount(), shape(model));
  }

  @Override
  public TokenUsage generate(SampleRequest request, SampleListener listener)
      throws InterruptedException {
    TokenizeResponse prompt = directory.tokenize(tokenizeRequest(request), errors);
    GenerateMessage message = new GenerateMessage(request, prompt);
    PrefixMatch match = match(prompt);
    SampleTracker tracker =
        new SampleTracker(request.branches().stream().map(Branch::sampleCount).toList(), listener);
    Set<Integer> failed = new HashSet<>();
    TokenUsage lost = TokenUsage.getDefaultInstance();
    StatusException last = null;
    while (true) {
      List<Wanted> wanted = tracker.wanted();
      try (Assignment assignment = choose(failed, match, count(wanted), last)) {
        try {
          TokenUsage usage = attempt(assignment.replica(), message.of(wanted), tracker);
          assignment.replica().worked();
          holder = assignment.replica().address();
          return sum(lost, usage);
        } catch (StatusException e) {
          if (!Failover.mayMove(e)) {
            throw errors.translate(e);
          }
          assignment.replica().failed(e);
          failed.add(assignment.replica().index());
          observer.moved(assignment.replica().address(), count(wanted));
          lost = sum(lost, message.unreported(wanted, tracker, shape(model(request))));
          last = e;
          if (tracker.done()) {
            return lost;
          }
        }
      }
    }
  }

  /** The replica that served this run before holds its prompt, whatever the index has heard. */
  private PrefixMatch match(TokenizeResponse prompt) {
    int tokens = prompt.getTokenIdsCount();
    String known = holder;
    if (known != null) {
      return PrefixMatch.heldBy(known, tokens);
    }
    if (pool.size() == 1) {
      return new PrefixMatch(tokens, Map.of());
    }
    long start = System.nanoTime();
    PrefixMatch match = index.match(prompt);
    observer.ranked(System.nanoTime() - start);
    return match;
  }

  private Assignment choose(
      Set<Integer> failed, PrefixMatch match, int samples, @Nullable StatusException last) {
    long start = System.nanoTime();
    Assignment assignment = pool.assign(failed, match, samples, last);
    observer.chose(System.nanoTime() - start);
    return assignment;
  }

  private static int count(List<Wanted> wanted) {
    return wanted.stream().mapToInt(input -> input.samples().size()).sum();
  }

  private TokenUsage attempt(Replica replica, GenerateRequest message, SampleTracker tracker)
      throws InterruptedException, StatusException {
    CallObserver.Call observed = observer.generating(message, replica.address());
    BlockingClientCall<?, GenerateResponse> call =
        GeneratorServiceGrpc.newBlockingV2Stub(replica.channel()).generate(message);
    try {
      TokenUsage usage = drain(call, tracker, observed);
      observed.succeeded(usage);
      return usage;
    } catch (StatusException e) {
      observed.failed(e.getStatus().getCode().name());
      throw e;
    } catch (InterruptedException e) {
      call.cancel("the run does not need the call any more", e);
      observed.failed(Status.Code.CANCELLED.name());
      throw e;
    }
  }

  private static TokenUsage drain(
      BlockingClientCall<?, GenerateResponse> call,
      SampleTracker tracker,
      CallObserver.Call observed)
      throws InterruptedException, StatusException {
    TokenUsage usage = null;
    for (GenerateResponse response = call.read(); response != null; response = call.read()) {
      switch (response.getEventCase()) {
        case DELTA -> tracker.grew(response.getDelta());
        case SAMPLE_FINISHED -> tracker.finished(response.getSampleFinished());
        case FINISHED -> usage = response.getFinished().getUsage();
        case STARTED -> observed.started(response.getStarted().getModel());
        case EVENT_NOT_SET -> {}
      }
    }
    if (usage == null || !tracker.done()) {
      throw new StatusException(
          Status.UNAVAILABLE.withDescription("the stream ended before all samples were finished"));
    }
    return usage;
  }

  private GetModelResponse model(SampleRequest request) {
    return directory.model(request.generation().getModel(), errors);
  }

  private static ModelShape shape(GetModelResponse model) {
    return new ModelShape(
        model.getMaxContextTokens(), model.getFlopsPerToken(), model.getFlopsPerAttendedToken());
  }

  private static TokenizeRequest tokenizeRequest(SampleRequest request) {
    return TokenizeRequest.newBuilder()
        .setModel(request.generation().getModel())
        .setPrompt(request.prompt())
        .setCacheSalt(request.cacheSalt())
        .build();
  }

  private static TokenUsage sum(TokenUsage a, TokenUsage b) {
    return TokenUsage.newBuilder()
        .setPromptTokenCount(a.getPromptTokenCount() + b.getPromptTokenCount())
        .setCachedPromptTokenCount(a.getCachedPromptTokenCount() + b.getCachedPromptTokenCount())
        .setGeneratedTokenCount(a.getGeneratedTokenCount() + b.getGeneratedTokenCount())
        .setDraftedTokenCount(a.getDraftedTokenCount() + b.getDraftedTokenCount())
        .setRejectedTokenCount(a.getRejectedTokenCount() + b.getRejectedTokenCount())
        .setRecomputedTokenCount(a.getRecomputedTokenCount() + b.getRecomputedTokenCount())
        .setFlops(a.getFlops() + b.getFlops())
        .build();
  }
}
