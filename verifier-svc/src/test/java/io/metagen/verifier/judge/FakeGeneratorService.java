package io.metagen.verifier.judge;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.metagen.v1.ContinuationScore;
import io.metagen.v1.GenerateFinished;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.ScoreTokensRequest;
import io.metagen.v1.ScoreTokensResponse;
import io.metagen.v1.TokenIds;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A generator on a loopback port. A token is a character, after one that begins the text; a line
 * end or space and a Y behind it are one token. Each token's probability is a function of it and of
 * how many come before. Critiques tell their number. A prompt with "broken" in it fails, one with
 * "too long" is refused, and behind one with "speechless" nothing has a probability.
 */
public final class FakeGeneratorService extends GeneratorServiceGrpc.GeneratorServiceImplBase
    implements AutoCloseable {
  static final int BEGIN = 1;
  static final int SPACE_Y = 1_000_000;
  private static final List<Integer> SPEECHLESS = "speechless".chars().boxed().toList();

  private final Server server;
  private final List<GenerateRequest> generated = new CopyOnWriteArrayList<>();
  private final List<ScoreTokensRequest> scored = new CopyOnWriteArrayList<>();

  public FakeGeneratorService() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  /** Returns where it is, host:port. */
  public String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  ManagedChannel channel() {
    return Grpc.newChannelBuilder(endpoint(), InsecureChannelCredentials.create()).build();
  }

  List<GenerateRequest> generated() {
    return generated;
  }

  List<ScoreTokensRequest> scored() {
    return scored;
  }

  /** Returns the tokens of a text. */
  public static List<Integer> tokens(String text) {
    List<Integer> tokens = new ArrayList<>(List.of(BEGIN));
    for (int i = 0; i < text.length(); i++) {
      boolean merged = text.charAt(i) == ' ' && i + 1 < text.length() && text.charAt(i + 1) == 'Y';
      tokens.add(merged ? SPACE_Y : text.charAt(i));
      i += merged ? 1 : 0;
    }
    return tokens;
  }

  /** Returns the probability of a token behind so many. */
  public static double probability(int token, int before) {
    return (1 + (token * 7L + before * 13L) % 89) / 100.0;
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> responses) {
    answer(responses, GetModelResponse.newBuilder().setModelVersion("generator-7").build());
  }

  @Override
  public void tokenize(TokenizeRequest request, StreamObserver<TokenizeResponse> responses) {
    String text =
        request.getPrompt().hasConversation()
            ? "<" + request.getPrompt().getConversation().getMessages(0).getContent() + ">"
            : request.getPrompt().getText();
    if (text.contains("broken")) {
      responses.onError(Status.UNAVAILABLE.withDescription("out of order").asException());
      return;
    }
    if (text.contains("too long")) {
      responses.onError(Status.INVALID_ARGUMENT.withDescription("does not fit").asException());
      return;
    }
    answer(responses, TokenizeResponse.newBuilder().addAllTokenIds(tokens(text)).build());
  }

  @Override
  public void scoreTokens(
      ScoreTokensRequest request, StreamObserver<ScoreTokensResponse> responses) {
    scored.add(request);
    List<Integer> shown = request.getPrompt().getTokenIds().getIdsList();
    boolean speechless = Collections.indexOfSubList(shown, SPEECHLESS) >= 0;
    int prompt = shown.size();
    ScoreTokensResponse.Builder response =
        ScoreTokensResponse.newBuilder()
            .setUsage(
                TokenUsage.newBuilder()
                    .setPromptTokenCount(prompt)
                    .setCachedPromptTokenCount(2)
                    .setFlops(10));
    for (TokenIds continuation : request.getContinuationsList()) {
      double logprob = speechless ? -10_000 : 0;
      for (int i = 0; i < continuation.getIdsCount(); i++) {
        logprob += Math.log(probability(continuation.getIds(i), prompt + i));
      }
      response.addContinuations(ContinuationScore.newBuilder().setCumulativeLogprob(logprob));
    }
    answer(responses, response.build());
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
    generated.add(request);
    int count = request.getInputs(0).getSampleCount();
    for (int i = count - 1; i >= 0; i--) {
      responses.onNext(
          GenerateResponse.newBuilder()
              .setSampleFinished(
                  SampleFinished.newBuilder().setSampleIndex(i).setText("critique " + i))
              .build());
    }
    answer(
        responses,
        GenerateResponse.newBuilder()
            .setFinished(
                GenerateFinished.newBuilder()
                    .setUsage(
                        TokenUsage.newBuilder()
                            .setPromptTokenCount(100)
                            .setGeneratedTokenCount(20)
                            .setFlops(1000)))
            .build());
  }

  private static <R> void answer(StreamObserver<R> responses, R response) {
    responses.onNext(response);
    responses.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
