package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EditDistanceTest {
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "intention, execution, 5",
    "saturday, sunday, 3",
    "'', abc, 3",
    "abc, '', 3",
    "'', '', 0",
    "abc, abc, 0",
    "a😀b, ab, 1"
  })
  void between_textbookExamples_isTheKnownDistance(String a, String b, int distance) {
    assertThat(EditDistance.between(a.codePoints().toArray(), b.codePoints().toArray()))
        .isEqualTo(distance);
  }

  @Test
  void between_randomSequencesAroundBlockEnds_isThatOfThePlainTable() {
    PlainTable.requireEqual(EditDistance::between, EditDistanceTest::table);
  }

  private static int table(int[] a, int[] b) {
    int[][] distance = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
        } else {
          int changed = distance[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
          int moved = 1 + Math.min(distance[i - 1][j], distance[i][j - 1]);
          distance[i][j] = Math.min(changed, moved);
        }
      }
    }
    return distance[a.length][b.length];
  }
}
