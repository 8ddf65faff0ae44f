# Adapters, laws and draws in TorchScript's serialised dialect. One parameter per row everywhere.
#
# Shapes: R = rows, V = vocabulary, n = (row, id) pairs. What a row gets must not depend, bit for
# bit, on the others, so only three kinds of operation are used: element by element with exactly
# rounded results (+ - * / and comparisons), kernels that work row by row (softmax, cumsum, top-k),
# and integer sums. A floating-point sum over V is the last element of a cumsum, never torch.sum,
# which splits its work by the size of the batch.
class Sampling(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def at(self: __torch__.Sampling, z: Tensor, rows: Tensor, ids: Tensor) -> Tensor:
    return torch.index(z, annotate(List[Optional[Tensor]], [rows, ids]))

  def put(self: __torch__.Sampling, z: Tensor, rows: Tensor, ids: Tensor, values: Tensor) -> Tensor:
    return torch.index_put_(z, annotate(List[Optional[Tensor]], [rows, ids]), values)

  # Repetition, presence and frequency penalties on z [R, V] in place. pairs [2, n] rows and ids of
  # tokens seen; values [4, n]: repetition, presence, frequency penalty, count in the output.
  def penalize(self: __torch__.Sampling, z: Tensor, pairs: Tensor, values: Tensor) -> Tensor:
    x = self.at(z, pairs[0], pairs[1])
    repetition = values[0]
    count = values[3]
    x = torch.where(x > 0, x / repetition, x * repetition)
    present = torch.to(count > 0, 6)
    x = x - values[1] * present
    x = x - values[2] * count
    return self.put(z, pairs[0], pairs[1], x)

  # z plus values [1, n] at pairs [2, n], in place.
  def add(self: __torch__.Sampling, z: Tensor, pairs: Tensor, values: Tensor) -> Tensor:
    return self.put(z, pairs[0], pairs[1], self.at(z, pairs[0], pairs[1]) + values[0])

  # values [1, n] at pairs [2, n] of z, in place.
  def set(self: __torch__.Sampling, z: Tensor, pairs: Tensor, values: Tensor) -> Tensor:
    return self.put(z, pairs[0], pairs[1], values[0])

  # Nothing but pairs [2, n] in the rows [m] of z, in place.
  def keep_only(self: __torch__.Sampling, z: Tensor, rows: Tensor, pairs: Tensor) -> Tensor:
    kept = self.at(z, pairs[0], pairs[1])
    z = torch.index_fill_(z, 0, rows, -inf)
    return self.put(z, pairs[0], pairs[1], kept)

  # ids [R], but -1 where no number of a row of z is the largest (NaN, infinite, all masked).
  def checked(self: __torch__.Sampling, z: Tensor, ids: Tensor) -> Tensor:
    return torch.where(torch.isfinite(torch.amax(z, [1])), ids, -1)

  # How many tokens [R] top-k and top-p keep of the most probable `width`, and the least probable
  # one's probability [R, 1]. k [R, 1] is 0 where top-k is off; before the first token nothing has
  # been kept, so a token is kept while the mass before it is below top_p of top-k's mass.
  def prefix(self: __torch__.Sampling, p: Tensor, k: Tensor, top_p: Tensor, width: int) -> Tuple[Tensor, Tensor]:
    if width < torch.size(p, 1):
      largest, _, = torch.topk(p, width, 1, True, True)
    else:
      largest, _0, = torch.sort(p, 1, True)
    cumulated = torch.cumsum(largest, 1)
    before = torch.cat([torch.zeros_like(top_p), torch.slice(cumulated, 1, 0, width - 1)], 1)
    last = torch.clamp(k - 1, 0, width - 1)
    mass = torch.where(k > 0, torch.gather(cumulated, 1, last), torch.ones_like(top_p))
    rank = torch.unsqueeze(torch.arange(width, dtype=4, layout=None, device=ops.prim.device(p)), 0)
    heavy = torch.logical_or(top_p == 1, before < top_p * mass)
    kept = torch.logical_and(torch.logical_or(k == 0, rank < k), heavy)
    n = torch.sum(kept, [1], True)
    return (n, torch.gather(largest, 1, torch.clamp(n - 1, 0)))

  # p [R, V] with 0 for what top-k and top-p drop. `width` is how many of the most probable tokens to
  # look at first: at least every k. Rows that top-p keeps more of are looked at again, up to three
  # times, 16 times as far. It decides how long this takes, not what comes out.
  def truncate(self: __torch__.Sampling, p: Tensor, k: Tensor, top_p: Tensor, width: int) -> Tensor:
    V = torch.size(p, 1)
    on = torch.logical_or(k > 0, top_p < 1)
    open = torch.logical_and(on, k == 0)
    n, least, = self.prefix(p, k, top_p, width)
    looked = width
    for i in range(3):
      unfinished = torch.logical_and(open, n == looked)
      if looked < V and bool(torch.any(unfinished)):
        looked = looked * 16
        if looked > V:
          looked = V
        rows = torch.squeeze(torch.nonzero(torch.squeeze(unfinished, 1)), 1)
        some = torch.index_select(p, 0, rows)
        n1, least1, = self.prefix(some, torch.index_select(k, 0, rows), torch.index_select(top_p, 0, rows), looked)
        at = annotate(List[Optional[Tensor]], [rows])
        n = torch.index_put_(n, at, n1)
        least = torch.index_put_(least, at, least1)
    least = torch.where(on, least, 0.)
    keep = p >= least
    # Where more are as probable as the least than there is room for, the lower ids stay.
    cut = torch.logical_and(on, torch.sum(keep, [1], True) != n)
    if bool(torch.any(cut)):
      above = p > least
      room = n - torch.sum(above, [1], True)
      equal = p == least
      first = torch.logical_and(equal, torch.cumsum(equal, 1) <= room)
      keep = torch.logical_or(torch.logical_or(above, first), torch.logical_not(on))
    return torch.where(keep, p, 0.)

  # The law [R, V] in f64, not normalised, of the rows z [R, V]. settings [R, 5]: temperature, top-k,
  # top-p, min-p, uniform. What is off for all rows is left out: width 0 for top-k and top-p; `steps`
  # has 1 for temperatures, 2 for min-p.
  def law(self: __torch__.Sampling, z: Tensor, settings: Tensor, width: int, steps: int) -> Tensor:
    columns = torch.split(settings, 1, 1)
    x = torch.to(z, 7)
    if steps % 2 == 1:
      x = torch.div_(x, columns[0])
    p = torch.softmax(x, 1)
    if width > 0:
      p = self.truncate(p, torch.to(columns[1], 4), columns[2], width)
    if steps >= 2:
      least = columns[3] * torch.amax(p, [1], True)
      p = torch.where(p >= least, p, torch.zeros_like(p))
    return p

  # Tokens [R] by inversion: the first whose cumulated probability is above uniform times the whole
  # mass; -1 where there is none, because the largest of z is no number.
  def draw(self: __torch__.Sampling, z: Tensor, settings: Tensor, width: int, steps: int) -> Tensor:
    V = torch.size(z, 1)
    cumulated = torch.cumsum(self.law(z, settings, width, steps), 1)
    mass = torch.slice(cumulated, 1, V - 1, V)
    target = torch.slice(settings, 1, 4, 5) * mass
    ids = torch.searchsorted(cumulated, target, out_int32=False, right=True)
    return torch.squeeze(torch.where(mass > 0, ids, -1), 1)

  # Tokens [R], then the log-probabilities of those of the rows `asking`, all in f64. The rows in
  # `drawn` draw, the others take the largest z; -1 where a row has no token. logits [R, V] are the
  # model's, z what penalties, bias and masks made of them if they are `edited`.
  def choose(self: __torch__.Sampling, logits: Tensor, z: Tensor, settings: Tensor, drawn: List[int], asking: List[int], edited: int, width: int, steps: int) -> Tensor:
    R = torch.size(z, 0)
    m = torch.len(drawn)
    if m == R:
      ids = self.draw(z, settings, width, steps)
    else:
      ids = self.checked(z, torch.argmax(z, 1))
      if m > 0:
        rows = torch.tensor(drawn, dtype=4, device=ops.prim.device(z))
        some = self.draw(torch.index_select(z, 0, rows), torch.index_select(settings, 0, rows), width, steps)
        ids = torch.index_put_(ids, annotate(List[Optional[Tensor]], [rows]), some)
    if edited > 0:
      ids = self.checked(logits, ids)
    result = torch.to(ids, 7)
    if torch.len(asking) > 0:
      result = torch.cat([result, self.chosen(logits, ids, asking)])
    return result

  # Log-probabilities [m] in f64 of the tokens ids [R] in the rows `asking` [m].
  def chosen(self: __torch__.Sampling, logits: Tensor, ids: Tensor, asking: List[int]) -> Tensor:
    x = logits
    of = ids
    if torch.len(asking) < torch.size(logits, 0):
      rows = torch.tensor(asking, dtype=4, device=ops.prim.device(logits))
      x = torch.index_select(logits, 0, rows)
      of = torch.index_select(ids, 0, rows)
    x = torch.log_softmax(torch.to(x, 7), 1)
    return torch.squeeze(torch.gather(x, 1, torch.unsqueeze(torch.clamp(of, 0), 1)), 1)

  # The law [R, V] in f64 with mass 1 of the rows in `drawn` [m], all mass on the largest z for the
  # others.
  def probabilities(self: __torch__.Sampling, z: Tensor, settings: Tensor, drawn: List[int], width: int, steps: int) -> Tensor:
    V = torch.size(z, 1)
    p = torch.to(torch.one_hot(torch.argmax(z, 1), V), 7)
    if torch.len(drawn) > 0:
      rows = torch.tensor(drawn, dtype=4, device=ops.prim.device(z))
      q = self.law(torch.index_select(z, 0, rows), torch.index_select(settings, 0, rows), width, steps)
      q = q / torch.slice(torch.cumsum(q, 1), 1, V - 1, V)
      p = torch.index_put_(p, annotate(List[Optional[Tensor]], [rows]), q)
    return p

  # Log-probabilities in f64 of the rows of `logits` in `rows` [m]: those of the pairs [2, n] (index
  # into rows, id), and per row its `top` largest, one after another, with their ids. Among equals
  # the lower id comes first.
  def logprobs(self: __torch__.Sampling, logits: Tensor, rows: Tensor, pairs: Tensor, top: List[int]) -> Tuple[Tensor, Tensor, Tensor]:
    x = torch.log_softmax(torch.to(torch.index_select(logits, 0, rows), 7), 1)
    values = annotate(List[Tensor], [torch.zeros([0], dtype=7, device=ops.prim.device(x))])
    ids = annotate(List[Tensor], [torch.zeros([0], dtype=4, device=ops.prim.device(x))])
    for i in range(torch.len(top)):
      if top[i] > 0:
        row = x[i]
        largest, _, = torch.topk(row, top[i], 0, True, True)
        candidates = torch.squeeze(torch.nonzero(row >= largest[top[i] - 1]), 1)
        sorted, order, = torch.sort(torch.index_select(row, 0, candidates), stable=True, dim=0, descending=True)
        _ = torch.append(values, torch.slice(sorted, 0, 0, top[i]))
        _1 = torch.append(ids, torch.index_select(candidates, 0, torch.slice(order, 0, 0, top[i])))
    return (self.at(x, pairs[0], pairs[1]), torch.cat(values), torch.cat(ids))
