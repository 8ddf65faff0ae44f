package io.metagen.transformer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a network runs, as settings write it: {@code cpu}, {@code cuda}, the first GPU, or {@code
 * cuda:1}.
 */
public record ComputeDevice(Device device) {

  /** The processors that the JVM runs on. */
  public static final ComputeDevice CPU = new ComputeDevice(Device.cpu());

  private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,3}))?");

  public ComputeDevice {
    if (!device.isGpu() && !device.equals(Device.cpu())) {
      throw unknown(device.getDeviceType());
    }
  }

  /**
   * Returns the device of a name; whether it is there is not looked at.
   *
   * @throws DeviceException for any other name
   */
  public static ComputeDevice of(String name) {
    if (name.equals("cpu")) {
      return CPU;
    }
    Matcher cuda = CUDA.matcher(name);
    if (!cuda.matches()) {
      throw unknown(name);
    }
    String number = cuda.group(1);
    return new ComputeDevice(Device.gpu(number == null ? 0 : Integer.parseInt(number)));
  }

  private static DeviceException unknown(String name) {
    return new DeviceException("device", "'" + name + "' is unknown: set cpu, cuda or cuda:<n>");
  }

  /** Throws if libtorch doesn't have the device, naming those that it has. */
  void requirePresent() {
    int gpus = Engine.getEngine(PtEngine.ENGINE_NAME).getGpuCount();
    if (device.isGpu() && device.getDeviceId() >= gpus) {
      String present =
          Stream.concat(Stream.of("cpu"), IntStream.range(0, gpus).mapToObj(n -> "cuda:" + n))
              .collect(Collectors.joining(", "));
      throw new DeviceException("device", this + " is not there: set one of " + present);
    }
  }

  @Override
  public String toString() {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : device.getDeviceType();
  }
}
