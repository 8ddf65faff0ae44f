package io.metagen.verifier.judge;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ServiceException;
import io.metagen.v1.ChatMessage;
import io.metagen.v1.Conversation;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.Prompt;
import io.metagen.v1.SamplingParams;
import io.metagen.v1.ScoreTokensRequest;
import io.metagen.v1.ScoreTokensResponse;
import io.metagen.v1.StopCriteria;
import io.metagen.v1.TokenIds;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.TokenizeRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A generator service. A word's probability is that of its tokens, as the tokenizer makes them of
 * prompt and word together, behind the tokens that the prompt has whatever word follows.
 */
public final class RemoteGenerator implements JudgeGenerator {

  /** Stands before a word where the prompt is a conversation, which no text can be added to. */
  private static final String LINE = "\n";

  private final ManagedChannel channel;
  private final GeneratorServiceBlockingStub stub;
  private final Settings settings;
  private final Semaphore calls;

  /**
   * How it is asked.
   *
   * @param model its name at the service, empty for the only one
   * @param chat whether prompts are user's messages for its chat template
   * @param temperature of critiques
   * @param maxTokens of a critique
   * @param concurrency calls at the same time
   */
  public record Settings(
      String model, boolean chat, float temperature, int maxTokens, int concurrency) {}

  /** Takes the channel over: it is closed with this. */
  public RemoteGenerator(ManagedChannel channel, Settings settings) {
    this.channel = channel;
    this.settings = settings;
    stub = GeneratorServiceGrpc.newBlockingStub(channel);
    calls = new Semaphore(settings.concurrency(), true);
  }

  @Override
  public String version() {
    return call(
        () ->
            stub.getModel(GetModelRequest.newBuilder().setModel(settings.model()).build())
                .getModelVersion());
  }

  @Override
  public Verdict verdict(String prompt, List<String> words) {
    List<int[]> whole = new ArrayList<>();
    int[] start;
    if (settings.chat()) {
      start = tokens(prompt(prompt));
      int before = tokens(text(LINE)).length;
      for (String word : words) {
        int[] line = tokens(text(LINE + word));
        whole.add(joined(start, Arrays.copyOfRange(line, before, line.length)));
      }
    } else {
      words.forEach(word -> whole.add(tokens(text(prompt + word))));
      start = commonStart(tokens(text(prompt)), whole);
    }
    ScoreTokensRequest.Builder request =
        ScoreTokensRequest.newBuilder()
            .setModel(settings.model())
            .setPrompt(Prompt.newBuilder().setTokenIds(ids(start)));
    whole.forEach(
        all -> request.addContinuations(ids(Arrays.copyOfRange(all, start.length, all.length))));
    ScoreTokensResponse response = call(() -> stub.scoreTokens(request.build()));
    List<Double> probabilities =
        response.getContinuationsList().stream()
            .map(score -> Math.exp(score.getCumulativeLogprob()))
            .toList();
    return new Verdict(probabilities, spent(response.getUsage()));
  }

  @Override
  public Critiques critiques(String prompt, int count, long seed) {
    GenerateRequest request =
        GenerateRequest.newBuilder()
            .setModel(settings.model())
            .addInputs(
                GenerateInput.newBuilder()
                    .setPrompt(prompt(prompt))
                    .setSeed(seed)
                    .setSampleCount(count))
            .setSampling(SamplingParams.newBuilder().setTemperature(settings.temperature()))
            .setStop(StopCriteria.newBuilder().setMaxOutputTokens(settings.maxTokens()))
            .setStreamDeltas(false)
            .build();
    return call(() -> drawn(stub.generate(request), count));
  }

  private static Critiques drawn(Iterator<GenerateResponse> responses, int count) {
    String[] texts = new String[count];
    Arrays.fill(texts, "");
    Spent spent = Spent.NOTHING;
    while (responses.hasNext()) {
      GenerateResponse response = responses.next();
      if (response.hasSampleFinished()) {
        texts[response.getSampleFinished().getSampleIndex()] =
            response.getSampleFinished().getText();
      } else if (response.hasFinished()) {
        spent = spent(response.getFinished().getUsage());
      }
    }
    return new Critiques(List.of(texts), spent);
  }

  private int[] tokens(Prompt prompt) {
    TokenizeRequest request =
        TokenizeRequest.newBuilder().setModel(settings.model()).setPrompt(prompt).build();
    return call(() -> stub.tokenize(request)).getTokenIdsList().stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns the first tokens that the prompt alone and with any of the words has. */
  private static int[] commonStart(int[] prompt, List<int[]> whole) {
    int length = prompt.length;
    for (int[] all : whole) {
      int differs = Arrays.mismatch(Arrays.copyOf(prompt, length), all);
      length = differs < 0 ? length : Math.min(length, differs);
    }
    return Arrays.copyOf(prompt, length);
  }

  private static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private Prompt prompt(String text) {
    return settings.chat()
        ? Prompt.newBuilder()
            .setConversation(
                Conversation.newBuilder()
                    .addMessages(ChatMessage.newBuilder().setRole("user").setContent(text)))
            .build()
        : text(text);
  }

  private static Prompt text(String text) {
    return Prompt.newBuilder().setText(text).build();
  }

  private static TokenIds ids(int[] tokens) {
    return TokenIds.newBuilder().addAllIds(Arrays.stream(tokens).boxed().toList()).build();
  }

  private static Spent spent(TokenUsage usage) {
    return new Spent(
        usage.getPromptTokenCount() + usage.getGeneratedTokenCount(),
        usage.getCachedPromptTokenCount(),
        usage.getFlops());
  }

  private <R> R call(Supplier<R> remote) {
    try {
      calls.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    }
    try {
      return remote.get();
    } catch (StatusRuntimeException e) {
      throw failure(e.getStatus());
    } finally {
      calls.release();
    }
  }

  /** What the generator refuses is the request's fault, whatever else the generator's. */
  private static RuntimeException failure(Status status) {
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED ->
          new NoVerdictException("is refused by the judge's generator: " + status.getDescription());
      case CANCELLED -> cancelled();
      default ->
          ServiceException.of(
              ErrorReason.ERROR_REASON_DEPENDENCY_DOWN,
              "the judge's generator failed: " + status,
              Map.of("service", "generator", "status", status.getCode().name()));
    };
  }

  private static ServiceException cancelled() {
    return ServiceException.of(
        ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
