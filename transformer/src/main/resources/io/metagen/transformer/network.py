# The decoder-only network in TorchScript's serialised dialect, for training and for serving.
#
# Shapes: n = tokens, B = rows, T = tokens of the longest row, C = hidden size, H = query heads,
# K = key/value heads, D = head width, V = vocabulary. `ws` holds the weights in the order of
# Layout.java: embedding [V, C], final norm [C], head if separate, then per layer: input norm,
# queries+keys+values [(H + 2K) D, C], output [C, H D], post norm, gate+up [2 F, C], down [C, F],
# and, where the family has them, their biases and the norms of queries and keys.
class Network(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  layers : int
  heads : int
  kv_heads : int
  head_dim : int
  eps : float
  window : int
  lm_head : int
  scalar_head : int
  first_layer : int
  layer_tensors : int
  qkv_bias : int
  output_bias : int
  query_norm : int
  bf16 : bool

  # x [n, in] times w [out, in] transposed. With bf16 the factors are rounded, the sum is not kept
  # beyond bf16 either, and everything outside the products stays in f32.
  def product(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
    if self.bf16:
      y = torch.to(torch.linear(torch.to(x, 15), torch.to(w, 15)), 6)
    else:
      y = torch.linear(x, w)
    return y

  def biased(self: __torch__.Network, x: Tensor, ws: List[Tensor], index: int, offset: int) -> Tensor:
    if offset >= 0:
      y = x + ws[index + offset]
    else:
      y = x
    return y

  # Root-mean-square norm over the last dimension (Zhang and Sennrich 2019).
  def norm(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
    return torch.rms_norm(x, [torch.size(x, -1)], w, self.eps)

  # Rotary embedding of x [n, heads, D], halves paired as in Llama; cos, sin [n, 1, D / 2].
  def rotate(self: __torch__.Network, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    halves = torch.chunk(x, 2, -1)
    a = halves[0]
    b = halves[1]
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

  # Queries [n, H, D], keys and values [n, K, D] of the layer whose tensors start at `base`.
  def project(self: __torch__.Network, ws: List[Tensor], base: int, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    qkv = self.product(self.norm(x, ws[base]), ws[base + 1])
    qkv = self.biased(qkv, ws, base, self.qkv_bias)
    qkv = torch.view(qkv, [-1, self.heads + 2 * self.kv_heads, self.head_dim])
    parts = torch.split_with_sizes(qkv, [self.heads, self.kv_heads, self.kv_heads], 1)
    q = parts[0]
    k = parts[1]
    if self.query_norm >= 0:
      at = base + self.query_norm
      q = self.norm(q, ws[at])
      k = self.norm(k, ws[at + 1])
    return (self.rotate(q, cos, sin), self.rotate(k, cos, sin), parts[2])

  # The layer's residual stream [n, C] after attention's result a [n, H D] and the feed-forward.
  def finish(self: __torch__.Network, ws: List[Tensor], base: int, x: Tensor, a: Tensor) -> Tensor:
    o = self.biased(self.product(a, ws[base + 2]), ws, base, self.output_bias)
    x = x + o
    h = self.product(self.norm(x, ws[base + 3]), ws[base + 4])
    gate_up = torch.chunk(h, 2, -1)
    return x + self.product(torch.silu(gate_up[0]) * gate_up[1], ws[base + 5])

  # ---- training ----

  # Final hidden states [B T, C] of whole rows [B, T], right-padded; cos, sin [positions, D / 2].
  def hidden(self: __torch__.Network, tokens: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    B = torch.size(tokens, 0)
    T = torch.size(tokens, 1)
    cos = torch.unsqueeze(torch.repeat(torch.slice(cos, 0, 0, T), [B, 1]), 1)
    sin = torch.unsqueeze(torch.repeat(torch.slice(sin, 0, 0, T), [B, 1]), 1)
    x = torch.embedding(ws[0], torch.reshape(tokens, [-1]))
    for layer in range(self.layers):
      base = self.first_layer + layer * self.layer_tensors
      q, k, v, = self.project(ws, base, x, cos, sin)
      q = torch.transpose(torch.view(q, [B, T, self.heads, self.head_dim]), 1, 2)
      k = torch.transpose(torch.view(k, [B, T, self.kv_heads, self.head_dim]), 1, 2)
      v = torch.transpose(torch.reshape(v, [B, T, self.kv_heads, self.head_dim]), 1, 2)
      a = torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=None, enable_gqa=self.heads != self.kv_heads)
      x = self.finish(ws, base, x, torch.reshape(torch.transpose(a, 1, 2), [B * T, -1]))
    return self.norm(x, ws[1])

  # Mean cross-entropy of the tokens [B, T] whose mask [B, T] is not 0, each given those before it.
  def loss(self: __torch__.Network, tokens: Tensor, mask: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    T = torch.size(tokens, 1)
    targets = torch.reshape(torch.slice(tokens, 1, 1, T), [-1])
    chosen = torch.squeeze(torch.nonzero(torch.reshape(torch.slice(mask, 1, 1, T), [-1])), 1)
    inputs = torch.slice(tokens, 1, 0, T - 1)
    h = torch.index_select(self.hidden(inputs, cos, sin, ws), 0, chosen)
    return torch.cross_entropy_loss(self.product(h, ws[self.lm_head]), torch.index_select(targets, 0, chosen))

  # Mean binary cross-entropy of the scalar head against labels [B] where mask [B, T] is not 0.
  def value_loss(self: __torch__.Network, tokens: Tensor, mask: Tensor, labels: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    chosen = torch.squeeze(torch.nonzero(torch.reshape(mask, [-1])), 1)
    targets = torch.reshape(torch.expand(torch.unsqueeze(labels, 1), torch.size(tokens)), [-1])
    h = torch.index_select(self.hidden(tokens, cos, sin, ws), 0, chosen)
    scores = torch.squeeze(self.product(h, ws[self.scalar_head]), 1)
    return torch.binary_cross_entropy_with_logits(scores, torch.index_select(targets, 0, chosen))
