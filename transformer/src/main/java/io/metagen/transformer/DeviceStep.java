package io.metagen.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The indices of a step as {@code device.py} takes them. Tokens are packed row by row, rows with
 * one new token first: these are one call of the attention, every other row is one.
 *
 * @param indices one after another: tokens, their positions, their slots in the pool, the tokens to
 *     answer for, and for each call the blocks of its rows, [rows, blocks]
 * @param sizes how many of each there are
 * @param calls for each call its rows, new tokens of a row, and blocks of a row
 */
@SuppressWarnings("ArrayRecordComponent") // made once per step and never compared
record DeviceStep(long[] indices, long[] sizes, long[] calls) {

  static DeviceStep of(Forward.Batch batch, int blockSize) {
    List<Row> single = batch.rows().stream().filter(row -> row.tokens().length == 1).toList();
    List<List<Row>> calls = new ArrayList<>();
    if (!single.isEmpty()) {
      calls.add(single);
    }
    batch.rows().stream().filter(row -> row.tokens().length > 1).map(List::of).forEach(calls::add);
    return of(batch, calls, blockSize);
  }

  private static DeviceStep of(Forward.Batch batch, List<List<Row>> calls, int blockSize) {
    List<Row> packed = calls.stream().flatMap(Collection::stream).toList();
    List<long[]> parts = new ArrayList<>();
    parts.add(
        packed.stream().flatMapToInt(row -> Arrays.stream(row.tokens())).asLongStream().toArray());
    parts.add(packed.stream().flatMapToLong(DeviceStep::positions).toArray());
    parts.add(packed.stream().flatMapToLong(row -> slots(row, blockSize)).toArray());
    parts.add(answers(batch));
    List<Long> shapes = new ArrayList<>();
    for (List<Row> call : calls) {
      int blocks = call.stream().mapToInt(row -> blocks(row, blockSize)).max().orElseThrow();
      parts.add(call.stream().flatMapToLong(row -> table(row, blocks, blockSize)).toArray());
      shapes.addAll(
          List.of((long) call.size(), (long) call.getFirst().tokens().length, (long) blocks));
    }
    return new DeviceStep(
        parts.stream().flatMapToLong(Arrays::stream).toArray(),
        parts.stream().mapToLong(part -> part.length).toArray(),
        shapes.stream().mapToLong(Long::longValue).toArray());
  }

  private static LongStream positions(Row row) {
    return LongStream.range(row.start(), row.context());
  }

  private static LongStream slots(Row row, int blockSize) {
    return positions(row)
        .map(at -> (long) row.blocks()[(int) at / blockSize] * blockSize + at % blockSize);
  }

  private static int blocks(Row row, int blockSize) {
    return Math.ceilDiv(row.context(), blockSize);
  }

  /** A row's blocks, filled up with its first, whose positions are then beyond what it sees. */
  private static LongStream table(Row row, int length, int blockSize) {
    int own = blocks(row, blockSize);
    return IntStream.range(0, length).mapToLong(i -> row.blocks()[i < own ? i : 0]);
  }

  /** The places of the tokens to answer for, in the batch's order. */
  private static long[] answers(Forward.Batch batch) {
    int nextSingle = 0;
    int next = (int) batch.rows().stream().filter(row -> row.tokens().length == 1).count();
    List<LongStream> answers = new ArrayList<>();
    for (Row row : batch.rows()) {
      int count = row.tokens().length;
      int first = count == 1 ? nextSingle++ : next;
      next += count == 1 ? 0 : count;
      answers.add(Arrays.stream(row.answers()).mapToLong(place -> first + place));
    }
    return answers.stream().flatMapToLong(stream -> stream).toArray();
  }
}
