package io.metagen.orchestrator.router;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.grpc.StatusException;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Tokens of prompts and descriptions of models, asked of any replica once and remembered for a
 * while. All replicas serve the same models. Thread-safe.
 */
final class PromptDirectory {
  private final ReplicaPool pool;
  private final Cache<TokenizeRequest, TokenizeResponse> prompts;
  private final Cache<String, GetModelResponse> models;

  PromptDirectory(ReplicaPool pool, int size, Duration time) {
    this.pool = pool;
    this.prompts = Caffeine.newBuilder().maximumSize(size).expireAfterWrite(time).build();
    this.models = Caffeine.newBuilder().maximumSize(size).expireAfterWrite(time).build();
  }

  TokenizeResponse tokenize(TokenizeRequest request, RemoteErrors errors) {
    TokenizeResponse known = prompts.getIfPresent(request);
    if (known == null) {
      known = ask(stub -> stub.tokenize(request), errors);
      prompts.put(request, known);
    }
    return known;
  }

  GetModelResponse model(String name, RemoteErrors errors) {
    GetModelResponse known = models.getIfPresent(name);
    if (known == null) {
      GetModelRequest request = GetModelRequest.newBuilder().setModel(name).build();
      known = ask(stub -> stub.getModel(request), errors);
      models.put(name, known);
    }
    return known;
  }

  private <R> R ask(Question<R> question, RemoteErrors errors) {
    Set<Integer> failed = new HashSet<>();
    StatusException last = null;
    while (true) {
      try (ReplicaPool.Assignment assignment =
          pool.assign(failed, ReplicaPool.PrefixMatch.UNKNOWN, 0, last)) {
        Replica replica = assignment.replica();
        try {
          R answer = question.ask(GeneratorServiceGrpc.newBlockingV2Stub(replica.channel()));
          replica.worked();
          return answer;
        } catch (StatusException e) {
          if (!Failover.mayMove(e)) {
            throw errors.translate(e);
          }
          replica.failed(e);
          failed.add(replica.index());
          last = e;
        }
      }
    }
  }

  private interface Question<R> {
    R ask(GeneratorServiceGrpc.GeneratorServiceBlockingV2Stub stub) throws StatusException;
  }
}
