package io.metagen.transformer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: which tensor lies where. The tensors must fill the data section
 * without overlap and without gap.
 *
 * @param tensors by name
 */
record SafetensorsHeader(Map<String, Entry> tensors) {
  /** The longest header that the format's reference reader accepts, in bytes. */
  static final long MAX_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";

  SafetensorsHeader {
    tensors = Map.copyOf(tensors);
  }

  /**
   * One tensor's place.
   *
   * @param begin first byte, counted from the start of the data section
   * @param end byte after the last
   */
  record Entry(SafetensorsDtype dtype, List<Long> shape, long begin, long end) {
    Entry {
      shape = List.copyOf(shape);
    }
  }

  /** Returns the header in {@code json}, checked against the length of the data section. */
  static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
    JsonNode root;
    try {
      root = JsonKeys.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file, "header", "not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(file, "header", "not valid UTF-8: " + e.getMessage(), e);
    }
    if (!root.isObject()) {
      throw new CheckpointException(file, "header", "must be a JSON object");
    }
    Map<String, Entry> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals(METADATA)) {
        tensors.put(field.getKey(), new TensorEntry(file, field.getKey()).parse(field.getValue()));
      }
    }
    checkCoverage(file, tensors, dataBytes);
    return new SafetensorsHeader(tensors);
  }

  private static void checkCoverage(Path file, Map<String, Entry> tensors, long dataBytes) {
    List<Map.Entry<String, Entry>> sorted = new ArrayList<>(tensors.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long next = 0;
    for (Map.Entry<String, Entry> tensor : sorted) {
      if (tensor.getValue().begin() != next) {
        throw new CheckpointException(
            file,
            "tensor " + tensor.getKey(),
            (tensor.getValue().begin() < next ? "overlaps the one before" : "leaves a gap")
                + " at byte "
                + next);
      }
      next = tensor.getValue().end();
    }
    if (next != dataBytes) {
      throw new CheckpointException(
          file, "header", "describes " + next + " bytes of data, but the file has " + dataBytes);
    }
  }

  /** Reads one tensor's entry. */
  private record TensorEntry(Path file, String name) {

    Entry parse(JsonNode node) {
      SafetensorsDtype dtype =
          SafetensorsDtype.of(node.path("dtype").asText())
              .orElseThrow(() -> error("dtype " + node.path("dtype") + " is not F32, F16 or BF16"));
      List<Long> shape = numbers(node.path("shape"), "shape");
      List<Long> offsets = numbers(node.path("data_offsets"), "data_offsets");
      if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
        throw error("data_offsets " + offsets + " must be [begin, end]");
      }
      Entry entry = new Entry(dtype, shape, offsets.get(0), offsets.get(1));
      if (entry.end() - entry.begin() != bytes(entry)) {
        throw error("data_offsets " + offsets + " don't fit shape " + shape + " of " + dtype);
      }
      return entry;
    }

    private List<Long> numbers(JsonNode array, String key) {
      if (!array.isArray()) {
        throw error(key + " must be an array of integers");
      }
      List<Long> numbers = new ArrayList<>();
      for (JsonNode number : array) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
          throw error(key + " must hold integers from 0 to 2^63 - 1");
        }
        numbers.add(number.longValue());
      }
      return numbers;
    }

    private long bytes(Entry entry) {
      try {
        long size = entry.dtype().bytes();
        for (long dimension : entry.shape()) {
          size = Math.multiplyExact(size, dimension);
        }
        return size;
      } catch (ArithmeticException e) {
        throw new CheckpointException(
            file, "tensor " + name, "shape " + entry.shape() + " is too large", e);
      }
    }

    private CheckpointException error(String problem) {
      return new CheckpointException(file, "tensor " + name, problem);
    }
  }
}
