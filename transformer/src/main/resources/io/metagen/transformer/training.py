  # x [n, in] times the matrix [out, in] at `index`, transposed; in bf16 where that is asked for, but
  # for the head of values.
  def product(self: __torch__.Network, x: Tensor, ws: List[Tensor], index: int) -> Tensor:
    if torch.__and__(self.rounded, index != self.value_head):
      y = torch.to(torch.linear(torch.to(x, 15), torch.to(ws[index], 15)), 6)
    else:
      y = torch.linear(x, ws[index])
    return y

  # silu(gate) * up (Shazeer 2020).
  def gated(self: __torch__.Network, gate: Tensor, up: Tensor) -> Tensor:
    return torch.silu(gate) * up

  # What is added to attention's scores [B, 1, T, T]: 0 where a place may look, at its own branch and at
  # what all branches share (branch 0), else minus infinity.
  def visible(self: __torch__.Network, branches: Tensor) -> Tensor:
    key = torch.unsqueeze(branches, 1)
    same = torch.logical_or(torch.eq(torch.unsqueeze(branches, 2), key), torch.eq(key, 0))
    return torch.log(torch.unsqueeze(torch.to(torch.tril(same), 6), 1))

  # Final hidden states [B T, C] of rows [B, T], right-padded, at `positions` [B, T]; `branches` [B, T],
  # or empty where no row has any; cos, sin [positions, D].
  def hidden(self: __torch__.Network, tokens: Tensor, positions: Tensor, branches: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    B = torch.size(tokens, 0)
    T = torch.size(tokens, 1)
    at = torch.reshape(positions, [-1])
    cos = torch.unsqueeze(torch.index_select(cos, 0, at), 1)
    sin = torch.unsqueeze(torch.index_select(sin, 0, at), 1)
    branched = torch.numel(branches) > 0
    if branched:
      mask = self.visible(branches)
    else:
      mask = cos
    x = torch.embedding(ws[0], torch.reshape(tokens, [-1]))
    for layer in range(self.layers):
      base = self.first_layer + layer * self.layer_tensors
      q, k, v, = self.project(ws, base, x, cos, sin)
      q = torch.transpose(torch.view(q, [B, T, self.heads, self.head_dim]), 1, 2)
      k = torch.transpose(torch.view(k, [B, T, self.kv_heads, self.head_dim]), 1, 2)
      v = torch.transpose(torch.reshape(v, [B, T, self.kv_heads, self.head_dim]), 1, 2)
      grouped = self.heads != self.kv_heads
      if branched:
        a = torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=None, enable_gqa=grouped)
      else:
        a = torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=None, enable_gqa=grouped)
      x = self.finish(ws, base, x, torch.reshape(torch.transpose(a, 1, 2), [B * T, -1]))
    return self.norm(x, ws[1])

  # Indices of the places [B, T] that have a target, which is at least 0.
  def aimed(self: __torch__.Network, targets: Tensor) -> Tensor:
    return torch.squeeze(torch.nonzero(torch.ge(torch.reshape(targets, [-1]), 0)), 1)

  # Logits [n, V] at the places that have a target.
  def logits(self: __torch__.Network, tokens: Tensor, positions: Tensor, branches: Tensor, targets: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    h = torch.index_select(self.hidden(tokens, positions, branches, cos, sin, ws), 0, self.aimed(targets))
    return self.product(h, ws, self.lm_head)

  # Mean cross-entropy of the targets [B, T], what should follow each place; none where below 0.
  def loss(self: __torch__.Network, tokens: Tensor, positions: Tensor, branches: Tensor, targets: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    wanted = torch.index_select(torch.reshape(targets, [-1]), 0, self.aimed(targets))
    return torch.cross_entropy_loss(self.logits(tokens, positions, branches, targets, cos, sin, ws), wanted)

  # The same against a teacher's logits [n, V] at these places.
  def distilled_loss(self: __torch__.Network, tokens: Tensor, positions: Tensor, branches: Tensor, targets: Tensor, teacher: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    return torch.cross_entropy_loss(self.logits(tokens, positions, branches, targets, cos, sin, ws), torch.softmax(teacher, -1))

  # The head's one value at the places [n] of [B T].
  def values(self: __torch__.Network, tokens: Tensor, positions: Tensor, branches: Tensor, places: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    h = torch.index_select(self.hidden(tokens, positions, branches, cos, sin, ws), 0, places)
    return torch.squeeze(self.value(h, ws), 1)

  # Mean binary cross-entropy of a head of one value against labels [B, T]; none where NaN.
  def value_loss(self: __torch__.Network, tokens: Tensor, positions: Tensor, branches: Tensor, labels: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    flat = torch.reshape(labels, [-1])
    places = torch.squeeze(torch.nonzero(torch.eq(flat, flat)), 1)
    scores = self.values(tokens, positions, branches, places, cos, sin, ws)
    return torch.binary_cross_entropy_with_logits(scores, torch.index_select(flat, 0, places))

  # Mean of -log sigmoid(better - worse) over pairs of places [n] of [B T] (Bradley and Terry 1952).
  def pair_loss(self: __torch__.Network, tokens: Tensor, positions: Tensor, branches: Tensor, better: Tensor, worse: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    scores = torch.chunk(self.values(tokens, positions, branches, torch.cat([better, worse]), cos, sin, ws), 2)
    lead = scores[0] - scores[1]
    return torch.binary_cross_entropy_with_logits(lead, torch.ones_like(lead))
