# AdamW (Loshchilov and Hutter 2019, algorithm 2) in place, with the gradients clipped to a norm.
class AdamW(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Euclidean norm of all gradients together.
  def norm(self: __torch__.AdamW, grads: List[Tensor]) -> Tensor:
    total = torch.zeros([])
    for i in range(torch.len(grads)):
      total = total + torch.sum(torch.square(grads[i]))
    return torch.sqrt(total)

  # One step; the gradients are 0 afterwards. Tensor i learns at lr * shares[i]. Matrices decay, vectors
  # do not. Returns the norm before clipping.
  def step(self: __torch__.AdamW, ws: List[Tensor], grads: List[Tensor], m: List[Tensor], v: List[Tensor], shares: List[float], lr: float, beta1: float, beta2: float, eps: float, decay: float, clip: float, step: int) -> Tensor:
    norm = self.norm(grads)
    shrink = torch.clamp(clip * torch.reciprocal(norm + 1e-6), None, 1.)
    bias = 1. - torch.pow(beta1, step)
    correction = 1. - torch.pow(beta2, step)
    for i in range(torch.len(ws)):
      rate = lr * shares[i]
      g = torch.mul_(grads[i], shrink)
      torch.lerp_(m[i], g, 1. - beta1)
      torch.addcmul_(torch.mul_(v[i], beta2), g, g, value=1. - beta2)
      if torch.dim(ws[i]) > 1:
        torch.mul_(ws[i], 1. - rate * decay)
      torch.addcdiv_(ws[i], m[i], torch.sqrt(v[i] / correction) + eps, value=-rate / bias)
      torch.zero_(g)
    return norm
