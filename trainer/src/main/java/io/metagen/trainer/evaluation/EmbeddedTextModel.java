package io.metagen.trainer.evaluation;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** An embedded model, run here, many prompts at once. One thread owns it. */
public final class EmbeddedTextModel implements TextModel, AutoCloseable {

  private static final int LONGEST = 160;

  private final SolutionSampler sampler;
  private final TextChances chances;

  /**
   * Loads a model from a folder in the Hugging Face layout.
   *
   * @param stop ends a continuation and stays in it; empty for none
   */
  public EmbeddedTextModel(Path folder, long seed, String stop) {
    Transformer.Options options = Transformer.Options.cpu(Precision.F32);
    Ending ending = new Ending(LONGEST, TaskVocabulary.encode(stop));
    sampler = new SolutionSampler(folder, options, seed, ending);
    chances = new TextChances(folder, options);
  }

  @Override
  public List<List<String>> complete(List<String> prompts, Judge.Draw draw) {
    List<int[]> encoded = prompts.stream().map(TaskVocabulary::encode).toList();
    // Prompts of like length go together, so that little is padded.
    List<Integer> order =
        IntStream.range(0, prompts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> encoded.get(i).length))
            .toList();
    Map<Integer, List<String>> texts = new TreeMap<>();
    int size = SolutionSampler.problemsAtOnce(draw.samples());
    for (int from = 0; from < order.size(); from += size) {
      List<Integer> part = order.subList(from, Math.min(order.size(), from + size));
      List<List<Drawn>> drawn =
          sampler.sample(
              part.stream().map(encoded::get).toList(), draw.samples(), draw.temperature(), from);
      for (int i = 0; i < part.size(); i++) {
        texts.put(part.get(i), drawn.get(i).stream().map(EmbeddedTextModel::text).toList());
      }
    }
    return List.copyOf(texts.values());
  }

  @Override
  public List<Double> chances(String prompt, List<String> middles, String text) {
    return chances.of(prompt, middles, text);
  }

  private static String text(Drawn drawn) {
    return TaskVocabulary.decode(drawn.tokens());
  }

  @Override
  public void close() {
    chances.close();
    sampler.close();
  }
}
