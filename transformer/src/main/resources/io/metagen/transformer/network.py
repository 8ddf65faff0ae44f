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
  part : int
  lm_head : int
  scalar_head : int
  first_layer : int
  layer_tensors : int
  qkv_bias : int
  output_bias : int
  query_norm : int
  bf16 : bool
  serving : bool

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

  # silu(gate) * up (Shazeer 2020). The fused silu has the gradient; but its bits depend on an
  # element's place in the tensor, those of exp do not, so serving takes it apart.
  def gated(self: __torch__.Network, gate: Tensor, up: Tensor) -> Tensor:
    if self.serving:
      y = gate / torch.add_(torch.exp(-gate), 1.) * up
    else:
      y = torch.silu(gate) * up
    return y

  # The layer's residual stream [n, C] after attention's result a [n, H D] and the feed-forward.
  def finish(self: __torch__.Network, ws: List[Tensor], base: int, x: Tensor, a: Tensor) -> Tensor:
    o = self.biased(self.product(a, ws[base + 2]), ws, base, self.output_bias)
    x = x + o
    h = self.product(self.norm(x, ws[base + 3]), ws[base + 4])
    gate_up = torch.chunk(h, 2, -1)
    return x + self.product(self.gated(gate_up[0], gate_up[1]), ws[base + 5])

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

  # Mean binary cross-entropy of the scalar head against labels [B, T] where mask [B, T] is not 0.
  def value_loss(self: __torch__.Network, tokens: Tensor, mask: Tensor, labels: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    chosen = torch.squeeze(torch.nonzero(torch.reshape(mask, [-1])), 1)
    targets = torch.reshape(labels, [-1])
    h = torch.index_select(self.hidden(tokens, cos, sin, ws), 0, chosen)
    scores = torch.squeeze(self.product(h, ws[self.scalar_head]), 1)
    return torch.binary_cross_entropy_with_logits(scores, torch.index_select(targets, 0, chosen))

  # ---- serving ----

  # One step over packed tokens. `plan` holds all indices of the step, cut by `sizes` into tokens [n],
  # their positions [n], their slots in the pools [n], the tokens to answer for, the place of every
  # token in the groups' results [n], and for each group its block table and its queries. A group is
  # a set of rows with similar numbers of new tokens and blocks; `shapes` gives its rows, queries per
  # row and blocks per row. `pools` has for each layer [blocks, block size, 2, K, D].
  def hidden_of_step(self: __torch__.Network, plan: List[Tensor], shapes: List[int], cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    cos = torch.unsqueeze(torch.index_select(cos, 0, plan[1]), 1)
    sin = torch.unsqueeze(torch.index_select(sin, 0, plan[1]), 1)
    masks = self.masks(plan, shapes, torch.size(pools[0], 1))
    x = torch.embedding(ws[0], plan[0])
    for layer in range(self.layers):
      base = self.first_layer + layer * self.layer_tensors
      q, k, v, = self.project(ws, base, x, cos, sin)
      pool = pools[layer]
      torch.index_copy_(torch.flatten(pool, 0, 1), 0, plan[2], torch.stack([k, v], 1))
      x = self.finish(ws, base, x, self.attend(q, pool, plan, shapes, masks))
    return self.norm(torch.index_select(x, 0, plan[3]), ws[1])

  # For each group, 0 where a query sees a position and -inf elsewhere, [rows, 1, queries H / K, context].
  def masks(self: __torch__.Network, plan: List[Tensor], shapes: List[int], block_size: int) -> List[Tensor]:
    masks = annotate(List[Tensor], [])
    per_key = self.heads // self.kv_heads
    for group in range(torch.len(shapes) // 3):
      rows = shapes[3 * group]
      queries = shapes[3 * group + 1]
      context = shapes[3 * group + 2] * block_size
      at = torch.view(torch.index_select(plan[1], 0, plan[6 + 2 * group]), [rows, 1, queries, 1, 1])
      keys = torch.arange(context, dtype=4, layout=None, device=ops.prim.device(at))
      hidden = torch.gt(keys, at)
      if self.window > 0:
        hidden = torch.logical_or(hidden, torch.le(keys, at - self.window))
      mask = torch.masked_fill(torch.zeros_like(hidden, dtype=6), hidden, -inf)
      mask = torch.expand(mask, [rows, 1, queries, per_key, context])
      masks.append(torch.reshape(mask, [rows, 1, queries * per_key, context]))
    return masks

  # Attention's result [n, H D]: every group gathers its blocks and attends to them. The query heads
  # that share a key head stand side by side as queries of that head.
  def attend(self: __torch__.Network, q: Tensor, pool: Tensor, plan: List[Tensor], shapes: List[int], masks: List[Tensor]) -> Tensor:
    results = annotate(List[Tensor], [])
    K = self.kv_heads
    D = self.head_dim
    per_key = self.heads // K
    for group in range(torch.len(masks)):
      rows = shapes[3 * group]
      queries = shapes[3 * group + 1]
      kv = torch.view(torch.index_select(pool, 0, plan[5 + 2 * group]), [rows, -1, 2, K, D])
      own = torch.view(torch.index_select(q, 0, plan[6 + 2 * group]), [rows, queries, K, per_key, D])
      own = torch.reshape(torch.transpose(own, 2, 3), [rows, queries * per_key, K, D])
      a = self.attend_in_parts(torch.transpose(own, 1, 2), kv, masks[group])
      a = torch.reshape(torch.transpose(a, 1, 2), [rows, queries, per_key, K, D])
      results.append(torch.reshape(torch.transpose(a, 2, 3), [rows * queries, -1]))
    return torch.index_select(torch.cat(results, 0), 0, plan[4])

  # Attention of q [rows, K, queries, D] over kv [rows, context, 2, K, D], `part` positions at a time;
  # the parts' results are joined by their log-sum-exp (Dao et al. 2022, section 3.1). A matrix
  # product's order of addition depends on its length, so every part but the last has one length.
  # A query that sees nothing of a part gets 0 from the kernel as result and as log-sum-exp; its mask's
  # maximum, -inf, takes the latter's place.
  def attend_in_parts(self: __torch__.Network, q: Tensor, kv: Tensor, mask: Tensor) -> Tensor:
    a, sums, = self.attend_to_part(q, kv, mask, 0)
    if torch.size(kv, 1) > self.part:
      top = torch.clamp(sums, -1e30)
      total = torch.exp(sums - top)
      a = a * torch.unsqueeze(total, 3)
      for i in range((torch.size(kv, 1) - 1) // self.part):
        b, sums, = self.attend_to_part(q, kv, mask, (i + 1) * self.part)
        higher = torch.maximum(top, sums)
        kept = torch.exp(top - higher)
        added = torch.exp(sums - higher)
        a = a * torch.unsqueeze(kept, 3) + b * torch.unsqueeze(added, 3)
        total = total * kept + added
        top = higher
      a = a / torch.unsqueeze(total, 3)
    return a

  # Result [rows, K, queries, D] and log-sum-exp [rows, K, queries] of the part from position `begin`.
  def attend_to_part(self: __torch__.Network, q: Tensor, kv: Tensor, mask: Tensor, begin: int) -> Tuple[Tensor, Tensor]:
    end = ops.prim.min(begin + self.part, torch.size(kv, 1))
    part = torch.transpose(torch.slice(kv, 1, begin, end), 1, 3)
    seen = torch.slice(mask, 3, begin, end)
    a, sums, = torch._scaled_dot_product_flash_attention_for_cpu(q, torch.select(part, 2, 0), torch.select(part, 2, 1), 0., False, attn_mask=seen, scale=None)
    return (a, sums + torch.amax(seen, [-1]))

  # Logits [answers, V] of the tokens to answer for; `answers` leaves out the padding.
  def logits(self: __torch__.Network, plan: Tensor, sizes: List[int], shapes: List[int], answers: int, cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    h = self.hidden_of_step(torch.split_with_sizes(plan, sizes), shapes, cos, sin, pools, ws)
    return torch.slice(torch.linear(h, ws[self.lm_head]), 0, 0, answers)

  # Scalar head's values [answers] of the tokens to answer for.
  def scores(self: __torch__.Network, plan: Tensor, sizes: List[int], shapes: List[int], answers: int, cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    h = self.hidden_of_step(torch.split_with_sizes(plan, sizes), shapes, cos, sin, pools, ws)
    w = torch.constant_pad_nd(ws[self.scalar_head], [0, 0, 0, 15])
    return torch.contiguous(torch.slice(torch.select(torch.linear(h, w), 1, 0), 0, 0, answers))

  # Copies one block of every layer's pool.
  def copy_block(self: __torch__.Network, pools: List[Tensor], source: int, target: int) -> int:
    for layer in range(torch.len(pools)):
      torch.copy_(torch.select(pools[layer], 0, target), torch.select(pools[layer], 0, source))
    return target
