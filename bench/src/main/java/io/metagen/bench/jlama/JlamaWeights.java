package io.metagen.bench.jlama;

import com.github.tjake.jlama.model.DistributedContext;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.TensorInfo;
import com.github.tjake.jlama.safetensors.WeightLoader;
import com.github.tjake.jlama.tensor.AbstractTensor;
import java.util.Map;

/**
 * The weights of a checkpoint in f32 as one that is stored in another precision would give them:
 * matrices, the embedding and the head too, are converted, norms are not. Jlama's own conversion
 * while loading leaves every matrix of a layer as it is, because it takes each for a shard.
 *
 * @param type the precision of the matrices
 */
record JlamaWeights(WeightLoader stored, DType type) implements WeightLoader {

  @Override
  public Map<String, String> metadata() {
    return stored.metadata();
  }

  @Override
  public Map<String, TensorInfo> tensorInfoMap() {
    return stored.tensorInfoMap();
  }

  @Override
  public AbstractTensor<?, ?> load(
      String name, DistributedContext shard, boolean sparseRows, boolean sparseColumns) {
    return stored.load(name).quantize(type);
  }

  @Override
  public DType getModelDType() {
    return type;
  }

  @Override
  public void close() {
    // The file stays mapped as long as the process lives.
  }
}
