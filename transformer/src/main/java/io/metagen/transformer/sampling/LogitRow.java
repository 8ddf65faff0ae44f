package io.metagen.transformer.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row's logits in native memory.
 *
 * @param memory holds them
 * @param offset of the first, in bytes
 * @param count the vocabulary's size
 */
record LogitRow(MemorySegment memory, long offset, int count) {

  static final LogitRow NONE = new LogitRow(MemorySegment.NULL, 0, 0);

  static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

  /** Floats of a vector. */
  static final int L = F.length();

  /** As many floats as there are doubles in a vector. */
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

  /** Returns memory for so many logits, which the garbage collector takes back. */
  static LogitRow allocate(int count) {
    return new LogitRow(Arena.ofAuto().allocate((long) Float.BYTES * count), 0, count);
  }

  /** Returns the logits from an id on, so many if there are. */
  LogitRow part(int from, int most) {
    return new LogitRow(memory, offset + (long) Float.BYTES * from, Math.min(most, count - from));
  }

  float at(int id) {
    return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + (long) Float.BYTES * id);
  }

  void put(int id, float logit) {
    memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + (long) Float.BYTES * id, logit);
  }

  /** Returns the logits from an id on, as many as fill a vector. */
  FloatVector floats(int id) {
    return FloatVector.fromMemorySegment(F, memory, offset + (long) Float.BYTES * id, NATIVE);
  }

  /** Returns the logits at an address, as many as fill a vector of doubles. */
  static DoubleVector doubles(MemorySegment memory, long offset) {
    return (DoubleVector)
        FloatVector.fromMemorySegment(HALF, memory, offset, NATIVE)
            .convertShape(VectorOperators.F2D, Weights.D, 0);
  }

  void fill(float logit) {
    FloatVector all = FloatVector.broadcast(F, logit);
    int id = 0;
    for (; id + L <= count; id += L) {
      all.intoMemorySegment(memory, offset + (long) Float.BYTES * id, NATIVE);
    }
    for (; id < count; id++) {
      put(id, logit);
    }
  }
}
