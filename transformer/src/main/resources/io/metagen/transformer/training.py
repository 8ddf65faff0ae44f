  # x [n, in] times the matrix [out, in] at `index`, transposed.
  def product(self: __torch__.Network, x: Tensor, ws: List[Tensor], index: int) -> Tensor:
    return torch.linear(x, ws[index])

  # silu(gate) * up (Shazeer 2020).
  def gated(self: __torch__.Network, gate: Tensor, up: Tensor) -> Tensor:
    return torch.silu(gate) * up

  # Final hidden states [B T, C] of whole rows [B, T], right-padded; cos, sin [positions, D].
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
    return torch.cross_entropy_loss(self.product(h, ws, self.lm_head), torch.index_select(targets, 0, chosen))

  # Mean binary cross-entropy of a head of one value against labels [B, T] where mask [B, T] is not 0.
  def value_loss(self: __torch__.Network, tokens: Tensor, mask: Tensor, labels: Tensor, cos: Tensor, sin: Tensor, ws: List[Tensor]) -> Tensor:
    chosen = torch.squeeze(torch.nonzero(torch.reshape(mask, [-1])), 1)
    targets = torch.reshape(labels, [-1])
    h = torch.index_select(self.hidden(tokens, cos, sin, ws), 0, chosen)
    scores = torch.squeeze(self.value(h, ws), 1)
    return torch.binary_cross_entropy_with_logits(scores, torch.index_select(targets, 0, chosen))
