package io.metagen.bench.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class GgufTypeTest {
  @Test
  void encode_f32_isTheLittleEndianNumber() {
    assertThat(encoded(GgufType.F32, 1.5f)).isEqualTo("0000c03f");
  }

  @Test
  void encode_bf16_roundsTiesToEven() {
    assertThat(encoded(GgufType.BF16, Float.intBitsToFloat(0x3f80_8000))).isEqualTo("803f");
    assertThat(encoded(GgufType.BF16, Float.intBitsToFloat(0x3f81_8000))).isEqualTo("823f");
    assertThat(encoded(GgufType.BF16, Float.intBitsToFloat(0x3f80_8001))).isEqualTo("813f");
    assertThat(encoded(GgufType.BF16, -2f)).isEqualTo("00c0");
  }

  @Test
  void encode_q80_isAHalfPrecisionScaleAndTheRoundedBytes() {
    float[] values = new float[32];
    values[0] = 127;
    values[1] = -127;
    values[2] = 2.4f;
    values[3] = -2.6f;
    assertThat(encoded(GgufType.Q8_0, values))
        .isEqualTo("003c" + "7f" + "81" + "02" + "fd" + "00".repeat(28));
  }

  @Test
  void encode_q80_roundsTiesAwayFromZero() {
    float[] values = new float[32];
    values[0] = 127;
    values[1] = 2.5f;
    values[2] = -2.5f;
    values[3] = 0.5f;
    values[4] = -0.5f;
    assertThat(encoded(GgufType.Q8_0, values)).startsWith("003c7f03fd01ff00");
  }

  @Test
  void encode_q80_dividesByTheScaleBeforeItIsRoundedToHalf() {
    float[] values = new float[32];
    values[0] = 1;
    values[1] = -0.5f;
    // 1 / 127 is 0x2008 in half precision; -0.5 * 127 is -63.5.
    assertThat(encoded(GgufType.Q8_0, values)).startsWith("08207fc000");
  }

  @Test
  void encode_q80OfZeros_isZero() {
    assertThat(encoded(GgufType.Q8_0, new float[32])).isEqualTo("00".repeat(34));
  }

  @Test
  void bytes_noWholeBlocks_throws() {
    assertThat(GgufType.Q8_0.bytes(64)).isEqualTo(68);
    assertThatThrownBy(() -> GgufType.Q8_0.bytes(33)).hasMessageContaining("multiples of 32");
  }

  private static String encoded(GgufType type, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate((int) type.bytes(values.length)).order(ByteOrder.LITTLE_ENDIAN);
    type.encode(values, 0, bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    return HexFormat.of().formatHex(bytes.array());
  }
}
