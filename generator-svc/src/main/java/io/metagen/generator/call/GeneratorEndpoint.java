package io.metagen.generator.call;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import io.metagen.error.GuardedService;
import io.metagen.generator.GeneratorConfig;
import io.metagen.generator.GeneratorRuntime;
import io.metagen.generator.engine.Engine;
import io.metagen.generator.engine.GenerationCall;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.generator.kv.KvEventLog;
import io.metagen.generator.model.ServedModel;
import io.metagen.v1.DetokenizeRequest;
import io.metagen.v1.DetokenizeResponse;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.GenerateResponse;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.GetLoadResponse;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.ScoreTokensRequest;
import io.metagen.v1.ScoreTokensResponse;
import io.metagen.v1.SubscribeKvEventsRequest;
import io.metagen.v1.SubscribeKvEventsResponse;
import io.metagen.v1.TokenizeRequest;
import io.metagen.v1.TokenizeResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.quarkus.grpc.GrpcService;
import java.security.SecureRandom;
import java.util.List;

/** GeneratorService over gRPC. Leases answer UNIMPLEMENTED: nothing is kept on request yet. */
@GrpcService
final class GeneratorEndpoint implements GeneratorServiceGrpc.AsyncService, BindableService {
  static final String DOMAIN = "generator.metagen.io";

  private final ServedModel model;
  private final Engine engine;
  private final KvEventLog kvEvents;
  private final GenerateReader generateReader;
  private final ScoreReader scoreReader;
  private final ModelReplies modelReplies;
  private final GenerateTelemetry telemetry;

  GeneratorEndpoint(GeneratorRuntime runtime, GeneratorConfig config, MeterRegistry registry) {
    model = runtime.model();
    engine = runtime.engine();
    kvEvents = runtime.kvEvents();
    generateReader = new GenerateReader(model, config, new SecureRandom());
    scoreReader = new ScoreReader(model, config);
    modelReplies = new ModelReplies(model, engine);
    telemetry = new GenerateTelemetry(registry, model.name());
  }

  @Override
  public ServerServiceDefinition bindService() {
    return GuardedService.guard(GeneratorServiceGrpc.bindService(this), DOMAIN);
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> observer) {
    ReplyStream.serve(observer, replies -> generate(request, replies));
  }

  private void generate(GenerateRequest request, ReplyStream<GenerateResponse> replies)
      throws InterruptedException {
    List<SampleSpec> specs = generateReader.read(request);
    Span span = Span.current();
    GenerateTelemetry.request(span, model.name(), request, specs);
    GenerateReply reply = new GenerateReply(model, request, specs, replies);
    GenerationCall call = engine.generate(specs);
    try {
      telemetry.finished(span, reply.stream(call.output()));
    } finally {
      engine.cancel(call, replies.cancelled());
    }
  }

  @Override
  public void scoreTokens(
      ScoreTokensRequest request, StreamObserver<ScoreTokensResponse> observer) {
    ReplyStream.serve(observer, replies -> replies.send(score(request, replies)));
  }

  private ScoreTokensResponse score(
      ScoreTokensRequest request, ReplyStream<ScoreTokensResponse> replies)
      throws InterruptedException {
    ScoreReader.Scoring scoring = scoreReader.read(request);
    GenerationCall call = engine.score(scoring.spec(), scoring.continuations());
    try {
      return new ScoreReply(scoring.continuations().size(), model.version()).await(call.output());
    } finally {
      engine.cancel(call, replies.cancelled());
    }
  }

  @Override
  public void tokenize(TokenizeRequest request, StreamObserver<TokenizeResponse> observer) {
    ReplyStream.serve(observer, replies -> replies.send(modelReplies.tokenize(request)));
  }

  @Override
  public void detokenize(DetokenizeRequest request, StreamObserver<DetokenizeResponse> observer) {
    ReplyStream.serve(observer, replies -> replies.send(modelReplies.detokenize(request)));
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> observer) {
    ReplyStream.serve(observer, replies -> replies.send(modelReplies.describe(request)));
  }

  @Override
  public void getLoad(GetLoadRequest request, StreamObserver<GetLoadResponse> observer) {
    ReplyStream.serve(observer, replies -> replies.send(modelReplies.load()));
  }

  @Override
  public void subscribeKvEvents(
      SubscribeKvEventsRequest request, StreamObserver<SubscribeKvEventsResponse> observer) {
    ReplyStream.serve(
        observer, replies -> follow(kvEvents.subscribe(request.getStartSequenceNumber()), replies));
  }

  /** Runs until the subscriber hangs up. */
  private static void follow(
      KvEventLog.Subscription subscription, ReplyStream<SubscribeKvEventsResponse> replies)
      throws InterruptedException {
    while (true) {
      for (SubscribeKvEventsResponse update : subscription.next()) {
        replies.send(update);
      }
    }
  }
}
