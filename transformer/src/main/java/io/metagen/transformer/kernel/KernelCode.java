package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Assembler.R10;
import static io.metagen.transformer.kernel.Assembler.R11;
import static io.metagen.transformer.kernel.Assembler.R8;
import static io.metagen.transformer.kernel.Assembler.R9;
import static io.metagen.transformer.kernel.Assembler.RAX;
import static io.metagen.transformer.kernel.Assembler.RCX;
import static io.metagen.transformer.kernel.Assembler.RDI;
import static io.metagen.transformer.kernel.Assembler.RDX;
import static io.metagen.transformer.kernel.Assembler.RSI;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;

/**
 * The code of {@link MicroKernels}: for each type, number of rows, vectors of columns, lines to
 * bring near with each group, and for new sums or sums to add to. In C a kernel is
 *
 * <pre>
 * void kernel(char *rows, long rowStride, char *tile, long tileStride, long groups,
 *             char *sums, long sumsStride, char *next)
 * </pre>
 *
 * with strides in bytes, by the System V calling convention. All sums are taken in the order of the
 * inputs, one fused multiplication (or one of a group) after the other, so that a product may be
 * divided anywhere.
 */
final class KernelCode {

  /** Columns of a vector. */
  static final int LANES = 16;

  /** Rows of a kernel at most. */
  static final int ROWS = 8;

  /** Vectors of columns of a kernel at most. */
  static final int VECTORS = 4;

  /** Registers for sums; the next ones are for the tile, then one for a row. */
  private static final int SUMS = 24;

  private static final int ROW = SUMS + VECTORS;

  /** Rows whose addresses one register and multiples of the stride give. */
  private static final int NEIGHBOURS = 4;

  // Where the last two arguments are, above the return address.
  private static final int SUMS_STRIDE = 8;
  private static final int NEXT = 16;

  private final MemorySegment[] kernels = new MemorySegment[2 * (VECTORS + 1) * VECTORS * ROWS];

  /**
   * Makes the code.
   *
   * @throws IllegalStateException if the system allows no code made by this process
   */
  KernelCode(ElementType type) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int[] ends = new int[kernels.length];
    for (int i = 0; i < kernels.length; i++) {
      int rows = i % ROWS + 1;
      int vectors = i / ROWS % VECTORS + 1;
      int lines = i / (ROWS * VECTORS) % (VECTORS + 1);
      boolean add = i / (ROWS * VECTORS * (VECTORS + 1)) == 1;
      if (rows * vectors <= SUMS) {
        all.writeBytes(code(type, rows, vectors, lines, add));
      }
      ends[i] = all.size();
    }
    MemorySegment code = Memory.code(all.toByteArray());
    for (int i = 0; i < kernels.length; i++) {
      int begin = i == 0 ? 0 : ends[i - 1];
      kernels[i] = code.asSlice(begin, (long) ends[i] - begin);
    }
  }

  /** Returns a kernel; it is empty if there are not enough registers for it. */
  MemorySegment kernel(int rows, int vectors, int lines, boolean add) {
    int number = (add ? VECTORS + 1 : 0) + lines;
    return kernels[(number * VECTORS + vectors - 1) * ROWS + rows - 1];
  }

  private static byte[] code(ElementType type, int rows, int vectors, int lines, boolean add) {
    Assembler to = new Assembler();
    to.address(R10, RSI, RSI, 2);
    to.address(R11, RDI, RSI, NEIGHBOURS);
    to.move(RAX, R9);
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < vectors; v++) {
        if (add) {
          to.load(row * vectors + v, RAX, v);
        } else {
          to.clear(row * vectors + v);
        }
      }
      to.addFromStack(RAX, SUMS_STRIDE);
    }
    to.moveFromStack(RAX, NEXT);
    int loop = to.size();
    for (int line = 0; line < lines; line++) {
      to.prefetch(RAX, line);
    }
    for (int v = 0; v < vectors; v++) {
      to.load(SUMS + v, RDX, v);
    }
    for (int row = 0; row < rows; row++) {
      broadcast(to, row);
      for (int v = 0; v < vectors; v++) {
        to.multiply(type, row * vectors + v, ROW, SUMS + v);
      }
    }
    to.addNumber(RAX, lines * Assembler.VECTOR);
    to.addNumber(RDI, Float.BYTES);
    to.addNumber(R11, Float.BYTES);
    to.add(RDX, RCX);
    to.repeat(R8, loop);
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < vectors; v++) {
        to.store(row * vectors + v, R9, v);
      }
      to.addFromStack(R9, SUMS_STRIDE);
    }
    to.end();
    return to.code();
  }

  /** Fills a vector with a row's group. */
  private static void broadcast(Assembler to, int row) {
    int base = row < NEIGHBOURS ? RDI : R11;
    switch (row % NEIGHBOURS) {
      case 0 -> to.broadcast(ROW, base);
      case 3 -> to.broadcast(ROW, base, R10, 1);
      default -> to.broadcast(ROW, base, RSI, row % NEIGHBOURS);
    }
  }
}
