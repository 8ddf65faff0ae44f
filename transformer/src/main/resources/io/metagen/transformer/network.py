# A decoder-only network in TorchScript's serialised dialect: what training and serving on GPUs
# share. The class goes on in layer.py and training.py, or in layer.py and device.py.
#
# Shapes: n = tokens, B = rows, T = tokens of the longest row, C = hidden size, H = query heads,
# K = key/value heads, D = head width, V = vocabulary. `ws` holds the weights in the order of
# Layout.java: embedding [V, C], final norm [C], the head's if separate, then per layer: input norm,
# queries+keys+values [(H + 2K) D, C], output [C, H D], post norm, gate+up [2 F, C], down [C, F],
# and, where the family has them, their biases and the norms of queries and keys. The attributes
# `output` to `query_norm` say where they stand in a layer, -1 for what it has not; `rounded` whether
# training multiplies in bf16.
class Network(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  rounded : bool
  layers : int
  heads : int
  kv_heads : int
  head_dim : int
  eps : float
  window : int
  lm_head : int
  inner_head : int
  value_head : int
  value_bias : int
  first_layer : int
  layer_tensors : int
  output : int
  post_norm : int
  gate_up : int
  down : int
  qkv_bias : int
  output_bias : int
  query_norm : int
  key_norm : int
