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

  # x [n, in], in the type that the matrix is multiplied in, times the matrix [out, in] at `index`,
  # transposed. Rows of an int8 matrix's result, f32, are still to be multiplied with those of x's scales.
  def product(self: __torch__.Network, x: Tensor, ws: List[Tensor], index: int) -> Tensor:
    scales = ws[index + 1]
    if torch.numel(scales) > 0:
      # Sums of products of integers are exact, so a row's result depends on nothing else.
      y = ops.onednn.qlinear_pointwise(x, 1., 128, ws[index], scales, ws[index + 2], None, 1., 0, 6, "none", annotate(List[Optional[number]], []), "")
    else:
      y = self.product_of(x, ws[index])
    return y

  # In f32, sums over 4096 and more are cut by the number of rows, from some 80 rows on.
  def product_of(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
    if ops.prim.dtype(x) == 6 and torch.size(x, 1) >= 4096 and torch.size(x, 0) > 64:
      parts = annotate(List[Tensor], [])
      tiles = torch.split(x, 64, 0)
      for i in range(torch.len(tiles)):
        parts.append(self.multiply(tiles[i], w))
      y = torch.cat(parts, 0)
    else:
      y = self.multiply(x, w)
    return y

  def multiply(self: __torch__.Network, x: Tensor, w: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")

  # ---- a step, on CPUs ----
  #
  # Between the products run the operators of `kernel`, which know the step's tokens by the number `id`.
  # What goes into a product is made in the type of its matrix, with a scale [n] for each row.

  # Room for what goes into the product with the matrix at `index`, [n, width].
  def operand(self: __torch__.Network, ws: List[Tensor], index: int, n: int, width: int) -> Tensor:
    scales = ws[index + 1]
    if torch.numel(scales) > 0:
      x = torch.empty([n, width], dtype=0)
    else:
      x = torch.empty([n, width], dtype=ops.prim.dtype(scales))
    return x

  def optional(self: __torch__.Network, ws: List[Tensor], base: int, offset: int, none: Tensor) -> Tensor:
    if offset >= 0:
      w = ws[base + offset]
    else:
      w = none
    return w

  # Final hidden states of the tokens to answer for, as the product with the head at `head` takes them.
  def hidden(self: __torch__.Network, id: int, n: int, answers: int, ws: List[Tensor], head: int) -> Tuple[Tensor, Tensor]:
    width = torch.size(ws[1], 0)
    none = torch.empty([0], dtype=6)
    y = none
    scales = none
    bias = none
    x = torch.empty([n, width], dtype=6)
    ops.metagen.embed(id, ws[0], x)
    for layer in range(self.layers):
      base = self.first_layer + layer * self.layer_tensors
      h = self.operand(ws, base + 1, n, width)
      h_scales = torch.empty([n], dtype=6)
      ops.metagen.norm(id, x, y, scales, none, ws[base], h, h_scales, 0)
      qkv = self.product(h, ws, base + 1)
      a = self.operand(ws, base + self.output, n, self.heads * self.head_dim)
      scales = torch.empty([n], dtype=6)
      qkv_bias = self.optional(ws, base, self.qkv_bias, none)
      query_norm = self.optional(ws, base, self.query_norm, none)
      key_norm = self.optional(ws, base, self.key_norm, none)
      ops.metagen.attend(id, qkv, h_scales, qkv_bias, query_norm, key_norm, a, scales, layer)
      y = self.product(a, ws, base + self.output)
      h = self.operand(ws, base + self.gate_up, n, width)
      bias = self.optional(ws, base, self.output_bias, none)
      ops.metagen.norm(id, x, y, scales, bias, ws[base + self.post_norm], h, h_scales, 0)
      y = self.product(h, ws, base + self.gate_up)
      g = self.operand(ws, base + self.down, n, torch.size(y, 1) // 2)
      scales = torch.empty([n], dtype=6)
      ops.metagen.gate(id, y, h_scales, g, scales)
      y = self.product(g, ws, base + self.down)
    h = self.operand(ws, head, answers, width)
    h_scales = torch.empty([answers], dtype=6)
    ops.metagen.norm(id, x, y, scales, none, ws[1], h, h_scales, 1)
    return (h, h_scales)

  # ---- heads ----

  # The head's results [answers, ...] of the tokens to answer for, f32; `rows` has the rows of the tensors,
  # for tokens and for answers, of which those beyond the last token or answer hold nothing.
  def answer(self: __torch__.Network, id: int, rows: List[int], answers: int, ws: List[Tensor], head: int) -> Tensor:
    h, scales, = self.hidden(id, rows[0], rows[1], ws, head)
    y = torch.to(torch.slice(self.product(h, ws, head), 0, 0, answers), 6)
    if torch.numel(ws[head + 1]) > 0:
      y = torch.mul_(y, torch.unsqueeze(torch.slice(scales, 0, 0, answers), 1))
    return y

  # Logits [answers, V] of the tokens to answer for.
  def logits(self: __torch__.Network, id: int, rows: List[int], answers: int, ws: List[Tensor]) -> Tensor:
    return self.answer(id, rows, answers, ws, self.lm_head)

  # Scalar head's values [answers] of the tokens to answer for.
  def scores(self: __torch__.Network, id: int, rows: List[int], answers: int, ws: List[Tensor]) -> Tensor:
    return torch.contiguous(torch.select(self.answer(id, rows, answers, ws, self.scalar_head), 1, 0))
