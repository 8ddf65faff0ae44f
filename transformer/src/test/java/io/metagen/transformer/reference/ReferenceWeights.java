package io.metagen.transformer.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tensors of a well-formed safetensors file as flat arrays of doubles. */
final class ReferenceWeights {
  private final JsonNode header;
  private final ByteBuffer data;

  private ReferenceWeights(JsonNode header, ByteBuffer data) {
    this.header = header;
    this.data = data;
  }

  static ReferenceWeights read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[(int) bytes.getLong()];
    bytes.get(json);
    return new ReferenceWeights(
        new ObjectMapper().readTree(json), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  boolean has(String name) {
    return header.has(name);
  }

  double[] get(String name) {
    JsonNode entry = header.get(name);
    int begin = entry.get("data_offsets").get(0).intValue();
    int end = entry.get("data_offsets").get(1).intValue();
    int width = entry.get("dtype").textValue().equals("F32") ? 4 : 2;
    double[] values = new double[(end - begin) / width];
    for (int i = 0; i < values.length; i++) {
      int at = begin + i * width;
      values[i] =
          switch (entry.get("dtype").textValue()) {
            case "F32" -> data.getFloat(at);
            case "F16" -> Float.float16ToFloat(data.getShort(at));
            default -> Float.intBitsToFloat((data.getShort(at) & 0xffff) << 16);
          };
    }
    return values;
  }
}
