package io.metagen.bench.load;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.bench.engine.Precision;
import io.metagen.transformer.Transformer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that loads one network, prints how many bytes of it are done, then its {@link Loaded}
 * as one line of JSON. It is alone in its process because the peak is that of a whole process.
 */
final class LoadProbe {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private LoadProbe() {}

  /**
   * Loads and reports on standard output.
   *
   * @param arguments the checkpoint's folder and the precision
   */
  public static void main(String[] arguments) throws IOException {
    startEngine();
    ResidentMemory before = ResidentMemory.ofThisProcess();
    Transformer.Options options =
        Transformer.Options.cpu(Precision.valueOf(arguments[1]).serving());
    long begin = System.nanoTime();
    try (Transformer _ =
        Transformer.load(
            Path.of(arguments[0]),
            options,
            (bytes, total) -> System.out.println(bytes + " " + total))) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      Loaded loaded = new Loaded(before, ResidentMemory.ofThisProcess(), seconds);
      System.out.println(MAPPER.writeValueAsString(loaded));
    }
  }

  private static void startEngine() {
    try (NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
        NDArray one = manager.create(1f)) {
      one.add(1f).close();
    }
  }
}
