package io.metagen.verifier;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.metagen.serving.NativeThreads;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.verifier.bounded.TimeLimit;
import io.metagen.verifier.program.ProgramLimits;
import io.metagen.verifier.program.ProgramSandbox;
import io.metagen.verifier.utility.EmbeddingCosine;
import io.metagen.verifier.utility.PreferenceMatrix;
import io.metagen.verifier.utility.SentenceEncoder;
import io.metagen.verifier.utility.UtilityMatrix;
import io.metagen.verifier.utility.Workers;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** Builds the parts from the settings. A dead engine turns the service's health NOT_SERVING. */
@Dependent
class Wiring {
  @Produces
  @Singleton
  RewardModels rewardModels(VerifierConfig config, GrpcHealthStorage health) {
    NativeThreads.use(config.threads());
    return RewardModels.load(config, () -> stopServing(health));
  }

  void close(@Disposes RewardModels models) {
    models.close();
  }

  @Produces
  @Singleton
  Judges judges(VerifierConfig config) {
    return Judges.of(config.judges());
  }

  void close(@Disposes Judges judges) {
    judges.close();
  }

  @Produces
  @Singleton
  Judging judging(VerifierConfig config) {
    return new Judging(
        new JudgementCache(config.cacheEntries()),
        new Places(config.maxCalls(), config.callWait()),
        new CallLimit(config.timeLimit(), Executors.newVirtualThreadPerTaskExecutor()));
  }

  void close(@Disposes Judging judging) {
    judging.limit().threads().shutdownNow();
  }

  @Produces
  @Singleton
  TimeLimit checkLimit(VerifierConfig config) {
    return new TimeLimit(config.checkTime(), config.checkThreads());
  }

  @Produces
  @Singleton
  Checks checks(TimeLimit limit, VerifierConfig config) {
    return new Checks(
        List.of(
            new AnswerVerifier(limit),
            new StepVerifier(),
            JsonSchemaVerifier.ready(limit, config.checkCharacters()),
            new RegexVerifier(limit),
            new ProgramVerifier(sandbox(config.program()))));
  }

  /** The verifiers that need no model. */
  record Checks(List<CandidateVerifier> verifiers) {}

  @Produces
  @Singleton
  VerifierCatalog catalog(Checks checks, RewardModels models, Judges judges, Judging judging) {
    List<CandidateVerifier> verifiers = new ArrayList<>(checks.verifiers());
    judges.verifiers().forEach(verifiers::add);
    models.byName().forEach((name, model) -> verifiers.add(new RewardVerifier(name, model)));
    return new VerifierCatalog(verifiers, judging);
  }

  private static ProgramSandbox sandbox(VerifierConfig.Program config) {
    ProgramLimits limits =
        new ProgramLimits(
            config.cpuTime(),
            config.wallTime(),
            (long) config.memoryMib() << 20,
            (long) config.fileKib() << 10,
            config.files());
    return new ProgramSandbox(config.python(), limits, config.concurrency());
  }

  @Produces
  @Singleton
  Workers workers(VerifierConfig config) {
    int threads = config.compare().threads();
    return new Workers(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
  }

  void close(@Disposes Workers workers) {
    workers.close();
  }

  @Produces
  @Singleton
  UtilityMatrix utilityMatrix(Workers workers, VerifierConfig config) {
    return new UtilityMatrix(workers, config.compare().maxCoreTime());
  }

  @Produces
  @Singleton
  UtilityCatalog utilities(
      UtilityMatrix matrix, Judges judges, Judging judging, VerifierConfig config) {
    PreferenceMatrix preferences =
        new PreferenceMatrix(judges.threads(), config.compare().maxJudgedPairs());
    return new UtilityCatalog(
        matrix,
        new EmbeddingCosine(SentenceEncoder::load),
        new JudgedUtilities(judges, judging, preferences));
  }

  void close(@Disposes UtilityCatalog utilities) {
    utilities.close();
  }

  private static void stopServing(GrpcHealthStorage health) {
    health.setStatus(VerifierServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    health.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, ServingStatus.NOT_SERVING);
  }
}
