  # ---- products ----
  #
  # A matrix takes three places in `ws`: itself, laid out for oneDNN's products; the scales of its rows
  # if it is int8, else an empty tensor of the type that it is multiplied in; and as many zeros.

  # Rounds w, rows [n, in] of a matrix or n values of a vector, f32, to a type - 6 f32, 15 bf16, 1 int8 -
  # and puts them into place from `row` on, so that temporaries have the size of a slice. `target` is empty
  # before the first of them; then it holds the whole with so many rows, zeros where nothing is put, and
  # its rows' scales if it is int8, else no scales.
  def put(self: __torch__.Network, target: List[Tensor], w: Tensor, row: int, rows: int, dtype: int) -> List[Tensor]:
    if torch.len(target) == 0:
      target.append(torch.new_zeros(w, torch.add([rows], torch.slice(torch.size(w), 1)), dtype=dtype))
      target.append(self.scales(w, rows, dtype))
    part = torch.slice(target[0], 0, row, row + torch.size(w, 0))
    if dtype == 1:
      largest = torch.clamp_(torch.amax(torch.abs(w), [1], True), 1e-30)
      # Multiplied first, so that half of the largest, frequent in bf16, is a tie everywhere.
      torch.copy_(part, torch.round_(torch.div_(w * 127., largest)))
      scales = torch.slice(target[1], 0, row, row + torch.size(w, 0))
      torch.copy_(scales, torch.squeeze(largest, 1) / 127.)
    else:
      torch.copy_(part, w)
    return target

  # No view of the matrix where there are none, which would keep it in memory.
  def scales(self: __torch__.Network, w: Tensor, rows: int, dtype: int) -> Tensor:
    if dtype == 1:
      scales = torch.new_zeros(w, [rows])
    else:
      scales = torch.new_zeros(w, [0], dtype=dtype)
    return scales

  # Appends the matrix in `target` to `ws`.
  def pack(self: __torch__.Network, ws: List[Tensor], target: List[Tensor]) -> List[Tensor]:
    scales = target[1]
    if torch.numel(scales) > 0:
      ws.append(ops.onednn.qlinear_prepack(target[0], None))
    else:
      ws.append(ops.mkldnn._reorder_linear_weight(target[0], None))
    ws.append(scales)
    ws.append(torch.zeros_like(scales, dtype=3))
    return ws

  # Appends the tensor in `target`, which is no matrix of a product, to `ws`.
  def keep(self: __torch__.Network, ws: List[Tensor], target: List[Tensor]) -> List[Tensor]:
    ws.append(target[0])
    return ws

  # x [n, in] times the matrix [out, in] at `index`, transposed; f32.
  def product(self: __torch__.Network, x: Tensor, ws: List[Tensor], index: int) -> Tensor:
    scales = ws[index + 1]
    if torch.numel(scales) > 0:
      y = self.product8(x, ws[index], scales, ws[index + 2])
    else:
      y = self.product_in(x, ws[index], ops.prim.dtype(scales))
    return y

  # In f32, sums over 4096 and more are cut by the number of rows, from some 80 rows on.
  def product_in(self: __torch__.Network, x: Tensor, w: Tensor, dtype: int) -> Tensor:
    if dtype == 6 and torch.size(x, 1) >= 4096 and torch.size(x, 0) > 64:
      parts = annotate(List[Tensor], [])
      tiles = torch.split(x, 64, 0)
      for i in range(torch.len(tiles)):
        parts.append(self.multiply(tiles[i], w))
      y = torch.cat(parts, 0)
    else:
      y = torch.to(self.multiply(torch.to(x, dtype), w), 6)
    return y

  def multiply(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")

  # Every row of x is quantised by its own largest value, so its result depends on nothing else, and
  # the sums of products of integers are exact.
  def product8(self: __torch__.Network, x: Tensor, w: Tensor, scales: Tensor, zeros: Tensor) -> Tensor:
    unit = torch.clamp_(ops.aten.linalg_vector_norm(x, inf, [1], True) / 127., 1e-30)
    # From 1 to 255, 128 for zero; the conversion to uint8 cuts the fraction off.
    q = torch.to(torch.add_(x / unit, 128.5), 0)
    y = ops.onednn.qlinear_pointwise(q, 1., 128, w, scales, zeros, None, 1., 0, 6, "none", annotate(List[Optional[number]], []), "")
    return torch.mul_(y, unit)

  # silu(gate) * up (Shazeer 2020). The bits of the fused silu depend on an element's place in the
  # tensor, those of exp do not.
  def gated(self: __torch__.Network, gate: Tensor, up: Tensor) -> Tensor:
    divisor = torch.add_(torch.exp_(torch.neg(gate)), 1.)
    return torch.mul_(gate / divisor, up)

  # ---- attention ----

  # One step over packed tokens. `plan` holds all indices of the step, cut by `sizes` into tokens [n],
  # their positions [n], their slots in the pools [n], the tokens to answer for, the number of parts
  # that each token sees [n], their places in the parts' results [n, most parts], and for each call of
  # the attention its groups' first positions [groups], blocks [groups, blocks] and queries [groups,
  # queries]. `shapes` holds the most parts, then for each call its groups, queries and blocks.
  # `pools` has for each layer [blocks, block size, 2, K, D].
  def hidden_of_step(self: __torch__.Network, plan: List[Tensor], shapes: List[int], cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    cos = torch.unsqueeze(torch.index_select(cos, 0, plan[1]), 1)
    sin = torch.unsqueeze(torch.index_select(sin, 0, plan[1]), 1)
    masks = self.masks(plan, shapes, torch.size(pools[0], 1))
    absent = self.absent(plan[4], shapes[0])
    x = torch.to(torch.embedding(ws[0], plan[0]), 6)
    for layer in range(self.layers):
      base = self.first_layer + layer * self.layer_tensors
      q, k, v, = self.project(ws, base, x, cos, sin)
      pool = pools[layer]
      torch.index_copy_(torch.flatten(pool, 0, 1), 0, plan[2], torch.stack([k, v], 1))
      x = self.finish(ws, base, x, self.attend(q, pool, plan, shapes, masks, absent))
    return self.norm(torch.index_select(x, 0, plan[3]), ws[1])

  # For each call, 0 where a query sees a position and -inf elsewhere, [groups, 1, queries H / K, context].
  def masks(self: __torch__.Network, plan: List[Tensor], shapes: List[int], block_size: int) -> List[Tensor]:
    masks = annotate(List[Tensor], [])
    per_key = self.heads // self.kv_heads
    for call in range(torch.len(shapes) // 3):
      groups = shapes[1 + 3 * call]
      queries = shapes[2 + 3 * call]
      context = shapes[3 + 3 * call] * block_size
      first = torch.view(plan[6 + 3 * call], [groups, 1, 1, 1])
      at = torch.view(torch.index_select(plan[1], 0, plan[8 + 3 * call]), [groups, queries, 1, 1])
      keys = first + torch.arange(context, dtype=4, layout=None, device=ops.prim.device(at))
      hidden = torch.gt(keys, at)
      if self.window > 0:
        hidden = torch.logical_or(hidden, torch.le(keys, at - self.window))
      mask = torch.masked_fill(torch.zeros_like(hidden, dtype=6), hidden, -inf)
      mask = torch.expand(mask, [groups, queries, per_key, context])
      masks.append(torch.reshape(mask, [groups, 1, queries * per_key, context]))
    return masks

  # 0 for the parts that a token sees and -inf for what fills its row up, [n, most, 1].
  def absent(self: __torch__.Network, counts: Tensor, most: int) -> Tensor:
    parts = torch.arange(most, dtype=4, layout=None, device=ops.prim.device(counts))
    beyond = torch.ge(parts, torch.unsqueeze(counts, 1))
    return torch.unsqueeze(torch.masked_fill(torch.zeros_like(beyond, dtype=6), beyond, -inf), 2)

  # Attention's result [n, H D]. A part is a run of positions that starts at a multiple of its length; a
  # group is a part with all queries that see it, of whatever rows, so blocks that rows share are read
  # once. Every token's results over its parts are then joined by their log-sum-exp (Juravsky et al.
  # 2024, section 3.1). A matrix product's order of addition depends on its length, so parts have one
  # length, and a token's are the same whoever shares them.
  def attend(self: __torch__.Network, q: Tensor, pool: Tensor, plan: List[Tensor], shapes: List[int], masks: List[Tensor], absent: Tensor) -> Tensor:
    results = annotate(List[Tensor], [])
    sums = annotate(List[Tensor], [])
    for call in range(torch.len(masks)):
      groups = shapes[1 + 3 * call]
      a, s, = self.attend_to_parts(torch.index_select(q, 0, plan[8 + 3 * call]), torch.index_select(pool, 0, plan[7 + 3 * call]), masks[call], groups)
      results.append(a)
      sums.append(s)
    return self.join(self.concatenated(results), self.concatenated(sums), plan[5], absent)

  def concatenated(self: __torch__.Network, tensors: List[Tensor]) -> Tensor:
    if torch.len(tensors) == 1:
      y = tensors[0]
    else:
      y = torch.cat(tensors, 0)
    return y

  # Results [groups queries, H D] and log-sum-exps [groups queries, H] of queries q [groups queries, H,
  # D] over their groups' blocks kv. The query heads that share a key head stand side by side as
  # queries of that head.
  def attend_to_parts(self: __torch__.Network, q: Tensor, kv: Tensor, mask: Tensor, groups: int) -> Tuple[Tensor, Tensor]:
    K = self.kv_heads
    D = self.head_dim
    per_key = self.heads // K
    own = torch.transpose(torch.view(q, [groups, -1, K, per_key, D]), 1, 2)
    queries = torch.size(own, 2)
    own = torch.reshape(own, [groups, K, queries * per_key, D])
    kv = torch.transpose(torch.view(kv, [groups, -1, 2, K, D]), 1, 3)
    a, s, = torch._scaled_dot_product_flash_attention_for_cpu(own, torch.select(kv, 2, 0), torch.select(kv, 2, 1), 0., False, attn_mask=mask, scale=None)
    a = torch.transpose(torch.reshape(a, [groups, K, queries, per_key, D]), 1, 2)
    s = torch.transpose(torch.reshape(s, [groups, K, queries, per_key]), 1, 2)
    return (torch.reshape(a, [groups * queries, -1]), torch.reshape(s, [groups * queries, -1]))

  # The tokens' results [n, H D] from those over parts, taken at places [n most].
  def join(self: __torch__.Network, results: Tensor, sums: Tensor, places: Tensor, absent: Tensor) -> Tensor:
    most = torch.size(absent, 1)
    if most == 1:
      joined = torch.index_select(results, 0, places)
    else:
      weights = torch.view(torch.index_select(sums, 0, places), [-1, most, self.heads]) + absent
      weights = torch.unsqueeze(torch.softmax(weights, 1), 3)
      parts = torch.view(torch.index_select(results, 0, places), [-1, most, self.heads, self.head_dim])
      joined = torch.flatten(torch.sum(torch.mul_(parts, weights), [1]), 1)
    return joined

  # ---- heads ----

  # Logits [answers, V] of the tokens to answer for.
  def logits(self: __torch__.Network, plan: Tensor, sizes: List[int], shapes: List[int], cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    h = self.hidden_of_step(torch.split_with_sizes(plan, sizes), shapes, cos, sin, pools, ws)
    return self.product(h, ws, self.lm_head)

  # Scalar head's values [answers] of the tokens to answer for.
  def scores(self: __torch__.Network, plan: Tensor, sizes: List[int], shapes: List[int], cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    h = self.hidden_of_step(torch.split_with_sizes(plan, sizes), shapes, cos, sin, pools, ws)
    return torch.contiguous(torch.select(self.product(h, ws, self.scalar_head), 1, 0))

  # Copies one block of every layer's pool.
  def copy_block(self: __torch__.Network, pools: List[Tensor], source: int, target: int) -> int:
    for layer in range(torch.len(pools)):
      torch.copy_(torch.select(pools[layer], 0, target), torch.select(pools[layer], 0, source))
    return target
