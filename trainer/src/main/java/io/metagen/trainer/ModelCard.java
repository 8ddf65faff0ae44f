package io.metagen.trainer;

import io.metagen.trainer.training.Position;
import io.metagen.trainer.vocabulary.TokenizerWriter;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.SafetensorsDtype;
import io.metagen.transformer.TrainableTransformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Ships a trained network: a folder in the Hugging Face layout, bf16, with a README.md that says
 * how it was made.
 */
final class ModelCard {

  /** The line of a card that measured results follow. */
  static final String MEASURED = "## Measured";

  private ModelCard() {}

  /**
   * Writes the network, its tokenizer and its card.
   *
   * @param title heading and first paragraph of the card, in Markdown
   * @param recipe how it was trained, as Markdown list items
   */
  static void ship(
      TrainableTransformer network, Path folder, String title, String recipe, Position position) {
    try {
      Files.createDirectories(folder);
      network.save(folder, SafetensorsDtype.BF16);
      TokenizerWriter.write(folder, network.config().maxPositions());
      Files.writeString(
          folder.resolve("README.md"),
          title
              + shape(network.config())
              + "\n## Recipe\n\n"
              + recipe
              + spent(position)
              + "\n"
              + MEASURED
              + "\n\nNot yet: `./metagen train --help` lists what measures, with `--card`.\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model to " + folder, e);
    }
  }

  /** Replaces the measured results of the card in a folder. */
  static void measured(Path folder, String results) {
    Path file = folder.resolve("README.md");
    try {
      String card = Files.readString(file);
      Files.writeString(
          file, card.substring(0, card.indexOf(MEASURED)) + MEASURED + "\n\n" + results);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write results to " + file, e);
    }
  }

  private static String shape(ModelConfig config) {
    return String.format(
        Locale.ROOT,
        "%n%s, %,d weights: %d layers of width %d, %d heads, feed-forward %d, %d tokens, %d positions.%n",
        config.architecture(),
        config.parameters(),
        config.layers(),
        config.hiddenSize(),
        config.heads(),
        config.intermediateSize(),
        config.vocabularySize(),
        config.maxPositions());
  }

  private static String spent(Position position) {
    return String.format(
        Locale.ROOT,
        "* Spent: %,d steps, %,d tokens, %.0f minutes of training steps.%n",
        position.steps(),
        position.tokens(),
        position.seconds() / 60);
  }
}
