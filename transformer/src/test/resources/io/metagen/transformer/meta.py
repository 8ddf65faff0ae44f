  # ---- device.py on a device that has shapes and no numbers ----

  # Stands in for that of attention.py, whose operator libtorch can't run without numbers.
  def attention(self: __torch__.Network, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    return torch.matmul(torch.softmax(torch.matmul(q, torch.transpose(k, 2, 3)) + mask, -1), v)

  def moved(self: __torch__.Network, x: Tensor) -> Tensor:
    return torch.to(x, torch.device("meta"), ops.prim.dtype(x))

  def all_moved(self: __torch__.Network, tensors: List[Tensor]) -> List[Tensor]:
    moved = annotate(List[Tensor], [])
    for i in range(torch.len(tensors)):
      moved.append(self.moved(tensors[i]))
    return moved

  # x's sizes, or none if it is elsewhere.
  def shape_on_meta(self: __torch__.Network, x: Tensor) -> List[int]:
    if ops.prim.device(x) == torch.device("meta"):
      sizes = ops.aten.size(x)
    else:
      sizes = annotate(List[int], [])
    return sizes

  # The shape of what a step over fresh pools gives, of which a block was copied before.
  def step_on_meta(self: __torch__.Network, plan: Tensor, sizes: List[int], calls: List[int], cos: Tensor, sin: Tensor, pool_shape: List[int], pool_type: int, ws: List[Tensor]) -> List[int]:
    plan = self.moved(plan)
    cos = self.moved(cos)
    sin = self.moved(sin)
    ws = self.all_moved(ws)
    pools = self.new_pools(cos, pool_shape, pool_type)
    _ = self.copy_block(pools, 0, 1)
    if self.value_head >= 0:
      y = self.values(plan, sizes, calls, cos, sin, pools, ws)
    else:
      y = self.logits(plan, sizes, calls, cos, sin, pools, ws)
    return self.shape_on_meta(y)

  # ---- what such a device refuses: each of these is a mistake that device.py must not make ----

  def tensor_made_on_the_host(self: __torch__.Network, x: Tensor) -> List[int]:
    x = self.moved(x)
    return self.shape_on_meta(x + torch.arange(torch.size(x, -1), dtype=6))

  def value_read_on_the_host(self: __torch__.Network, x: Tensor) -> List[int]:
    x = self.moved(x)
    if bool(torch.any(x > 0)):
      x = x + 1
    return self.shape_on_meta(x)

  def size_that_depends_on_values(self: __torch__.Network, x: Tensor) -> List[int]:
    return self.shape_on_meta(torch.nonzero(self.moved(x)))

  def operator_for_cpus(self: __torch__.Network, x: Tensor) -> List[int]:
    x = self.moved(x)
    return self.shape_on_meta(ops.mkldnn._linear_pointwise(x, x, None, "none", annotate(List[Optional[number]], []), ""))
