  # Attention of queries q [rows, K, queries, D] over keys k and values v [rows, K, context, D] with a mask
  # that is added, [rows, 1, queries, context]: libtorch's own choice among its fused kernels.
  def attention(self: __torch__.Network, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    return torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=None, enable_gqa=False)
