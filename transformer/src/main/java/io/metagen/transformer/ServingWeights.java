package io.metagen.transformer;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Lays a checkpoint's tensors out as {@code serving.py} takes them. A tensor is read slice by
 * slice, each rounded to the tensor's precision and put into its place; only then is the whole laid
 * out for oneDNN. So one tensor at a time is in memory twice, in its own precision, and nothing
 * else is.
 */
final class ServingWeights {

  /** oneDNN multiplies with one output by another rule than with many. */
  private static final long LEAST_OUTPUTS = 16;

  /** Freed memory is given back after so many bytes of the checkpoint, which takes some 10 ms. */
  private static final long TRIM_BYTES = 1 << 28;

  // Numbers of libtorch's types.
  private static final long INT8 = 1;
  private static final long F32 = 6;
  private static final long BF16 = 15;

  private final TorchScriptModule network;
  private final Loading loading;
  private final TensorSlices slices;
  private final TensorList packed = new TensorList();
  private long read;

  private ServingWeights(TorchScriptModule network, Loading loading, TensorSlices slices) {
    this.network = network;
    this.loading = loading;
    this.slices = slices;
  }

  /** Returns the weights as one argument of a TorchScript method; the caller closes it. */
  static IValue pack(TorchScriptModule network, Loading loading, NDManager manager) {
    try (NDManager scope = manager.newSubManager();
        TensorSlices slices = new TensorSlices(loading.checkpoint(), scope)) {
      ServingWeights weights = new ServingWeights(network, loading, slices);
      weights.addAll();
      NativeHeap.giveBackFreed();
      return weights.packed.list;
    }
  }

  private void addAll() {
    List<PackedTensor> tensors = loading.checkpoint().layout().tensors();
    ModelConfig config = loading.config();
    // Rows are looked up, not multiplied, so there is nothing that 8 bits would make faster.
    keep(tensors.get(0), type(Layout.EMBEDDING) == F32 ? F32 : BF16);
    keep(tensors.get(1), F32);
    if (config.scalarHead()) {
      pack(tensors.get(2), F32);
    } else {
      pack(tensors.get(config.tied() ? 0 : 2), type(Layout.LANGUAGE_HEAD));
    }
    for (PackedTensor tensor : tensors.subList(Layout.firstLayer(config), tensors.size())) {
      TensorSpec first = tensor.parts().getFirst();
      if (first.isVector()) {
        keep(tensor, F32);
      } else {
        pack(tensor, type(first.name()));
      }
    }
  }

  private long type(String matrix) {
    return switch (loading.precisions().of(matrix)) {
      case F32 -> F32;
      case BF16 -> BF16;
      case INT8 -> INT8;
    };
  }

  private void pack(PackedTensor tensor, long type) {
    append("pack", tensor, Math.max(LEAST_OUTPUTS, tensor.rows()), type);
  }

  private void keep(PackedTensor tensor, long type) {
    append("keep", tensor, tensor.rows(), type);
  }

  private void append(String method, PackedTensor tensor, long rows, long type) {
    try (TensorList target = new TensorList()) {
      slices.forEach(
          tensor,
          (slice, first) ->
              target.pass("put", more -> more.add(slice).add(first).add(rows).add(type)));
      packed.pass(method, more -> more.addShared(target.list));
    }
    read += loading.done(tensor);
    if (read >= TRIM_BYTES) {
      NativeHeap.giveBackFreed();
      read = 0;
    }
  }

  /** A list of tensors in libtorch, to which methods of the network add. */
  private final class TensorList implements AutoCloseable {
    private IValue list = Arguments.list(List.of());

    void pass(String method, UnaryOperator<Arguments> more) {
      try (Arguments arguments = new Arguments();
          IValue before = list) {
        list = network.run(method, more.apply(arguments.addShared(before)));
      }
    }

    @Override
    public void close() {
      list.close();
    }
  }
}
