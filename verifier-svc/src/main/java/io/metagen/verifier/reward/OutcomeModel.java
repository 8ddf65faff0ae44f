package io.metagen.verifier.reward;

import io.metagen.transformer.Transformer;
import io.metagen.transformer.WarmUpBudget;
import io.metagen.transformer.text.ChatMessage;
import io.metagen.transformer.text.ChatTemplate;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outcome reward model [1]: the probability that a solution's answer is right, read by a scalar
 * head at the last token of
 *
 * <pre>
 * tokens(prompt) tokens(candidate) end-of-sequence
 * </pre>
 *
 * Prompt and candidate are tokenised apart, so that the candidates of a problem share its tokens.
 * Safe for use by several threads.
 *
 * <p>[1] Cobbe et al., Training Verifiers to Solve Math Word Problems, 2021, section 4.
 */
public final class OutcomeModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeModel.class);

  /** Batches after which more make first calls no faster. */
  private static final int WARM_UP_BATCHES = 120;

  private final String name;
  private final Tokenizer tokenizer;
  private final Optional<ChatTemplate> template;
  private final ScoringEngine engine;

  OutcomeModel(
      String name, Tokenizer tokenizer, Optional<ChatTemplate> template, ScoringEngine engine) {
    this.name = name;
    this.tokenizer = tokenizer;
    this.template = template;
    this.engine = engine;
  }

  /**
   * How a model is loaded and run.
   *
   * @param name name that requests use
   * @param folder checkpoint in the Hugging Face layout
   * @param network how its network is loaded
   * @param queueRows most candidates that wait for a batch
   * @param batchRows candidates in a full batch
   * @param batchWait longest delay for the sake of a fuller batch
   * @param blocks blocks of keys and values
   * @param blockSize tokens in a block
   * @param stepTokens most tokens in one forward pass
   * @param warmUp longest time that batches are scored before the first caller's, 0 for none
   */
  public record Settings(
      String name,
      Path folder,
      Transformer.Options network,
      int queueRows,
      int batchRows,
      Duration batchWait,
      int blocks,
      int blockSize,
      int stepTokens,
      Duration warmUp) {}

  /**
   * Loads a model and starts its engine.
   *
   * @param onDeath runs when the engine dies
   * @throws io.metagen.transformer.CheckpointException naming what can't be used
   */
  public static OutcomeModel load(Settings settings, Runnable onDeath) {
    Tokenizer tokenizer = Tokenizer.load(settings.folder());
    ModelScorer.Memory memory =
        new ModelScorer.Memory(settings.blocks(), settings.blockSize(), settings.stepTokens());
    JobQueue queue =
        new JobQueue(
            new JobQueue.Limits(settings.queueRows(), settings.batchRows(), settings.batchWait()));
    ScoringEngine engine =
        ScoringEngine.start(
            queue,
            () ->
                warm(
                    ModelScorer.load(settings.folder(), settings.network(), memory),
                    settings.warmUp()),
            onDeath);
    return new OutcomeModel(
        settings.name(), tokenizer, ChatTemplate.load(settings.folder()), engine);
  }

  private static RowScorer warm(ModelScorer scorer, Duration atMost) {
    if (!atMost.isZero()) {
      try (ModelScorer separate = scorer.borrowed()) {
        new WarmUp(separate)
            .run(new WarmUpBudget(WARM_UP_BATCHES, atMost, System::nanoTime, LOG::info));
      }
    }
    return scorer;
  }

  public String name() {
    return name;
  }

  /** Returns SHA-256 in hex over configuration and weights. */
  public String fingerprint() {
    return engine.facts().fingerprint();
  }

  /** Returns the most tokens that prompt, candidate and end may have together. */
  public int contextLength() {
    return engine.facts().contextLength();
  }

  /** Returns the number of token ids. */
  public int vocabularySize() {
    return engine.facts().vocabularySize();
  }

  public int[] encodePrompt(String text) {
    return tokenizer.encode(text, true);
  }

  /**
   * Returns the tokens of a conversation that the candidate continues; empty if the model has no
   * chat template.
   *
   * @throws io.metagen.transformer.text.jinja.TemplateException if the template refuses it
   */
  public Optional<int[]> encodeConversation(List<ChatMessage> messages) {
    return template.map(chat -> tokenizer.encode(chat.render(messages, true), false));
  }

  /** Returns the row whose last token is scored; it may be longer than the context. */
  public int[] row(int[] prompt, String candidate) {
    int[] tokens = tokenizer.encode(candidate, false);
    OptionalInt end = tokenizer.eosId();
    return Stream.of(prompt, tokens, end.stream().toArray()).flatMapToInt(Arrays::stream).toArray();
  }

  /** Returns one score for each row, in their order; rows fit the context. Blocks. */
  public List<RowScore> score(List<int[]> rows) {
    return engine.score(rows);
  }

  /** Whether the engine runs. */
  public boolean alive() {
    return engine.alive();
  }

  /** Returns how many batches ran since the start. */
  public long batches() {
    return engine.batches();
  }

  /** Returns how many candidates ran in them. */
  public long batchedRows() {
    return engine.rows();
  }

  /** Returns how many candidates wait. */
  public int waitingRows() {
    return engine.waitingRows();
  }

  @Override
  public void close() {
    engine.close();
    tokenizer.close();
  }
}
