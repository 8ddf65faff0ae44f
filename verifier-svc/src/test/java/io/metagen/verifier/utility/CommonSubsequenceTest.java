package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommonSubsequenceTest {
  @ParameterizedTest
  @CsvSource({
    "abcbdab, bdcaba, 4",
    "aggtab, gxtxayb, 4",
    "'', abc, 0",
    "abc, abc, 3",
    "abc, xyz, 0"
  })
  void length_textbookExamples_isTheKnownLength(String a, String b, int length) {
    assertThat(CommonSubsequence.length(a.codePoints().toArray(), b.codePoints().toArray()))
        .isEqualTo(length);
  }

  @Test
  void length_randomSequencesAroundBlockEnds_isThatOfThePlainTable() {
    PlainTable.requireEqual(CommonSubsequence::length, CommonSubsequenceTest::table);
  }

  private static int table(int[] a, int[] b) {
    int[][] length = new int[a.length + 1][b.length + 1];
    for (int i = 1; i <= a.length; i++) {
      for (int j = 1; j <= b.length; j++) {
        length[i][j] =
            a[i - 1] == b[j - 1]
                ? length[i - 1][j - 1] + 1
                : Math.max(length[i - 1][j], length[i][j - 1]);
      }
    }
    return length[a.length][b.length];
  }
}
