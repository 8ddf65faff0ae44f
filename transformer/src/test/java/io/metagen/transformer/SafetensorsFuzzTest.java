package io.metagen.transformer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutants of a good file: each is read or refused with a CheckpointException, in little memory. */
final class SafetensorsFuzzTest {
  private static final int MUTANTS = 6000;
  private static final long MAX_ALLOCATED_BYTES = 16 << 20;
  private static final TensorSpec A = TensorSpec.of("model.a.weight", 3, 4);
  private static final TensorSpec B = TensorSpec.of("model.b.bias", 5);
  private static final List<String> TOKENS =
      List.of(
          "0",
          "-1",
          "1e9",
          "9223372036854775807",
          "18446744073709551616",
          "null",
          "true",
          "[]",
          "{}",
          "[[[[",
          "\"",
          "\\u0000",
          "F32",
          "BF16",
          "__metadata__",
          ",",
          ":",
          "}",
          "]",
          "\0");

  @Test
  void open_mutants_onlyCheckpointExceptions(@TempDir Path folder) throws IOException {
    long seed = System.nanoTime();
    System.out.println("SafetensorsFuzzTest seed " + seed);
    Random random = new Random(seed);
    byte[] good = goodFile(folder.resolve("good.safetensors"));
    Path file = folder.resolve("mutant.safetensors");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = good;
      for (int change = 0; change <= random.nextInt(3); change++) {
        mutant = mutate(mutant, random);
      }
      Files.write(file, mutant);
      long before = threads.getCurrentThreadAllocatedBytes();
      refused += isRefused(file, "seed " + seed + ", mutant " + i) ? 1 : 0;
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for mutant %d of seed %d", i, seed)
          .isLessThan(MAX_ALLOCATED_BYTES);
    }
    assertThat(refused).as("seed %d", seed).isBetween(MUTANTS / 4, MUTANTS - 1);
  }

  private static boolean isRefused(Path path, String mutant) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (TensorSpec spec : List.of(A, B)) {
        FloatBuffer values = FloatBuffer.allocate((int) spec.size());
        file.read(spec, values);
        assertThat(values.hasRemaining()).as(mutant).isFalse();
      }
      return false;
    } catch (CheckpointException e) {
      assertThat(e).as(mutant).hasMessageContaining("mutant.safetensors");
      return true;
    }
  }

  private static byte[] goodFile(Path path) throws IOException {
    SafetensorsWriter.write(
        path,
        SafetensorsDtype.BF16,
        List.of(
            new SafetensorsWriter.Tensor(A, FloatBuffer.allocate(12)),
            new SafetensorsWriter.Tensor(B, FloatBuffer.allocate(5))));
    return Files.readAllBytes(path);
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      case 2 -> splice(bytes, at, 1, new byte[] {(byte) random.nextInt(256)});
      case 3 -> splice(bytes, random.nextInt(Math.min(8, bytes.length)), 1, new byte[] {(byte) at});
      case 4 -> splice(bytes, at, random.nextInt(12), token(random));
      default -> splice(bytes, at, 0, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    };
  }

  private static byte[] token(Random random) {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
  }

  /** Replaces {@code length} bytes; inside the header its length is kept true most of the time. */
  private static byte[] splice(byte[] bytes, int at, int length, byte[] insertion) {
    int end = Math.min(bytes.length, at + length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(insertion);
    out.write(bytes, end, bytes.length - end);
    byte[] result = out.toByteArray();
    if (at >= 8) {
      int header = (result[0] & 0xff) + ((result[1] & 0xff) << 8) + insertion.length - (end - at);
      result[0] = (byte) header;
      result[1] = (byte) (header >> 8);
    }
    return result;
  }
}
