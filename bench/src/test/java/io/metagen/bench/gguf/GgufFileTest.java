package io.metagen.bench.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void write_keysAndTensors_isTheFormatByteForByte() throws IOException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("a", 7);
    metadata.put("b", 0.5f);
    metadata.put("c", "xy");
    GgufTensor norm = tensor("n", List.of(3L), GgufType.F32, 1, 2, 3);
    GgufTensor matrix = tensor("m", List.of(1L, 2L), GgufType.BF16, 1, -1);

    Path file = folder.resolve("model.gguf");
    GgufFile.write(file, metadata, List.of(norm, matrix));

    String expected =
        "47475546" // magic
            + "03000000" // version
            + int64(2) // tensors
            + int64(3) // keys
            + (int64(1) + "61" + "04000000" + "07000000")
            + (int64(1) + "62" + "06000000" + "0000003f")
            + (int64(1) + "63" + "08000000" + int64(2) + "7879")
            + (int64(1) + "6e" + "01000000" + int64(3) + "00000000" + int64(0))
            + (int64(1) + "6d" + "02000000" + int64(2) + int64(1) + "1e000000" + int64(32));
    expected += padding(expected);
    expected += "0000803f" + "00000040" + "00004040";
    expected += padding(expected);
    expected += "803f" + "80bf";
    expected += padding(expected);
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(expected);
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
  }

  @Test
  void write_fewerValuesThanTheShapeHas_throws() {
    GgufTensor tensor = tensor("n", List.of(3L), GgufType.F32, 1, 2);
    Path file = folder.resolve("model.gguf");
    assertThatThrownBy(() -> GgufFile.write(file, Map.of(), List.of(tensor)))
        .hasMessageContaining("n: 2 values");
    assertThat(file).doesNotExist();
  }

  @Test
  void tensor_rowsThatAreNoMultipleOfABlock_throws() {
    assertThatThrownBy(() -> tensor("m", List.of(32L, 48L), GgufType.Q8_0))
        .hasMessageContaining("m: rows of 48");
  }

  private static GgufTensor tensor(String name, List<Long> shape, GgufType type, float... values) {
    return new GgufTensor(name, shape, type, () -> values);
  }

  private static String int64(int value) {
    return HexFormat.of().toHexDigits((byte) value) + "00".repeat(7);
  }

  private static String padding(String hex) {
    return "00".repeat(Math.floorMod(-hex.length() / 2, GgufFile.ALIGNMENT));
  }
}
