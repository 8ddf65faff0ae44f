package io.metagen.transformer;

import io.metagen.transformer.kernel.KvType;

/** libtorch's numbers for the types that it computes in on every device. */
final class DeviceTypes {
  static final long F32 = 6;
  private static final long BF16 = 15;

  private DeviceTypes() {}

  /**
   * Returns the type of matrices.
   *
   * @throws DeviceException for int8, whose products only CPUs have
   */
  static long number(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case BF16 -> BF16;
      case INT8 ->
          throw new DeviceException(
              "precision", "int8 runs on the cpu alone: set f32 or bf16, or the device to cpu");
    };
  }

  /**
   * Returns the type of keys and values.
   *
   * @throws DeviceException for int8, which only the kernels for CPUs read and write
   */
  static long number(KvType kv) {
    return switch (kv) {
      case F32 -> F32;
      case BF16 -> BF16;
      case INT8 ->
          throw new DeviceException(
              "kv", "int8 runs on the cpu alone: set f32 or bf16, or the device to cpu");
    };
  }

  /**
   * Throws for keys and values that only CPUs hold.
   *
   * @throws DeviceException naming what is not there
   */
  static void check(KvOptions kv) {
    number(kv.type());
    if (kv.heavy() > 0) {
      throw new DeviceException(
          "kv-heavy", "blocks are given up on the cpu alone: set 0, or the device to cpu");
    }
    if (kv.window() > 0) {
      throw new DeviceException(
          "kv-window", "windows run on the cpu alone: set 0, or the device to cpu");
    }
  }

  /** Returns the bytes of a key's or value's number. */
  static int bytes(KvType kv) {
    return number(kv) == F32 ? Float.BYTES : Short.BYTES;
  }
}
