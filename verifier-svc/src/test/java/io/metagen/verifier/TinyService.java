package io.metagen.verifier;

import io.metagen.verifier.judge.FakeGeneratorService;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small reward model, a judge and free ports for the service under test. */
public final class TinyService implements QuarkusTestResourceLifecycleManager {
  static final int GRPC_PORT = freePort();
  static final int HTTP_PORT = freePort();
  static final int MOST_CANDIDATES = 20;
  static final int MOST_CHARACTERS = 100_000;
  static final int MOST_JUDGED_PAIRS = 20;

  private @Nullable FakeGeneratorService judge;

  @Override
  public Map<String, String> start() {
    try {
      Path parent = Files.createTempDirectory("tiny-reward");
      String models = "metagen.verifier.reward-models.";
      Map<String, String> settings = new HashMap<>();
      settings.put(models + "reward.folder", TinyRewardModel.write(parent).toString());
      settings.put(
          models + "steps.folder", TinyRewardModel.write(parent, "ProcessRewardModel").toString());
      settings.put(models + "steps.layout", "steps");
      judge = new FakeGeneratorService();
      settings.put("metagen.verifier.judges.fake.endpoint", judge.endpoint());
      settings.put("metagen.verifier.compare.max-judged-pairs", "" + MOST_JUDGED_PAIRS);
      settings.put("metagen.verifier.max-candidates", "" + MOST_CANDIDATES);
      settings.put("metagen.verifier.kv-blocks", "300");
      settings.put("metagen.verifier.compare.max-texts", "" + MOST_CANDIDATES);
      settings.put("metagen.verifier.compare.max-total-length", "" + MOST_CHARACTERS);
      settings.put("metagen.verifier.compare.max-core-time", "10s");
      settings.put("metagen.verifier.warm-up", "200ms");
      settings.put("metagen.verifier.check-time", "30s");
      settings.put("quarkus.http.test-port", "" + HTTP_PORT);
      settings.put("quarkus.grpc.server.test-port", "" + GRPC_PORT);
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (judge != null) {
      judge.close();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
