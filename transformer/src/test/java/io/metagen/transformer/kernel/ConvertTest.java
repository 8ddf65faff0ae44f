package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors and the numbers left over after them must round alike. */
final class ConvertTest {
  private static final long SEED = 9;

  private static float[] random(int count) {
    Random random = new Random(SEED);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-6, 6)));
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 31, 64, 100})
  void bf16_thereAndBack_isTheNearestOfEightBits(int count) {
    float[] values = random(count);
    float[] back = new float[count];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2L * count);
      Convert.toBf16(values, 0, count, memory.address());
      Convert.fromBf16(memory.address(), back, 0, count);
    }
    for (int i = 0; i < count; i++) {
      double unit = Math.scalb(1.0, Math.getExponent(values[i]) - 7);
      assertThat((double) back[i])
          .as("of %s", values[i])
          .isEqualTo(Math.rint(values[i] / unit) * unit);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 31, 64, 100})
  void rows_int8_areMultiplesOfA127thOfTheLargest(int count) {
    float[] values = random(count);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(count);
      MemorySegment scale = arena.allocate(Float.BYTES, Float.BYTES);
      new Rows(memory.address(), ElementType.INT8, scale.address(), count, count).store(0, values);
      double unit = scale.get(ValueLayout.JAVA_FLOAT, 0);
      double largest = 0;
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(unit).isEqualTo((float) (largest / 127));
      for (int i = 0; i < count; i++) {
        int whole = Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, i)) - 128;
        assertThat(Math.abs(whole - values[i] / unit)).as("of %s", values[i]).isLessThan(0.5001);
      }
    }
  }
}
