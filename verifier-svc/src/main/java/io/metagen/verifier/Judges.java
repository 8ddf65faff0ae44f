package io.metagen.verifier;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.metagen.error.ServiceException;
import io.metagen.verifier.judge.JudgeGenerator;
import io.metagen.verifier.judge.JudgePrompts;
import io.metagen.verifier.judge.RemoteGenerator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The generators that judge, by name. They are called only when a request asks for one. */
final class Judges implements AutoCloseable {
  private final Map<String, JudgeGenerator> byName = new TreeMap<>();
  private final Map<String, JudgePrompts> prompts;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param byName closed by this
   * @param prompts what those among them are shown that were trained on prompts of their own
   */
  Judges(Map<String, ? extends JudgeGenerator> byName, Map<String, JudgePrompts> prompts) {
    this.byName.putAll(byName);
    this.prompts = Map.copyOf(prompts);
  }

  /** Returns the judges of the settings. */
  static Judges of(Map<String, JudgeConfig> configs) {
    Map<String, RemoteGenerator> generators = new TreeMap<>();
    Map<String, JudgePrompts> prompts = new TreeMap<>();
    configs.forEach((name, config) -> prompts.put(name, config.yesOrNo()));
    configs.forEach(
        (name, config) ->
            generators.put(
                name,
                new RemoteGenerator(
                    Grpc.newChannelBuilder(config.endpoint(), InsecureChannelCredentials.create())
                        .build(),
                    config.settings())));
    return new Judges(generators, prompts);
  }

  Iterable<CandidateVerifier> verifiers() {
    return byName.entrySet().stream()
        .<CandidateVerifier>map(one -> verifier(one.getKey(), one.getValue()))
        .toList();
  }

  private JudgeVerifier verifier(String name, JudgeGenerator generator) {
    JudgePrompts shown = prompts.getOrDefault(name, JudgePrompts.YES_NO);
    return new JudgeVerifier(name, generator, shown, threads);
  }

  /** A judge and its name. */
  record Named(String name, JudgeGenerator generator) {}

  /**
   * Returns a judge.
   *
   * @param field that names it
   * @param name empty for the first
   * @throws ServiceException MODEL_NOT_FOUND if there is none
   */
  Named find(String field, String name) {
    return byName.entrySet().stream()
        .filter(one -> name.isEmpty() || name.equals(one.getKey()))
        .findFirst()
        .map(one -> new Named(one.getKey(), one.getValue()))
        .orElseThrow(
            () -> ServiceException.modelNotFound(field, name, List.copyOf(byName.keySet())));
  }

  ExecutorService threads() {
    return threads;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    byName.values().forEach(JudgeGenerator::close);
  }
}
