package io.metagen.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The weights of a folder: {@code model.safetensors}, or the shards that {@code
 * model.safetensors.index.json} lists.
 */
final class TensorFiles implements AutoCloseable {
  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors");

  private final Path place;
  private final Map<Path, SafetensorsFile> files = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile> byTensor = new HashMap<>();

  private TensorFiles(Path place) {
    this.place = place;
  }

  /**
   * Returns the folder's tensors, none read yet.
   *
   * @throws CheckpointException if a file is missing, contradicts itself or the index
   */
  static TensorFiles open(Path folder) {
    Path index = folder.resolve(INDEX);
    boolean sharded = Files.exists(index);
    TensorFiles tensors = new TensorFiles(sharded ? index : folder.resolve(SINGLE));
    try {
      if (sharded) {
        tensors.addShards(folder);
      } else {
        SafetensorsFile file = tensors.file(tensors.place);
        file.names().forEach(name -> tensors.byTensor.put(name, file));
      }
      return tensors;
    } catch (CheckpointException e) {
      tensors.close();
      throw e;
    }
  }

  private void addShards(Path folder) {
    JsonKeys map = JsonKeys.read(place).object("weight_map");
    for (Map.Entry<String, JsonNode> entry : map.node().properties()) {
      String shard = map.text(entry.getKey());
      if (!SHARD.matcher(shard).matches()) {
        throw map.error(entry.getKey(), "must name a .safetensors file in the same folder");
      }
      byTensor.put(entry.getKey(), file(folder.resolve(shard)));
    }
    for (SafetensorsFile file : files.values()) {
      for (String name : file.names()) {
        if (byTensor.get(name) != file) {
          throw new CheckpointException(
              file.path(), "tensor " + name, "is not listed for this file in " + INDEX);
        }
      }
    }
    byTensor.forEach(
        (name, file) -> {
          if (!file.names().contains(name)) {
            throw new CheckpointException(
                file.path(), "tensor " + name, "is missing, but " + INDEX + " lists it here");
          }
        });
  }

  private SafetensorsFile file(Path path) {
    return files.computeIfAbsent(path, SafetensorsFile::open);
  }

  /** Returns the file that names the tensors, for messages. */
  Path place() {
    return place;
  }

  Set<String> names() {
    return byTensor.keySet();
  }

  /**
   * Checks that a tensor can be read.
   *
   * @throws CheckpointException if it is missing or has another shape
   */
  void check(TensorSpec spec) {
    find(spec).check(spec);
  }

  /**
   * Returns the bytes that one of a tensor's values takes in its file.
   *
   * @throws CheckpointException if it is missing or has another shape
   */
  int bytesPerValue(TensorSpec spec) {
    return find(spec).bytesPerValue(spec);
  }

  /**
   * Appends a tensor's values to a buffer.
   *
   * @throws CheckpointException if it is missing or has another shape
   */
  void read(TensorSpec spec, FloatBuffer to) {
    find(spec).read(spec, to);
  }

  /**
   * Appends a tensor's values {@code first} to {@code first + count} to a buffer.
   *
   * @throws CheckpointException if it is missing or has another shape
   */
  void read(TensorSpec spec, long first, long count, FloatBuffer to) {
    find(spec).read(spec, first, count, to);
  }

  /** Adds a tensor's format and bytes to a hash. */
  void digest(TensorSpec spec, MessageDigest hash) {
    find(spec).digest(spec, hash);
  }

  private SafetensorsFile find(TensorSpec spec) {
    SafetensorsFile file = byTensor.get(spec.name());
    if (file == null) {
      throw new CheckpointException(place, "tensor " + spec.name(), "is missing");
    }
    return file;
  }

  @Override
  public void close() {
    files.values().forEach(SafetensorsFile::close);
  }
}
