package io.metagen.transformer;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Lays a checkpoint's tensors out as {@code device.py} takes them: each as it is, in the order of
 * the {@link Layout}, matrices in their precision. They go to the device one at a time.
 */
final class DeviceWeights {
  private final TorchScriptModule network;
  private final Loading loading;
  private final NDManager manager;
  private IValue loaded = Arguments.list(List.of());

  /**
   * @param manager of the device
   */
  DeviceWeights(TorchScriptModule network, Loading loading, NDManager manager) {
    this.network = network;
    this.loading = loading;
    this.manager = manager;
  }

  /** Returns the weights as one argument of a TorchScript method; the caller closes it. */
  IValue load() {
    for (PackedTensor tensor : loading.checkpoint().layout().tensors()) {
      TensorSpec first = tensor.parts().getFirst();
      boolean exact = first.isVector() || Head.ofValues(first.name());
      append(
          tensor,
          exact ? DeviceTypes.F32 : DeviceTypes.number(loading.precisions().of(first.name())));
      loading.done(tensor);
    }
    return loaded;
  }

  private void append(PackedTensor tensor, long type) {
    try (Arena arena = Arena.ofConfined();
        NDManager scope = manager.newSubManager();
        Arguments arguments = new Arguments();
        IValue before = loaded) {
      long size = tensor.shape().size() * Float.BYTES;
      ByteBuffer bytes = arena.allocate(size, Long.BYTES).asByteBuffer();
      FloatBuffer values = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
      tensor.parts().forEach(part -> loading.checkpoint().tensors().read(part, values));
      arguments
          .addShared(before)
          .add(scope.create(bytes, tensor.shape(), DataType.FLOAT32))
          .add(type);
      loaded = network.run("keep", arguments);
    }
  }
}
