package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.metagen.transformer.Transformer.Options;
import io.metagen.transformer.kernel.KvType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComputeDeviceTest {
  /** More than a machine has. */
  private static final String ABSENT = "cuda:999";

  @ParameterizedTest
  @CsvSource({"cpu, cpu", "cuda, cuda:0", "cuda:0, cuda:0", "cuda:1, cuda:1"})
  void of_knownName_isWrittenInFull(String name, String full) {
    assertThat(ComputeDevice.of(name)).hasToString(full).isEqualTo(ComputeDevice.of(full));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "CUDA", "cuda:", "cuda:-1", "cuda:1000", "cpu:0", "cuda 0"})
  void of_unknownName_namesThoseThatAre(String name) {
    assertThatThrownBy(() -> ComputeDevice.of(name))
        .isInstanceOf(DeviceException.class)
        .hasMessage("device: '" + name + "' is unknown: set cpu, cuda or cuda:<n>");
  }

  @Test
  void options_absentGpu_namesThoseThatAre() {
    assertThatThrownBy(() -> Options.on(ComputeDevice.of(ABSENT), Precision.BF16))
        .isInstanceOf(DeviceException.class)
        .hasMessageStartingWith("device: cuda:999 is not there: set one of cpu");
  }

  @Test
  void options_deviceThatIsNeither_isUnknown() {
    Device mps = Device.of("mps", 0);
    KvOptions kv = KvOptions.of(KvType.F32);
    assertThatThrownBy(() -> new Options(mps, Precision.F32, PrecisionExceptions.NONE, kv))
        .isInstanceOf(DeviceException.class)
        .hasMessageStartingWith("device: 'mps' is unknown");
  }

  @Test
  void options_int8OnAGpu_namesTheFix() {
    assertThatThrownBy(() -> Options.on(ComputeDevice.of(ABSENT), Precision.INT8))
        .isInstanceOf(DeviceException.class)
        .hasMessage("precision: int8 runs on the cpu alone: set f32 or bf16, or the device to cpu");
    assertThatThrownBy(
            () ->
                new Options(
                    Device.gpu(999),
                    Precision.F32,
                    PrecisionExceptions.NONE,
                    KvOptions.of(KvType.INT8)))
        .isInstanceOf(DeviceException.class)
        .hasMessageStartingWith("kv: int8");
    assertRefusedOnAGpu(new KvOptions(KvType.F32, 32, 4), "kv-window");
    assertRefusedOnAGpu(new KvOptions(KvType.F32, 32, 4, 48), "kv-heavy");
  }

  private static void assertRefusedOnAGpu(KvOptions kv, String setting) {
    assertThatThrownBy(
            () -> new Options(Device.gpu(999), Precision.F32, PrecisionExceptions.NONE, kv))
        .isInstanceOf(DeviceException.class)
        .hasMessageStartingWith(setting + ": ");
  }

  @Test
  void on_lowerPrecision_keepsKeysAndValuesInBf16() {
    assertThat(Options.on(ComputeDevice.CPU, Precision.F32).kv().type()).isEqualTo(KvType.F32);
    assertThat(Options.on(ComputeDevice.CPU, Precision.BF16).kv().type()).isEqualTo(KvType.BF16);
  }
}
