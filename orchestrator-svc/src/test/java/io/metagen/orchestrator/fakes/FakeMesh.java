package io.metagen.orchestrator.fakes;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.metagen.orchestrator.OrchestratorConfig;
import io.metagen.orchestrator.endpoint.TestEndpoints;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.OrchestratorServiceGrpc.OrchestratorServiceBlockingStub;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real orchestrator endpoint on loopback, with fakes for everything that it calls. */
public final class FakeMesh implements AutoCloseable {
  private final List<FakeGenerator> generators = new ArrayList<>();
  private final FakeVerifier verifier;
  private final FakeKvCache kvCache;
  private final TestEndpoints endpoints;
  private final Server server;
  private final ManagedChannel channel;

  /** Starts everything; {@code settings} are keys below metagen.orchestrator. */
  public FakeMesh(int replicas, Map<String, String> settings) throws IOException {
    for (int i = 0; i < replicas; i++) {
      generators.add(new FakeGenerator());
    }
    verifier = new FakeVerifier();
    kvCache = new FakeKvCache();
    endpoints = new TestEndpoints(config(settings));
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(endpoints.endpoint())
            .build()
            .start();
    channel = NettyChannelBuilder.forTarget("127.0.0.1:" + server.getPort()).usePlaintext().build();
  }

  public FakeGenerator generator(int index) {
    return generators.get(index);
  }

  public FakeVerifier verifier() {
    return verifier;
  }

  public FakeKvCache kvCache() {
    return kvCache;
  }

  public ManagedChannel channel() {
    return channel;
  }

  public OrchestratorServiceBlockingStub client() {
    return OrchestratorServiceGrpc.newBlockingStub(channel);
  }

  private OrchestratorConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put(
        "generators", String.join(",", generators.stream().map(FakeGenerator::address).toList()));
    all.put("verifier", verifier.address());
    all.put("kv-cache", kvCache.address());
    all.put("routing.rank-timeout", "5s");
    all.putAll(settings);
    Map<String, String> prefixed = new HashMap<>();
    all.forEach((key, value) -> prefixed.put("metagen.orchestrator." + key, value));
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(prefixed, "test", 100))
        .withMapping(OrchestratorConfig.class)
        .build()
        .getConfigMapping(OrchestratorConfig.class);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    endpoints.close();
    generators.forEach(FakeGenerator::close);
    verifier.close();
    kvCache.close();
  }
}
