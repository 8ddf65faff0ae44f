package io.metagen.verifier.utility;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Hypotheses and evidence with equal texts taken together. Rows are the distinct hypotheses,
 * columns the distinct evidence, both in the order of their first appearance; text {@code row} is
 * the hypothesis of that row.
 *
 * @param texts all distinct texts, the hypotheses first
 * @param rows how many of them are hypotheses
 * @param columnTexts index in {@code texts} of each column's text
 * @param columnOfText column of each text, -1 for a hypothesis that is no evidence
 * @param rowOfHypothesis row of each given hypothesis
 * @param columnOfEvidence column of each given evidence
 */
record DistinctTexts(
    List<String> texts,
    int rows,
    List<Integer> columnTexts,
    List<Integer> columnOfText,
    List<Integer> rowOfHypothesis,
    List<Integer> columnOfEvidence) {

  /**
   * Returns the distinct texts.
   *
   * @param evidence empty for the hypotheses
   */
  static DistinctTexts of(List<String> hypotheses, List<String> evidence) {
    Map<String, Integer> numbers = new HashMap<>();
    List<String> texts = new ArrayList<>();
    List<Integer> rowOfHypothesis = numbered(hypotheses, numbers, texts);
    int rows = texts.size();
    List<Integer> evidenceTexts =
        evidence.isEmpty() ? rowOfHypothesis : numbered(evidence, numbers, texts);
    List<Integer> columnTexts = evidenceTexts.stream().distinct().toList();
    Map<Integer, Integer> columns = new HashMap<>();
    columnTexts.forEach(text -> columns.put(text, columns.size()));
    List<Integer> columnOfText =
        IntStream.range(0, texts.size()).mapToObj(t -> columns.getOrDefault(t, -1)).toList();
    return new DistinctTexts(
        List.copyOf(texts),
        rows,
        columnTexts,
        columnOfText,
        rowOfHypothesis,
        evidenceTexts.stream().map(columnOfText::get).toList());
  }

  int columns() {
    return columnTexts.size();
  }

  /** Whether the same two texts, exchanged, stand in an earlier row. */
  boolean repeats(int row, int column) {
    return columnTexts.get(column) < row && columnOfText.get(row) >= 0;
  }

  /** Fills the cells that repeat an earlier one by what that one becomes in exchange. */
  void mirror(double[][] matrix, DoubleUnaryOperator exchanged) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns(); column++) {
        if (repeats(row, column)) {
          double earlier = matrix[columnTexts.get(column)][columnOfText.get(row)];
          matrix[row][column] = exchanged.applyAsDouble(earlier);
        }
      }
    }
  }

  /** Returns a row for each given hypothesis, with a value for each given evidence. */
  List<double[]> spread(double[][] matrix) {
    return rowOfHypothesis.stream()
        .map(row -> columnOfEvidence.stream().mapToDouble(column -> matrix[row][column]).toArray())
        .toList();
  }

  private static List<Integer> numbered(
      List<String> given, Map<String, Integer> numbers, List<String> texts) {
    List<Integer> indices = new ArrayList<>();
    for (String text : given) {
      Integer known = numbers.putIfAbsent(text, texts.size());
      if (known == null) {
        texts.add(text);
      }
      indices.add(known == null ? texts.size() - 1 : known);
    }
    return indices;
  }
}
