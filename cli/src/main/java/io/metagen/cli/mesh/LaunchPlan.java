package io.metagen.cli.mesh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns the settings of a mesh into the processes that make it. Each process gets its OpenMP
 * settings from the environment before it starts: threads that spin while they wait would slow the
 * other processes on the same cores down by up to 50 times.
 */
public final class LaunchPlan {

  private static final String HOST = "127.0.0.1";

  private final MeshSettings settings;

  private LaunchPlan(MeshSettings settings) {
    this.settings = settings;
  }

  /** The processes of a mesh: generators, verifier, KV cache, orchestrator. */
  public static List<Launch> of(MeshSettings settings) {
    LaunchPlan plan = new LaunchPlan(settings);
    requireCheckpoint(settings.generatorModel());
    requireCheckpoint(settings.rewardModel());
    List<Launch> launches = new ArrayList<>();
    for (int replica = 0; replica < settings.generators(); replica++) {
      launches.add(plan.generator(replica));
    }
    launches.add(plan.verifier());
    launches.add(plan.kvCache());
    launches.add(plan.orchestrator());
    return launches;
  }

  private static void requireCheckpoint(Path folder) {
    if (!Files.isRegularFile(folder.resolve("config.json"))) {
      throw new MeshException(
          "no checkpoint in %s (config.json is missing); make one with ./metagen train or give another folder"
              .formatted(folder));
    }
  }

  private Launch generator(int replica) {
    return launch(
        ServiceKind.GENERATOR,
        replica,
        Map.of("metagen.generator.model-folder", settings.generatorModel().toString()));
  }

  private Launch verifier() {
    return launch(
        ServiceKind.VERIFIER,
        0,
        Map.of("metagen.verifier.reward-models.reward.folder", settings.rewardModel().toString()));
  }

  private Launch kvCache() {
    return launch(ServiceKind.KV_CACHE, 0, Map.of("metagen.kv-cache.generators", generators()));
  }

  private Launch orchestrator() {
    return launch(
        ServiceKind.ORCHESTRATOR,
        0,
        Map.of(
            "metagen.orchestrator.generators", generators(),
            "metagen.orchestrator.verifier", address(ServiceKind.VERIFIER, 0),
            "metagen.orchestrator.kv-cache", address(ServiceKind.KV_CACHE, 0)));
  }

  private Launch launch(ServiceKind kind, int replica, Map<String, String> properties) {
    String name = kind == ServiceKind.GENERATOR ? kind.label() + "-" + replica : kind.label();
    Ports ports = ports(kind, replica);
    return new Launch(
        name,
        kind,
        ports,
        command(kind, ports, properties),
        environment(),
        settings.root(),
        settings.folder().log(name));
  }

  private List<String> command(ServiceKind kind, Ports ports, Map<String, String> properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.service(settings.heap()));
    command.addAll(
        List.of(
            "-Dquarkus.grpc.server.host=" + HOST,
            "-Dquarkus.grpc.server.port=" + ports.grpc(),
            "-Dquarkus.http.host=" + HOST,
            "-Dquarkus.http.port=" + ports.http()));
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-jar");
    command.add(application(kind).toString());
    return command;
  }

  private Path application(ServiceKind kind) {
    return settings.root().resolve(kind.module()).resolve("target/quarkus-app/quarkus-run.jar");
  }

  private Map<String, String> environment() {
    return Map.of(
        "OMP_NUM_THREADS", Integer.toString(settings.threads()), "OMP_WAIT_POLICY", "PASSIVE");
  }

  private String generators() {
    return IntStream.range(0, settings.generators())
        .mapToObj(replica -> address(ServiceKind.GENERATOR, replica))
        .collect(Collectors.joining(","));
  }

  private String address(ServiceKind kind, int replica) {
    return HOST + ":" + ports(kind, replica).grpc();
  }

  private Ports ports(ServiceKind kind, int replica) {
    return kind.defaultPorts().plus(settings.portOffset() + replica);
  }
}
