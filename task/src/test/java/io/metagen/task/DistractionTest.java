package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DistractionTest {

  private static final long SEED = 20_261_122L;

  @Test
  void of_anyProblem_givesItBackWithoutTheAddedSentences() {
    distractions()
        .forEach(
            distraction -> {
              Problem problem = distraction.problem();
              List<String> sentences = new ArrayList<>(ProblemReader.sentences(distraction.text()));
              assertThat(sentences).containsSubsequence(distraction.added());
              sentences.removeAll(distraction.added());
              assertThat(String.join(" ", sentences)).isEqualTo(problem.problem());
              assertThat(ProblemReader.read(String.join(" ", sentences)).solution())
                  .isEqualTo(problem.solution());
            });
  }

  @Test
  void of_anyProblem_addsOneToThreeSentencesBehindTheFirstAndBeforeTheQuestion() {
    Set<Integer> counts = new HashSet<>();
    distractions()
        .forEach(
            distraction -> {
              List<String> clean = ProblemReader.sentences(distraction.problem().problem());
              assertThat(distraction.text()).startsWith(clean.getFirst()).endsWith(clean.getLast());
              counts.add(distraction.added().size());
            });
    assertThat(counts).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void of_anyProblem_addsSentencesOfOtherThingsThatAreNoneOfTheTask() {
    distractions()
        .forEach(
            distraction -> {
              String clean = distraction.problem().problem();
              String things = clean.replaceFirst("^\\S+ has \\d+ (\\w+)\\..*", "$1");
              assertThat(distraction.added())
                  .allMatch(sentence -> !List.of(sentence.split("\\W+")).contains(things))
                  .allMatch(sentence -> Lexicon.THINGS.stream().anyMatch(sentence::contains));
              assertThatThrownBy(() -> ProblemReader.read(distraction.text()))
                  .isInstanceOf(UnreadableProblemException.class);
            });
  }

  @Test
  void of_oneProblem_tellsOfPeopleMetAndUnmetAtEveryPlace() {
    Problem problem = new ProblemSource(SEED).problem(Split.TRAIN, 3, 0);
    Set<String> names = new HashSet<>();
    Set<Integer> places = new HashSet<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 500; i++) {
      Distraction distraction = Distraction.of(problem, random);
      List<String> sentences = ProblemReader.sentences(distraction.text());
      for (String added : distraction.added()) {
        names.add(added.replaceFirst("^(?:Then )?(\\w+) .*", "$1"));
        places.add(
            (int)
                sentences.subList(0, sentences.indexOf(added)).stream()
                    .filter(before -> !distraction.added().contains(before))
                    .count());
      }
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(Lexicon.NAMES);
    assertThat(places).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void of_anyProblem_speaksInTheWordsOfTheTask() {
    Set<String> words = new HashSet<>(Lexicon.inner());
    distractions()
        .flatMap(distraction -> distraction.added().stream())
        .flatMap(sentence -> Stream.of(sentence.split("[^A-Za-z]+")))
        .filter(word -> !word.isEmpty())
        .forEach(word -> assertThat(words).contains(word));
  }

  @Test
  void of_sameRandomNumbers_isTheSame() {
    Problem problem = new ProblemSource(SEED).problem(Split.TRAIN, 5, 0);
    assertThat(Distraction.of(problem, new SplittableRandom(3)))
        .isEqualTo(Distraction.of(problem, new SplittableRandom(3)))
        .isNotEqualTo(Distraction.of(problem, new SplittableRandom(4)));
  }

  private static Stream<Distraction> distractions() {
    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, 2000)
        .mapToObj(i -> new ProblemSource(SEED).problem(Split.TRAIN, 2 + i % 7, i))
        .map(problem -> Distraction.of(problem, random));
  }
}
