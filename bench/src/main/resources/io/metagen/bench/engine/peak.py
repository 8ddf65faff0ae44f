# One large matrix product in each precision, in TorchScript's serialised dialect: x [rows, width] in
# f32, w [width, width] prepared once. The conversion of x is part of the product, as it is in a network.
class Peak(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def pack_f32(self: __torch__.Peak, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(w, None)

  def f32(self: __torch__.Peak, x: Tensor, w: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")

  def pack_bf16(self: __torch__.Peak, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(torch.to(w, 15), None)

  def bf16(self: __torch__.Peak, x: Tensor, w: Tensor) -> Tensor:
    return torch.to(self.f32(torch.to(x, 15), w), 6)

  def pack_int8(self: __torch__.Peak, w: Tensor) -> __torch__.torch.classes.quantized.LinearPackedParamsBase:
    return ops.quantized.linear_prepack(torch.quantize_per_tensor(w, 0.05, 0, 12), None)

  def int8(self: __torch__.Peak, x: Tensor, w: __torch__.torch.classes.quantized.LinearPackedParamsBase) -> Tensor:
    return ops.quantized.linear_dynamic(x, w, False)
