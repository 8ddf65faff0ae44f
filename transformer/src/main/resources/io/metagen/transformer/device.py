  # ---- products ----

  # x [n, in] times the matrix [out, in] at `index`, transposed, in the matrix's type; f32.
  def product(self: __torch__.Network, x: Tensor, ws: List[Tensor], index: int) -> Tensor:
    w = ws[index]
    return torch.to(torch.linear(torch.to(x, ops.prim.dtype(w)), w), 6)

  # silu(gate) * up (Shazeer 2020).
  def gated(self: __torch__.Network, gate: Tensor, up: Tensor) -> Tensor:
    return torch.silu(gate) * up

  # ---- weights and pools ----

  # Appends a copy of a tensor in a type: 6 f32, 15 bf16.
  def keep(self: __torch__.Network, ws: List[Tensor], w: Tensor, dtype: int) -> List[Tensor]:
    ws.append(torch.to(w, dtype, False, True))
    return ws

  # For each layer zeros [blocks, block size, 2, K, D] in a type, where `like` is.
  def new_pools(self: __torch__.Network, like: Tensor, shape: List[int], dtype: int) -> List[Tensor]:
    pools = annotate(List[Tensor], [])
    for layer in range(self.layers):
      pools.append(torch.zeros(shape, dtype=dtype, layout=None, device=ops.prim.device(like)))
    return pools

  # Copies one block of every layer's pool.
  def copy_block(self: __torch__.Network, pools: List[Tensor], source: int, target: int) -> int:
    for layer in range(torch.len(pools)):
      torch.copy_(torch.select(pools[layer], 0, target), torch.select(pools[layer], 0, source))
    return target

  # ---- a step, on any device ----

  # The rows of x at indices.
  def rows(self: __torch__.Network, x: Tensor, at: Tensor) -> Tensor:
    return torch.index(x, annotate(List[Optional[Tensor]], [at]))

  # Final hidden states of the tokens to answer for. `plan` holds all indices of the step, cut by their
  # sizes into tokens [n], their positions [n], their slots in the pools [n], the tokens to answer for,
  # and for each call of the attention its blocks [rows blocks]. `calls` has for each call its rows, new
  # tokens of a row, and blocks of a row.
  def hidden(self: __torch__.Network, plan: List[Tensor], calls: List[int], cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    cos = torch.unsqueeze(self.rows(cos, plan[1]), 1)
    sin = torch.unsqueeze(self.rows(sin, plan[1]), 1)
    masks = self.masks(plan[1], calls, pools[0])
    x = torch.to(self.rows(ws[0], plan[0]), 6)
    for layer in range(self.layers):
      base = self.first_layer + layer * self.layer_tensors
      q, k, v, = self.project(ws, base, x, cos, sin)
      pool = pools[layer]
      kv = torch.to(torch.stack([k, v], 1), ops.prim.dtype(pool))
      torch.index_copy_(torch.flatten(pool, 0, 1), 0, plan[2], kv)
      x = self.finish(ws, base, x, self.attend(q, pool, plan, calls, masks))
    return self.norm(self.rows(x, plan[3]), ws[1])

  # For each call, 0 where a query sees a position and -inf elsewhere, [rows, 1, queries H / K, context],
  # in the pools' type.
  def masks(self: __torch__.Network, positions: Tensor, calls: List[int], pool: Tensor) -> List[Tensor]:
    masks = annotate(List[Tensor], [])
    per_key = self.heads // self.kv_heads
    start = 0
    for call in range(torch.len(calls) // 3):
      rows = calls[3 * call]
      queries = calls[3 * call + 1]
      context = calls[3 * call + 2] * torch.size(pool, 1)
      end = start + rows * queries
      at = torch.view(torch.slice(positions, 0, start, end), [rows, queries, 1, 1])
      keys = torch.arange(context, dtype=4, layout=None, device=ops.prim.device(positions))
      unseen = torch.gt(keys, at)
      if self.window > 0:
        unseen = torch.bitwise_or(unseen, torch.le(keys, at - self.window))
      mask = torch.masked_fill(torch.zeros_like(unseen, dtype=ops.prim.dtype(pool)), unseen, -inf)
      mask = torch.expand(mask, [rows, queries, per_key, context])
      masks.append(torch.reshape(mask, [rows, 1, queries * per_key, context]))
      start = end
    return masks

  # Attention's result [n, H D], in the pool's type.
  def attend(self: __torch__.Network, q: Tensor, pool: Tensor, plan: List[Tensor], calls: List[int], masks: List[Tensor]) -> Tensor:
    q = torch.to(q, ops.prim.dtype(pool))
    results = annotate(List[Tensor], [])
    start = 0
    for call in range(torch.len(masks)):
      rows = calls[3 * call]
      end = start + rows * calls[3 * call + 1]
      own = torch.slice(q, 0, start, end)
      results.append(self.attend_to(own, self.rows(pool, plan[4 + call]), masks[call], rows))
      start = end
    return torch.cat(results, 0)

  # Results [rows queries, H D] of queries q [rows queries, H, D] over their rows' blocks kv [rows blocks,
  # block size, 2, K, D]. The query heads that share a key head stand side by side as queries of that
  # head, so keys and values are not repeated for them.
  def attend_to(self: __torch__.Network, q: Tensor, kv: Tensor, mask: Tensor, rows: int) -> Tensor:
    K = self.kv_heads
    D = self.head_dim
    per_key = self.heads // K
    q = torch.transpose(torch.view(q, [rows, -1, K, per_key, D]), 1, 2)
    queries = torch.size(q, 2)
    q = torch.reshape(q, [rows, K, queries * per_key, D])
    kv = torch.transpose(torch.view(kv, [rows, -1, 2, K, D]), 1, 3)
    a = self.attention(q, torch.select(kv, 2, 0), torch.select(kv, 2, 1), mask)
    a = torch.transpose(torch.reshape(a, [rows, K, queries, per_key, D]), 1, 2)
    return torch.reshape(a, [rows * queries, self.heads * D])

  # ---- heads ----

  # Logits [answers, V] of the tokens to answer for.
  def logits(self: __torch__.Network, plan: Tensor, sizes: List[int], calls: List[int], cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    h = self.hidden(torch.split_with_sizes(plan, sizes), calls, cos, sin, pools, ws)
    return self.product(h, ws, self.lm_head)

  # Values [answers, 1 or 2] of the tokens to answer for.
  def values(self: __torch__.Network, plan: Tensor, sizes: List[int], calls: List[int], cos: Tensor, sin: Tensor, pools: List[Tensor], ws: List[Tensor]) -> Tensor:
    h = self.hidden(torch.split_with_sizes(plan, sizes), calls, cos, sin, pools, ws)
    return self.value(h, ws)
