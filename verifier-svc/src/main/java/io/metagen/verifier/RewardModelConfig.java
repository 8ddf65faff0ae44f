package io.metagen.verifier;

import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.Precision;
import io.metagen.transformer.PrecisionExceptions;
import io.metagen.verifier.reward.ModelForm;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of one reward model. */
public interface RewardModelConfig {
  /** Its folder, in the Hugging Face layout. */
  Path folder();

  /**
   * How its rows are laid out: solution (one score for the whole), or with a score for each step
   * steps, tagged-text or turns ({@link ModelForm.Layout}).
   */
  @WithDefault("solution")
  ModelForm.Layout layout();

  /** What stands between the steps of a candidate: line or paragraph. */
  @WithDefault("line")
  ModelForm.Separator stepSeparator();

  /** Text after each step, such as &lt;extra_0>; the separator itself where it isn't set. */
  Optional<String> stepTag();

  /** Whether a prompt that comes as text is put into the model's chat template. */
  @WithDefault("false")
  boolean chat();

  /** Message of the system before the user's. */
  Optional<String> systemPrompt();

  /** Next token after a step that is right, for a model with a language head. */
  @WithDefault("+")
  String goodToken();

  /** Next token after a step that is wrong, for a model with a language head. */
  @WithDefault("-")
  String badToken();

  /**
   * What matrices are held and multiplied in: f32, bf16 or int8 (weights per output, activations
   * per token).
   */
  @WithDefault("f32")
  Precision precision();

  /**
   * Matrices in another precision: none, or rules such as layers.0=bf16 over parts of the
   * checkpoint's tensor names ({@link PrecisionExceptions}). One that fits no matrix stops the
   * start.
   */
  @WithDefault("none")
  PrecisionExceptions precisionExceptions();

  /** Where the model and its keys and values are: cpu, cuda (the first GPU) or cuda:1. */
  @WithDefault("cpu")
  ComputeDevice device();

  /** Returns what the model was trained on. */
  default ModelForm form() {
    return new ModelForm(
        layout(),
        stepSeparator(),
        stepTag().orElse(""),
        chat(),
        systemPrompt().orElse(""),
        goodToken(),
        badToken());
  }
}
