package io.metagen.verifier.reward;

import io.metagen.transformer.Transformer;
import io.metagen.transformer.WarmUpBudget;
import io.metagen.transformer.text.ChatMessage;
import io.metagen.transformer.text.ChatTemplate;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reward model with its tokenizer and its engine: the probability that a solution is right [1],
 * or that each of its steps is [2]. Safe for use by several threads.
 *
 * <p>[1] Cobbe et al., Training Verifiers to Solve Math Word Problems, 2021, section 4.
 *
 * <p>[2] Lightman et al., Let's Verify Step by Step, 2023.
 */
public final class RewardModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RewardModel.class);

  /** Batches after which more make first calls no faster. */
  private static final int WARM_UP_BATCHES = 120;

  private final ModelForm form;
  private final Texts texts;
  private final Calibration calibration;
  private final ScoringEngine engine;

  private RewardModel(ModelForm form, Texts texts, Calibration calibration, ScoringEngine engine) {
    this.form = form;
    this.texts = texts;
    this.calibration = calibration;
    this.engine = engine;
  }

  /** What makes tokens of text. */
  private record Texts(Tokenizer tokenizer, Optional<ChatTemplate> template, RowForm rows) {}

  /**
   * How a model is loaded.
   *
   * @param folder checkpoint in the Hugging Face layout
   * @param network how its network is loaded
   * @param form what it was trained on
   */
  public record Source(Path folder, Transformer.Options network, ModelForm form) {}

  /**
   * How a model is run.
   *
   * @param queueRows most candidates that wait for a batch
   * @param batchRows candidates in a full batch
   * @param batchWait longest delay for the sake of a fuller batch
   * @param blocks blocks of keys and values
   * @param blockSize tokens in a block
   * @param stepTokens most tokens in one forward pass
   * @param warmUp longest time that batches are scored before the first caller's, 0 for none
   */
  public record Limits(
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
   * @throws IllegalArgumentException if the form doesn't fit the model
   */
  public static RewardModel load(Source source, Limits limits, Runnable onDeath) {
    Path folder = source.folder();
    Tokenizer tokenizer = Tokenizer.load(folder);
    Optional<ChatTemplate> template = ChatTemplate.load(folder);
    Texts texts = new Texts(tokenizer, template, source.form().rows(tokenizer, template));
    Calibration calibration = Calibration.read(folder);
    ModelScorer.Memory memory =
        new ModelScorer.Memory(limits.blocks(), limits.blockSize(), limits.stepTokens());
    JobQueue queue =
        new JobQueue(
            new JobQueue.Limits(limits.queueRows(), limits.batchRows(), limits.batchWait()));
    ScoringEngine engine =
        ScoringEngine.start(
            queue,
            () ->
                warm(
                    ModelScorer.load(
                        folder,
                        source.network(),
                        config -> source.form().reading(config, tokenizer),
                        memory),
                    limits.warmUp()),
            onDeath);
    return new RewardModel(source.form(), texts, calibration, engine);
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

  public ModelForm form() {
    return form;
  }

  /** Returns SHA-256 in hex over configuration and weights, and the calibration if there is one. */
  public String version() {
    String fingerprint = engine.facts().fingerprint();
    return calibration.equals(Calibration.NONE)
        ? fingerprint
        : fingerprint + ";" + calibration.scale() + ";" + calibration.shift();
  }

  /** Returns the most tokens that a row may have. */
  public int contextLength() {
    return engine.facts().contextLength();
  }

  /** Returns the number of token ids. */
  public int vocabularySize() {
    return engine.facts().vocabularySize();
  }

  /** Returns the tokens of a prompt that no template changes. */
  public int[] encodePrompt(String text) {
    return texts.tokenizer.encode(text, true);
  }

  /**
   * Returns the tokens of a conversation that the candidate continues; empty if the model has no
   * chat template.
   *
   * @throws io.metagen.transformer.text.jinja.TemplateException if the template refuses it
   */
  public Optional<int[]> encodeConversation(List<ChatMessage> messages) {
    return texts.template.map(chat -> texts.tokenizer.encode(chat.render(messages, true), false));
  }

  /**
   * Returns a candidate's row, which may be longer than the context.
   *
   * @param prompt tokens of the problem
   * @param text of the problem, empty if it came as tokens
   * @throws io.metagen.error.ServiceException if the candidate can't be put into the model's form
   */
  public MarkedRow row(int[] prompt, String text, String candidate) {
    return texts.rows.row(new RowForm.Question(prompt, text), candidate);
  }

  /** Returns the scores of each row, in their order; rows fit the context. Blocks. */
  public List<RowScore> score(List<MarkedRow> rows) {
    return engine.score(rows);
  }

  /** Returns the calibrated probability, in [0, 1], at each mark of a row. */
  public double[] probabilities(RowScore score) {
    return IntStream.range(0, score.logits().length)
        .mapToDouble(i -> calibration.probability((double) score.logits()[i]))
        .toArray();
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
    texts.tokenizer.close();
  }
}
