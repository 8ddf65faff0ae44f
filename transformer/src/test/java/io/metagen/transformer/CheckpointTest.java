package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metagen.transformer.reference.RandomCheckpoint;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a folder must look like. */
final class CheckpointTest {
  private Path folder = Path.of("");

  @BeforeEach
  void writeCheckpoint(@TempDir Path temporary) throws IOException {
    folder = temporary;
    RandomCheckpoint.write(folder, Checkpoints.LLAMA.json(), "F32", 3);
  }

  @Test
  void open_shards_sameFingerprintAsOneFile() throws IOException {
    String whole = fingerprint();
    split(
        "{\"weight_map\": {\"model.embed_tokens.weight\": \"a.safetensors\", %s}}"
            .formatted(restIn("b.safetensors")));
    assertThat(fingerprint()).isEqualTo(whole).hasSize(64);
  }

  @ParameterizedTest
  @CsvSource({
    "../b.safetensors, same folder",
    "/etc/b.safetensors, same folder",
    "b.bin, same folder",
    "c.safetensors, c.safetensors",
    "a.safetensors, not listed"
  })
  void open_indexThatContradictsItsShards_refused(String shard, String message) throws IOException {
    split(
        "{\"weight_map\": {\"model.embed_tokens.weight\": \"a.safetensors\", %s}}"
            .formatted(restIn("b.safetensors").replaceFirst("b\\.safetensors", shard)));
    assertRefused(message);
  }

  @Test
  void open_otherWeights_otherFingerprint() throws IOException {
    String before = fingerprint();
    RandomCheckpoint.write(folder, Checkpoints.LLAMA.json(), "F32", 4);
    assertThat(fingerprint()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"num_hidden_layers\": 2', '\"num_hidden_layers\": 3', tensor model.layers.2.",
    "'\"num_hidden_layers\": 2', '\"num_hidden_layers\": 1', tensor model.layers.1.",
    "'\"vocab_size\": 101', '\"vocab_size\": 102', has shape",
    "'\"tie_word_embeddings\": false', '\"tie_word_embeddings\": true', tensor lm_head.weight",
    "'\"tie_word_embeddings\": false', '\"attention_bias\": true', proj.bias: is missing",
  })
  void open_tensorsThatDoNotFitTheConfiguration_namesTheTensor(
      String key, String other, String message) throws IOException {
    writeConfig(key, other);
    assertRefused(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"LlamaForCausalLM\"', '\"GPT2LMHeadModel\"', unknown architecture GPT2LMHeadModel",
    "'\"LlamaForCausalLM\"', '7', architectures",
    "'\"hidden_size\": 48', '\"hidden_size\": 0', hidden_size",
    "'\"hidden_size\": 48', '\"hidden_size\": 4.5', hidden_size",
    "'\"hidden_size\": 48', '\"hidden_size\": 50', hidden_size",
    "'\"hidden_size\": 48,', '', hidden_size: must be an integer",
    "'\"hidden_size\": 48', '\"head_dim\": 7, \"hidden_size\": 48', head_dim",
    "'\"hidden_size\": 48', '\"head_dim\": 1048576, \"hidden_size\": 48', head_dim",
    "'\"hidden_size\": 48', '\"hidden_size\": 48, \"hidden_size\": 48', Duplicate",
    "'\"num_key_value_heads\": 4', '\"num_key_value_heads\": 3', num_key_value_heads",
    "'\"num_key_value_heads\": 4', '\"num_key_value_heads\": 8', num_key_value_heads",
    "1e-5, -1, rms_norm_eps",
    "1e-5, 1e999, rms_norm_eps",
    "1e-5, '1e-5, \"hidden_act\": \"gelu\"', hidden_act",
    "1e-5, '1e-5, \"mlp_bias\": true', mlp_bias",
    "1e-5, '1e-5, \"quantization_config\": {}', quantization_config",
    "1e-5, '1e-5, \"partial_rotary_factor\": 0.5', partial_rotary_factor",
    "1e-5, '1e-5, \"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 2}', rope_scaling.type",
    "1e-5, '1e-5, \"rope_scaling\": {\"rope_type\": \"llama3\"}', rope_scaling.low_freq_factor",
    "1e-5, '1e-5, \"rope_theta\": \"many\"', rope_theta",
    "}, '', not valid JSON"
  })
  void open_configurationThatCannotBeUsed_namesTheKey(String text, String other, String message)
      throws IOException {
    writeConfig(text, other);
    assertRefused(message);
  }

  @Test
  void open_oneValueWithTwoLabels_namesTheKey() throws IOException {
    String json = Checkpoints.LLAMA_SCALAR.json();
    RandomCheckpoint.write(folder, json, "F32", 3);
    Files.writeString(
        folder.resolve("config.json"),
        json.replace("{\"0\": \"LABEL_0\"}", "{\"0\": \"A\", \"1\": \"B\"}"));
    assertRefused("id2label: the head has 1 labels, not 2");
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withValues")
  void open_headWithoutOneOfItsTensors_namesIt(Checkpoints checkpoint) throws IOException {
    List<TensorSpec> head = checkpoint.head().tensors(32);
    for (TensorSpec missing : head) {
      String json = checkpoint.json();
      RandomCheckpoint.writeWithout(missing.name(), folder, json, checkpoint.dtype(), 3);
      assertRefused("tensor " + missing.name() + ": is missing");
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withValues")
  void open_headOfAnotherKind_namesATensor(Checkpoints checkpoint) throws IOException {
    for (Head other : Head.values()) {
      String json = checkpoint.json();
      RandomCheckpoint.write(folder, json, checkpoint.dtype(), 3);
      String written = checkpoint.head().suffix();
      if (other != checkpoint.head() && other != Head.LANGUAGE) {
        String labels = "\"num_labels\": " + other.outputs() + ", \"hidden_size\"";
        Files.writeString(
            folder.resolve("config.json"),
            json.replace(written, other.suffix())
                .replaceAll("\"(id2label|num_labels)\"", "\"_\"")
                .replace("\"hidden_size\"", labels));
        assertRefused("tensor ");
      }
    }
  }

  @Test
  void open_emptyFolder_namesTheConfiguration(@TempDir Path empty) {
    folder = empty.resolve("nowhere");
    assertRefused("config.json");
  }

  @Test
  void open_llama2RotaryFrequencies_ignored() throws IOException {
    addTensor("model.layers.0.self_attn.rotary_emb.inv_freq");
    assertThat(fingerprint()).hasSize(64);
  }

  @Test
  void open_tensorThatIsNotPartOfTheNetwork_namesIt() throws IOException {
    addTensor("model.layers.0.extra");
    assertRefused("tensor model.layers.0.extra");
  }

  @Test
  void open_tiedWithAHeadOfItsOwn_acceptedOnlyIfItIsTheEmbedding() throws IOException {
    writeConfig("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true");
    assertRefused("tensor lm_head.weight: differs from model.embed_tokens.weight");

    List<SafetensorsWriter.Tensor> tensors = read();
    FloatBuffer embedding = tensors.getFirst().source().get();
    tensors.replaceAll(
        tensor ->
            tensor.spec().name().equals("lm_head.weight")
                ? new SafetensorsWriter.Tensor(tensor.spec(), embedding.duplicate())
                : tensor);
    SafetensorsWriter.write(folder.resolve("model.safetensors"), SafetensorsDtype.F32, tensors);
    assertThat(fingerprint()).hasSize(64);
  }

  private void addTensor(String name) throws IOException {
    List<SafetensorsWriter.Tensor> tensors = read();
    tensors.add(
        new SafetensorsWriter.Tensor(TensorSpec.of(name, 3), FloatBuffer.wrap(new float[3])));
    SafetensorsWriter.write(folder.resolve("model.safetensors"), SafetensorsDtype.F32, tensors);
  }

  /** Cuts the file into a.safetensors, which has the embedding, and b.safetensors. */
  private void split(String index) throws IOException {
    List<SafetensorsWriter.Tensor> tensors = read();
    SafetensorsWriter.write(
        folder.resolve("a.safetensors"), SafetensorsDtype.F32, tensors.subList(0, 1));
    SafetensorsWriter.write(
        folder.resolve("b.safetensors"), SafetensorsDtype.F32, tensors.subList(1, tensors.size()));
    Files.delete(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("model.safetensors.index.json"), index);
  }

  private static String restIn(String shard) {
    return String.join(
        ", ",
        specs().stream().skip(1).map(s -> "\"%s\": \"%s\"".formatted(s.name(), shard)).toList());
  }

  private List<SafetensorsWriter.Tensor> read() {
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      for (TensorSpec spec : specs()) {
        FloatBuffer values = FloatBuffer.allocate((int) spec.size());
        file.read(spec, values);
        tensors.add(new SafetensorsWriter.Tensor(spec, values.flip()));
      }
    }
    return tensors;
  }

  private static List<TensorSpec> specs() {
    return Layout.of(llama()).tensors().stream().flatMap(t -> t.parts().stream()).toList();
  }

  private static ModelConfig llama() {
    return new ModelConfig(
        "LlamaForCausalLM",
        Family.LLAMA,
        48,
        2,
        4,
        4,
        12,
        99,
        Checkpoints.VOCABULARY,
        Checkpoints.MAX_POSITIONS,
        1e-5f,
        10_000,
        new RopeScaling.None(),
        false,
        false,
        false,
        0,
        Head.LANGUAGE);
  }

  private void writeConfig(String text, String other) throws IOException {
    String json = Checkpoints.LLAMA.json();
    assertThat(json).contains(text);
    Files.writeString(folder.resolve("config.json"), json.replace(text, other));
  }

  private String fingerprint() {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      return Loading.of(checkpoint, Transformer.Options.cpu(Precision.F32), LoadListener.NONE)
          .fingerprint();
    }
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.open(folder).close())
        .withMessageContaining(message)
        .withMessageContaining(folder.toString());
  }
}
