package io.metagen.transformer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SafetensorsFileTest {
  private Path file = Path.of("");

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("model.safetensors");
  }

  @ParameterizedTest
  @EnumSource
  void read_whatTheWriterWrote_returnsTheValues(SafetensorsDtype dtype) {
    TensorSpec a = TensorSpec.of("a", 2, 3);
    TensorSpec b = TensorSpec.of("b", 2);
    FloatBuffer values = FloatBuffer.wrap(new float[] {1, -2, 0.5f, 0, 65280, -0.25f, 3, 4});
    SafetensorsWriter.write(
        file,
        dtype,
        List.of(
            new SafetensorsWriter.Tensor(a, values.slice(0, 6)),
            new SafetensorsWriter.Tensor(b, values.slice(6, 2))));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      float[] actual = new float[8];
      FloatBuffer to = FloatBuffer.wrap(actual);
      read.read(a, to);
      read.read(b, to);
      assertThat(actual).containsExactly(1, -2, 0.5f, 0, 65280, -0.25f, 3, 4);
      assertThat(read.names()).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void read_partOfATensorBeyondFourGiB_returnsItsValues() throws IOException {
    TensorSpec large = TensorSpec.of("large", 1 << 10, 1 << 20);
    String header =
        "{\"large\":{\"dtype\":\"F32\",\"shape\":[1024,1048576],\"data_offsets\":[0,4294967296]}}";
    long first = large.size() - (1 << 23);
    FloatBuffer written = FloatBuffer.allocate(1 << 23);
    while (written.hasRemaining()) {
      written.put(written.position());
    }
    writeSparse(header, first * Float.BYTES, written.flip());
    FloatBuffer read = FloatBuffer.allocate(1 << 23);
    try (SafetensorsFile safetensors = SafetensorsFile.open(file)) {
      safetensors.read(large, first, 1 << 23, read);
    }
    assertThat(read.flip()).isEqualTo(written);
  }

  private void writeSparse(String header, long at, FloatBuffer values) throws IOException {
    write(header.length(), header, 0);
    ByteBuffer bytes =
        ByteBuffer.allocate(values.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values.duplicate());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes, Long.BYTES + header.length() + at);
    }
  }

  @Test
  void read_beyondTheTensor_refused() {
    TensorSpec a = TensorSpec.of("a", 2, 3);
    TensorSpec b = TensorSpec.of("b", 2);
    SafetensorsWriter.write(
        file,
        SafetensorsDtype.F32,
        List.of(
            new SafetensorsWriter.Tensor(a, FloatBuffer.allocate(6)),
            new SafetensorsWriter.Tensor(b, FloatBuffer.allocate(2))));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> read.read(a, 4, 3, FloatBuffer.allocate(3)));
    }
  }

  @Test
  void write_bf16_roundsHalfToEven() {
    TensorSpec spec = TensorSpec.of("x", 5);
    float half = Math.scalb(1f, -8);
    float[] values = {1 + half, 1 + 3 * half, 1 + half * 1.01f, Float.POSITIVE_INFINITY, Float.NaN};
    SafetensorsWriter.write(
        file,
        SafetensorsDtype.BF16,
        List.of(new SafetensorsWriter.Tensor(spec, FloatBuffer.wrap(values))));
    float[] actual = new float[5];
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      read.read(spec, FloatBuffer.wrap(actual));
    }
    assertThat(actual)
        .containsExactly(1, 1 + 4 * half, 1 + 2 * half, Float.POSITIVE_INFINITY, Float.NaN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}| 8 | tensor x",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}| 8 | tensor x",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}| 12 | 12",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}| 7 | 7",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}| 12 | gap",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}| 8 | shape",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}| 8 | shape",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}|0|too large",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}| 8 | data_offsets",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999]}}|8|data_offsets",
        "{\"x\":{\"dtype\":\"Q4\",\"shape\":[2],\"data_offsets\":[0,8]}}| 8 | dtype",
        "{\"x\":{\"shape\":[2],\"data_offsets\":[0,8]}}| 8 | dtype",
        "{\"x\":7}| 8 | tensor x",
        "[1]| 0 | header",
        "{\"x\":| 0 | header",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"x\":{}}| 0 | header",
      })
  void open_headerThatContradicts_namesTheProblem(String header, int dataBytes, String message)
      throws IOException {
    write(header.length(), header, dataBytes);
    assertRefused(message);
  }

  @Test
  void open_overlappingTensors_namesTheSecond() throws IOException {
    String header =
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}";
    write(header.length(), header, 12);
    assertRefused("tensor y: overlaps");
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "3", "0", "1"})
  void open_headerLengthOutsideTheFile_refused(long length) throws IOException {
    write(length, "{}", 0);
    assertRefused("header");
  }

  @Test
  void open_fileOfThreeBytes_refused() throws IOException {
    Files.write(file, new byte[3]);
    assertRefused("shorter than 8 bytes");
  }

  @Test
  void open_missingFile_namesIt() {
    assertRefused("model.safetensors");
  }

  private void write(long length, String header, int dataBytes) throws IOException {
    byte[] bytes = new byte[8 + header.length() + dataBytes];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header.getBytes(UTF_8));
    Files.write(file, bytes);
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> SafetensorsFile.open(file).close())
        .withMessageContaining(message)
        .withMessageContaining("model.safetensors");
  }
}
