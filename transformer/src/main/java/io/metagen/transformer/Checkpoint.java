package io.metagen.transformer;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A folder in the Hugging Face layout, its configuration read and its tensors found. */
record Checkpoint(ModelConfig config, Layout layout, TensorFiles tensors) implements AutoCloseable {
  static final String CONFIG = "config.json";

  /** Training fills a tensor through one buffer of bytes. */
  private static final long MAX_VALUES = Integer.MAX_VALUE / Float.BYTES;

  /** Llama 2's files carry the rotary frequencies, which follow from the configuration. */
  private static final Pattern DERIVED =
      Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");

  /**
   * Returns the folder's network.
   *
   * @throws CheckpointException naming the file, and the key or tensor that can't be used
   */
  static Checkpoint open(Path folder) {
    ModelConfig config = ModelConfig.read(folder.resolve(CONFIG));
    Checkpoint checkpoint = new Checkpoint(config, Layout.of(config), TensorFiles.open(folder));
    try {
      checkpoint.check();
      return checkpoint;
    } catch (CheckpointException e) {
      checkpoint.close();
      throw e;
    }
  }

  private void check() {
    Set<String> wanted = specs().stream().map(TensorSpec::name).collect(Collectors.toSet());
    for (String name : tensors.names()) {
      if (name.equals(Layout.LANGUAGE_HEAD) && config.tied()) {
        checkTiedHead();
      } else if (!wanted.contains(name) && !unused(name)) {
        throw new CheckpointException(
            tensors.place(),
            "tensor " + name,
            "is not part of " + config.architecture() + " as config.json describes it");
      }
    }
    specs().forEach(tensors::check);
  }

  /** Whether files may have a tensor that the network doesn't need. */
  private boolean unused(String name) {
    return DERIVED.matcher(name).matches()
        || (name.equals(Layout.LANGUAGE_HEAD) && config.head() == Head.VALUE);
  }

  /** Some files of tied networks carry the head as well; it must then be the embedding. */
  private void checkTiedHead() {
    byte[] head = digest(Layout.LANGUAGE_HEAD);
    if (!Arrays.equals(head, digest(Layout.EMBEDDING))) {
      throw new CheckpointException(
          tensors.place(),
          "tensor " + Layout.LANGUAGE_HEAD,
          "differs from " + Layout.EMBEDDING + ", to which tie_word_embeddings ties it");
    }
  }

  private byte[] digest(String matrix) {
    MessageDigest hash = sha256();
    tensors.digest(new TensorSpec(matrix, Layout.languageHead(config).shape()), hash);
    return hash.digest();
  }

  private List<TensorSpec> specs() {
    return layout.tensors().stream().flatMap(tensor -> tensor.parts().stream()).toList();
  }

  /**
   * Returns all weights in f32.
   *
   * @throws CheckpointException if one of them is too large for that
   */
  Weights weights(NDManager manager) {
    for (PackedTensor tensor : layout.tensors()) {
      if (tensor.shape().size() > MAX_VALUES) {
        throw new CheckpointException(
            tensors.place(),
            "tensor " + tensor.parts().getFirst().name(),
            "needs more than 2 GiB in f32, which training doesn't support");
      }
    }
    return Weights.fill(layout, manager, tensors::read);
  }

  /** Returns the bytes of a tensor in its file. */
  long bytes(TensorSpec spec) {
    return spec.size() * tensors.bytesPerValue(spec);
  }

  /**
   * Returns SHA-256 in hex over the configuration, what matrices are multiplied in and the tensors
   * in the order of their names.
   */
  String fingerprint(String held, LoadMeter meter) {
    MessageDigest hash = sha256();
    hash.update((config + " " + held).getBytes(UTF_8));
    specs().stream()
        .sorted(Comparator.comparing(TensorSpec::name))
        .forEach(
            spec -> {
              hash.update((spec + " ").getBytes(UTF_8));
              tensors.digest(spec, hash);
              meter.add(bytes(spec));
            });
    return HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    tensors.close();
  }
}
