package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Lays a checkpoint's tensors out as {@code serving.py} takes them, one at a time, so that no more
 * than one of them is in memory twice.
 */
final class ServingWeights {

  /** oneDNN multiplies with one output by another rule than with many. */
  private static final long LEAST_OUTPUTS = 16;

  // Numbers of libtorch's types.
  private static final long INT8 = 1;
  private static final long F32 = 6;
  private static final long BF16 = 15;

  private final TorchScriptModule network;
  private final Checkpoint checkpoint;
  private final NDManager manager;
  private final Precision precision;
  private IValue packed = Arguments.list(List.of());

  private ServingWeights(
      TorchScriptModule network, Checkpoint checkpoint, NDManager manager, Precision precision) {
    this.network = network;
    this.checkpoint = checkpoint;
    this.manager = manager;
    this.precision = precision;
  }

  /** Returns the weights as one argument of a TorchScript method; the caller closes it. */
  static IValue pack(
      TorchScriptModule network, Checkpoint checkpoint, NDManager manager, Precision precision) {
    ServingWeights weights = new ServingWeights(network, checkpoint, manager, precision);
    weights.addAll();
    return weights.packed;
  }

  private void addAll() {
    List<PackedTensor> tensors = checkpoint.layout().tensors();
    add("keep", tensors.get(0), precision == Precision.F32 ? F32 : BF16);
    add("keep", tensors.get(1), F32);
    if (checkpoint.config().scalarHead()) {
      add("pack", tensors.get(2), F32);
    } else {
      add("pack", tensors.get(checkpoint.config().tied() ? 0 : 2), type(precision));
    }
    for (PackedTensor tensor :
        tensors.subList(Layout.firstLayer(checkpoint.config()), tensors.size())) {
      boolean vector = tensor.parts().getFirst().isVector();
      add(vector ? "keep" : "pack", tensor, vector ? F32 : type(precision));
    }
  }

  private static long type(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case BF16 -> BF16;
      case INT8 -> INT8;
    };
  }

  private void add(String method, PackedTensor tensor, long type) {
    Shape shape = tensor.shape();
    Shape padded =
        shape.dimension() == 1
            ? shape
            : new Shape(Math.max(LEAST_OUTPUTS, shape.get(0)), shape.get(1));
    try (Arena arena = Arena.ofConfined();
        NDManager scope = manager.newSubManager()) {
      ByteBuffer bytes = arena.allocate(padded.size() * Float.BYTES, Long.BYTES).asByteBuffer();
      FloatBuffer values = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
      tensor.parts().forEach(part -> checkpoint.tensors().read(part, values));
      NDArray matrix = scope.create(bytes, padded, DataType.FLOAT32);
      append(method, matrix, type);
    }
  }

  private void append(String method, NDArray tensor, long type) {
    try (Arguments arguments = new Arguments();
        IValue before = packed) {
      packed = network.run(method, arguments.addShared(before).add(tensor).add(type));
    }
  }
}
