package io.metagen.transformer.kernel;

import java.io.ByteArrayOutputStream;

/**
 * Encodes the few instructions that micro-kernels are made of, for AMD64 with AVX-512 (Intel's
 * Software Developer's Manual, volume 2, sections 2.2 and 2.7). General registers have the numbers
 * that the encoding gives them, vectors of 512 bits are 0 to 31.
 */
final class Assembler {
  static final int RAX = 0;
  static final int RCX = 1;
  static final int RDX = 2;
  static final int RSP = 4;
  static final int RSI = 6;
  static final int RDI = 7;
  static final int R8 = 8;
  static final int R9 = 9;
  static final int R10 = 10;
  static final int R11 = 11;

  /** Bytes of a vector, and of a line of the caches. */
  static final int VECTOR = 64;

  /** In place of an index: none. */
  private static final int NONE = RSP;

  /** In place of a base: base and index follow. */
  private static final int INDEXED = RSP;

  // What two operands are: both registers, or memory without, with 8 or with 32 bits of
  // displacement.
  private static final int MEMORY = 0;
  private static final int MEMORY_NEAR = 1;
  private static final int MEMORY_FAR = 2;
  private static final int REGISTERS = 3;

  // The first byte of EVEX, its opcode maps and prefixes.
  private static final int EVEX = 0x62;
  private static final int MAP_0F = 1;
  private static final int MAP_0F38 = 2;
  private static final int NO_PREFIX = 0;
  private static final int PREFIX_66 = 1;
  private static final int PREFIX_F3 = 2;

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();

  /** The memory at base + index times scale + displacement, this in units of what is accessed. */
  private record Place(int base, int index, int scale, int displacement) {}

  /** Returns the number of bytes so far. */
  int size() {
    return code.size();
  }

  byte[] code() {
    return code.toByteArray();
  }

  /** Loads a vector from a register's address and so many vectors more: vmovups. */
  void load(int vector, int base, int vectors) {
    evex(NO_PREFIX, MAP_0F, 0x10, vector, 0, new Place(base, NONE, 1, vectors));
  }

  /** Stores a vector at a register's address and so many vectors more: vmovups. */
  void store(int vector, int base, int vectors) {
    evex(NO_PREFIX, MAP_0F, 0x11, vector, 0, new Place(base, NONE, 1, vectors));
  }

  /** Fills a vector with the 32 bits at a register's address: vbroadcastss. */
  void broadcast(int vector, int base) {
    evex(PREFIX_66, MAP_0F38, 0x18, vector, 0, new Place(base, NONE, 1, 0));
  }

  /** Fills a vector with the 32 bits at base + index times 1, 2, 4 or 8: vbroadcastss. */
  void broadcast(int vector, int base, int index, int scale) {
    evex(PREFIX_66, MAP_0F38, 0x18, vector, 0, new Place(base, index, scale, 0));
  }

  /** Clears a vector: vpxord. */
  void clear(int vector) {
    evex(PREFIX_66, MAP_0F, 0xEF, vector, vector, vector);
  }

  /**
   * Adds products of groups to 32-bit sums: vfmadd231ps, vdpbf16ps, or vpdpbusd of numbers without
   * a sign and numbers with one.
   */
  void multiply(ElementType type, int sums, int left, int right) {
    switch (type) {
      case F32 -> evex(PREFIX_66, MAP_0F38, 0xB8, sums, left, right);
      case BF16 -> evex(PREFIX_F3, MAP_0F38, 0x52, sums, left, right);
      case INT8 -> evex(PREFIX_66, MAP_0F38, 0x50, sums, left, right);
    }
  }

  /** Brings the line at a register's address and so many lines more near: prefetcht0. */
  void prefetch(int base, int lines) {
    bytes(0x0F, 0x18, operands(MEMORY_FAR, 1, base));
    number(lines * VECTOR);
  }

  /** Copies a register. */
  void move(int to, int from) {
    registers(0x89, to, from);
  }

  /** Loads a register from so many bytes above the stack's top. */
  void moveFromStack(int to, int offset) {
    stack(0x8B, to, offset);
  }

  /** Adds a register. */
  void add(int to, int what) {
    registers(0x01, to, what);
  }

  /** Adds what lies so many bytes above the stack's top. */
  void addFromStack(int to, int offset) {
    stack(0x03, to, offset);
  }

  /** Adds a number. */
  void addNumber(int to, int what) {
    bytes(rex(0, 0, to), 0x81, operands(REGISTERS, 0, to));
    number(what);
  }

  /** Computes base + index times scale: lea. */
  void address(int to, int base, int index, int scale) {
    bytes(rex(to, index, base), 0x8D, operands(MEMORY, to, INDEXED), sib(base, index, scale));
  }

  /** Takes 1 from a register, and goes to a place in the code if it is not zero: dec, jnz. */
  void repeat(int count, int target) {
    bytes(rex(0, 0, count), 0xFF, operands(REGISTERS, 1, count), 0x0F, 0x85);
    number(target - (size() + Integer.BYTES));
  }

  /** Returns to the caller: vzeroupper, ret. */
  void end() {
    bytes(0xC5, 0xF8, 0x77, 0xC3);
  }

  private void registers(int opcode, int to, int from) {
    bytes(rex(from, 0, to), opcode, operands(REGISTERS, from, to));
  }

  private void stack(int opcode, int to, int offset) {
    int stack = sib(RSP, NONE, 1);
    bytes(rex(to, 0, 0), opcode, operands(MEMORY_NEAR, to, INDEXED), stack, offset);
  }

  private void evex(int prefix, int map, int opcode, int reg, int first, int second) {
    prefixes(prefix, map, new int[] {reg, first, bit(second, 4), bit(second, 3)});
    bytes(opcode, operands(REGISTERS, reg, second));
  }

  private void evex(int prefix, int map, int opcode, int reg, int first, Place place) {
    prefixes(prefix, map, new int[] {reg, first, bit(place.index, 3), bit(place.base, 3)});
    int mode = place.displacement == 0 ? MEMORY : MEMORY_NEAR;
    if (place.index == NONE) {
      bytes(opcode, operands(mode, reg, place.base));
    } else {
      bytes(opcode, operands(mode, reg, INDEXED), sib(place.base, place.index, place.scale));
    }
    if (mode == MEMORY_NEAR) {
      bytes(place.displacement);
    }
  }

  /**
   * Writes the four bytes before an opcode, in which all bits of registers are inverted.
   *
   * @param registers the first of an instruction, the one that only it names, and the upper bits of
   *     an index and of a base, or both of a vector
   */
  private void prefixes(int prefix, int map, int[] registers) {
    int reg = registers[0];
    int first = registers[1];
    int upper = bit(reg, 3) << 3 | registers[2] << 2 | registers[3] << 1 | bit(reg, 4);
    bytes(EVEX, inverted(upper) << 4 | map);
    bytes(inverted(first) << 3 | 1 << 2 | prefix, 2 << 5 | (1 - bit(first, 4)) << 3);
  }

  /** Returns the prefix for 64 bits. */
  private static int rex(int reg, int index, int base) {
    return 0x48 | bit(reg, 3) << 2 | bit(index, 3) << 1 | bit(base, 3);
  }

  private static int operands(int mode, int reg, int second) {
    return mode << 6 | low(reg) << 3 | low(second);
  }

  private static int sib(int base, int index, int scale) {
    return Integer.numberOfTrailingZeros(scale) << 6 | low(index) << 3 | low(base);
  }

  private static int low(int register) {
    return register & 7;
  }

  private static int bit(int register, int index) {
    return register >> index & 1;
  }

  private static int inverted(int fourBits) {
    return ~fourBits & 15;
  }

  private void number(int value) {
    bytes(value, value >> 8, value >> 16, value >> 24);
  }

  private void bytes(int... values) {
    for (int value : values) {
      code.write(value);
    }
  }
}
