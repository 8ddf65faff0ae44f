  # ---- a layer, in libtorch's own operators ----

  def biased(self: __torch__.Network, x: Tensor, ws: List[Tensor], index: int, offset: int) -> Tensor:
    if offset >= 0:
      y = x + ws[index + offset]
    else:
      y = x
    return y

  # Root-mean-square norm over the last dimension (Zhang and Sennrich 2019).
  def norm(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
    return torch.rms_norm(x, [torch.size(x, -1)], w, self.eps)

  # Rotary embedding of x [n, heads, D], halves paired as in Llama; cos, sin [n, 1, D] as in
  # RopeTable.java, the first half of sin negative.
  def rotate(self: __torch__.Network, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    halves = torch.chunk(x, 2, -1)
    return x * cos + torch.cat([halves[1], halves[0]], -1) * sin

  # Queries [n, H, D], keys and values [n, K, D] of the layer whose tensors start at `base`.
  def project(self: __torch__.Network, ws: List[Tensor], base: int, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    qkv = self.product(self.norm(x, ws[base]), ws, base + 1)
    qkv = self.biased(qkv, ws, base, self.qkv_bias)
    qkv = torch.view(qkv, [-1, self.heads + 2 * self.kv_heads, self.head_dim])
    rotated = torch.slice(qkv, 1, 0, self.heads + self.kv_heads)
    if self.query_norm >= 0:
      at = base + self.query_norm
      parts = torch.split_with_sizes(rotated, [self.heads, self.kv_heads], 1)
      rotated = torch.cat([self.norm(parts[0], ws[at]), self.norm(parts[1], ws[at + 1])], 1)
    qk = torch.split_with_sizes(self.rotate(rotated, cos, sin), [self.heads, self.kv_heads], 1)
    return (qk[0], qk[1], torch.slice(qkv, 1, self.heads + self.kv_heads, self.heads + 2 * self.kv_heads))

  # The layer's residual stream [n, C] after attention's result a [n, H D] and the feed-forward.
  def finish(self: __torch__.Network, ws: List[Tensor], base: int, x: Tensor, a: Tensor) -> Tensor:
    o = self.biased(self.product(a, ws, base + self.output), ws, base, self.output_bias)
    x = x + o
    h = self.product(self.norm(x, ws[base + self.post_norm]), ws, base + self.gate_up)
    gate_up = torch.chunk(h, 2, -1)
    return x + self.product(self.gated(gate_up[0], gate_up[1]), ws, base + self.down)

  # What the head says of final hidden states h [n, C]: values [n, 1 or 2].
  def value(self: __torch__.Network, h: Tensor, ws: List[Tensor]) -> Tensor:
    if self.inner_head >= 0:
      at = self.inner_head
      x = torch.clamp(self.product(h, ws, at) + ws[at + 1], 0., None)
    else:
      x = h
    y = self.product(x, ws, self.value_head)
    if self.value_bias >= 0:
      z = y + ws[self.value_bias]
    else:
      z = y
    return z
