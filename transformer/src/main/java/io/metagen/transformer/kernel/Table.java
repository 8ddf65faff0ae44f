package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows that are looked up, in f32 or bf16. */
public final class Table {
  private final Rows rows;

  /**
   * Takes memory for zeros.
   *
   * @param type F32 or BF16
   * @param arena ends the memory
   * @throws OutOfMemoryError if there is not enough
   */
  public Table(int count, int width, ElementType type, Arena arena) {
    MemorySegment memory = Memory.zeros((long) count * width * type.bytes(), arena);
    rows = Rows.of(memory.address(), type, width);
  }

  /** Rounds and writes a row, whose numbers begin at an index. */
  public void put(int row, float[] values, int at) {
    switch (rows.type()) {
      case F32 -> Convert.toF32(values, at, rows.width(), rows.at(row));
      case BF16 -> putBf16(values, at, rows.at(row));
      case INT8 -> throw new IllegalStateException("rows of a table have no scales");
    }
  }

  /**
   * One number at a time: a table is written once, early, and vectors that the JIT has not compiled
   * yet are objects, some 200 MB of them for an embedding of 66 million numbers.
   */
  private void putBf16(float[] values, int at, long address) {
    for (int i = 0; i < rows.width(); i++) {
      short bits = Convert.bf16(values[at + i]);
      Memory.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address + 2L * i, bits);
    }
  }

  /** Reads a row to the start of an array. */
  void load(int row, float[] into) {
    rows.load(row, into);
  }
}
