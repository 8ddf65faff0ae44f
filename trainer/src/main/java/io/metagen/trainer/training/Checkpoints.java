package io.metagen.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.metagen.trainer.vocabulary.TokenizerWriter;
import io.metagen.transformer.AdamW;
import io.metagen.transformer.SafetensorsDtype;
import io.metagen.transformer.TrainableTransformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A run's latest state in a folder: weights in f32 with the tokenizer beside them, so that it can
 * be loaded as a model, the optimizer's moments and the position. Two folders take turns and a
 * pointer file names the whole one, so that a run stopped while it writes loses nothing.
 *
 * @param folder the run's folder; made if it is not there
 */
public record Checkpoints(Path folder) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String POINTER = "latest";

  /** Whether there is a state to resume from. */
  public boolean present() {
    return Files.exists(folder.resolve(POINTER));
  }

  /** The folder of the latest whole state; it loads as a model. */
  public Path model() {
    try {
      return folder.resolve(Files.readString(folder.resolve(POINTER)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("no checkpoint in " + folder, e);
    }
  }

  Position position() {
    try {
      return MAPPER.readValue(model().resolve("position.json").toFile(), Position.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoint's position in " + folder, e);
    }
  }

  AdamW optimizer(TrainableTransformer network, AdamW.Settings settings) {
    return AdamW.load(network, settings, model().resolve("optimizer.safetensors"));
  }

  void save(TrainableTransformer network, AdamW optimizer, Position position) {
    String name = present() && model().endsWith("checkpoint-a") ? "checkpoint-b" : "checkpoint-a";
    Path target = folder.resolve(name);
    try {
      Files.createDirectories(target);
      network.save(target, SafetensorsDtype.F32);
      TokenizerWriter.write(target, network.config().maxPositions());
      optimizer.save(target.resolve("optimizer.safetensors"));
      MAPPER.writeValue(target.resolve("position.json").toFile(), position);
      Path pointer = Files.writeString(folder.resolve(POINTER + ".new"), name);
      Files.move(
          pointer,
          folder.resolve(POINTER),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a checkpoint to " + target, e);
    }
  }
}
