package io.metagen.bench.cost;

/**
 * What calls of one kind cost.
 *
 * @param calls their number
 * @param flop operations of one of them
 * @param bytes that one of them must read and write
 */
record Cost(int calls, double flop, double bytes) {

  Cost {
    if (calls < 0 || !(flop >= 0) || !(bytes >= 0)) {
      throw new IllegalArgumentException("negative: " + calls + ", " + flop + ", " + bytes);
    }
  }

  double allFlop() {
    return calls * flop;
  }

  double allBytes() {
    return calls * bytes;
  }
}
