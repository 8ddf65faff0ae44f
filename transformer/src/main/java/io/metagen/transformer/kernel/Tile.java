package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One head's keys and values over some neighbouring positions, as products read them: the keys
 * [width / g, POSITIONS, g], the values [POSITIONS / g, padded width, g], with g the group of the
 * products' type, so that a group is a word of 32 bits. A position's place does not depend on how
 * many others are read.
 */
final class Tile {

  /** Positions of a tile at most. */
  static final int POSITIONS = 128;

  /** There is code for multiples of so many positions. */
  private static final int UNIT = 16;

  private static final int LOWER_HALF = 0xFFFF;

  private final int padded;
  private final int group;
  private final MemorySegment keys;
  private final MemorySegment values;
  private int positions;

  /**
   * Takes memory.
   *
   * @param arena ends it
   */
  Tile(KvMemory.Shape shape, Arena arena) {
    padded = Lanes.padded(shape.width());
    group = shape.products().group();
    keys = Memory.zeros((long) shape.width() / group * POSITIONS * Float.BYTES, arena);
    values = Memory.zeros((long) POSITIONS / group * padded * Float.BYTES, arena);
  }

  /** Begins with positions of which the first {@code seen} will be read. */
  void begin(int seen) {
    positions = Math.ceilDiv(seen, UNIT) * UNIT;
  }

  /** Reads the first positions of a block to those from {@code at} on. */
  void read(KvMemory memory, long head, int at, int count) {
    memory.readKeys(head, count, keys() + (long) at * Float.BYTES, POSITIONS);
    memory.readValues(head, count, values() + (long) at / group * padded * Float.BYTES, padded);
  }

  /**
   * Clears the values after the first {@code seen} positions: they get no weight, but what is left
   * of others there might not be a number.
   */
  void end(int seen) {
    long row = (long) padded * Float.BYTES;
    long end = values() + seen / group * row;
    if (seen % group != 0) {
      for (long word = end; word < end + row; word += Float.BYTES) {
        int pair = Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, word);
        Memory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, word, pair & LOWER_HALF);
      }
      end += row;
    }
    Memory.ALL.asSlice(end, values() + positions / group * row - end).fill((byte) 0);
  }

  /** Returns the number of positions, those after what is seen included. */
  int positions() {
    return positions;
  }

  /** Returns the address of the keys. */
  long keys() {
    return keys.address();
  }

  /** Returns the address of the values. */
  long values() {
    return values.address();
  }
}
