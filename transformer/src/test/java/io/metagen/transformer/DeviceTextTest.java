package io.metagen.transformer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the texts that run on GPUs say about the host. For the sampler, whose operators libtorch
 * can't run on the device {@code meta}, this is the only proof.
 */
final class DeviceTextTest {

  /** An operator for CPUs alone, or a value or a size that the host reads from the device. */
  private static final Pattern HOST =
      Pattern.compile(
          "ops\\.(mkldnn|onednn|quantized)\\.|_for_cpu|\\b(bool|int|float)\\("
              + "|torch\\.(item|nonzero|masked_select|unique\\w*|argwhere)\\b");

  /** A tensor that is made where no device says, which is the host. */
  private static final Pattern MADE_ANYWHERE =
      Pattern.compile("torch\\.(arange|empty|eye|full|ones|rand\\w*|tensor|zeros)\\((?!.*device=)");

  @ParameterizedTest
  @ValueSource(strings = {"network.py", "layer.py", "device.py", "attention.py"})
  void step_textForDevices_readsAndMakesNothingOnTheHost(String resource) throws IOException {
    assertThat(found(HOST, resource)).isEmpty();
    assertThat(found(MADE_ANYWHERE, resource)).isEmpty();
  }

  @Test
  void sampling_text_readsTheFlagsOfTopPAndSizes() throws IOException {
    String resource = "sampling/sampling.py";
    assertThat(found(HOST, resource))
        .containsExactly("bool(", "torch.nonzero", "bool(", "torch.nonzero");
    assertThat(found(MADE_ANYWHERE, resource)).isEmpty();
  }

  @Test
  void step_textForCpus_isCaught() throws IOException {
    String text =
        """
        y = ops.mkldnn._linear_pointwise(x, w, None, "none", [], "")
        z = ops.onednn.qlinear_prepack(w, None)
        # ops.mkldnn.none(x)
        if bool(torch.any(y)):
          x = torch.empty([n, width], dtype=6)
          x = torch.empty([n, width], dtype=6, device=ops.prim.device(y))
        """;
    assertThat(found(HOST, text.lines())).containsExactly("ops.mkldnn.", "ops.onednn.", "bool(");
    assertThat(found(MADE_ANYWHERE, text.lines())).containsExactly("torch.empty(");
  }

  private static List<String> found(Pattern pattern, String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Transformer.class.getResourceAsStream(resource), resource)) {
      return found(pattern, new String(in.readAllBytes(), UTF_8).lines());
    }
  }

  private static List<String> found(Pattern pattern, Stream<String> lines) {
    return lines
        .filter(line -> !line.strip().startsWith("#"))
        .flatMap(line -> pattern.matcher(line).results().map(MatchResult::group))
        .toList();
  }
}
