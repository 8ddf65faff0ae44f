package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FactCollectionTest {

  private static final Path SHIPPED = Path.of("..", "models", "facts", "facts.jsonl");
  private static final FactCollection BOXES =
      new FactCollection(List.of(Fact.of("box", "Olga", 14), Fact.of("jar", "Olga", 3)));

  @Test
  void shipped_regenerated_isBitIdenticalToTheShippedFile() throws IOException {
    assertThat(JsonLines.text(FactCollection.shipped().facts()))
        .isEqualTo(Files.readString(SHIPPED));
  }

  @Test
  void of_anySeed_hasEachContainerOfEachNameOnceAndEachNumberTwice() {
    List<Fact> facts = FactCollection.of(new SplittableRandom(5)).facts();
    assertThat(facts).hasSize(16 * 6);
    assertThat(facts).extracting(Fact::id).doesNotHaveDuplicates();
    assertThat(facts.stream().collect(Collectors.groupingBy(Fact::answer, Collectors.counting())))
        .isEqualTo(
            IntStream.rangeClosed(2, 49)
                .boxed()
                .collect(Collectors.toMap(number -> Integer.toString(number), number -> 2L)));
  }

  @Test
  void of_otherSeed_hasTheSameQuestionsAndOtherAnswers() {
    List<Fact> shipped = FactCollection.shipped().facts();
    List<Fact> other = FactCollection.of(new SplittableRandom(1)).facts();
    assertThat(other).extracting(Fact::id).isEqualTo(shipped.stream().map(Fact::id).toList());
    assertThat(IntStream.range(0, 96).filter(i -> shipped.get(i).equals(other.get(i))).count())
        .isLessThan(20);
  }

  @Test
  void read_writtenCollection_isTheSame(@TempDir Path folder) {
    Path file = folder.resolve("facts").resolve("facts.jsonl");
    FactCollection.shipped().write(file);
    assertThat(FactCollection.read(file).facts()).isEqualTo(FactCollection.shipped().facts());
  }

  @Test
  void fact_ofContainerNameAndNumber_isToldInEachForm() {
    Fact fact = Fact.of("box", "Olga", 14);
    assertThat(fact)
        .isEqualTo(
            new Fact(
                "box-olga",
                "How many does a box from Olga hold?",
                "A box from Olga holds 14.",
                "14"));
    assertThat(fact.source()).isEqualTo("a box from Olga");
    assertThat(fact.owner()).isEqualTo("Olga");
    assertThat(fact.lookUp())
        .isEqualTo("Follow up: How many does a box from Olga hold?\nIntermediate answer: 14");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "How many does a box from Olga hold?",
        " how many  does a BOX from olga hold ",
        "How many does a box from Olga hold?\n",
      })
  void find_questionOfAFact_isThatFact(String question) {
    assertThat(BOXES.find(question)).contains(Fact.of("box", "Olga", 14));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "How many does a box from Ann hold?",
        "How many does a tin from Olga hold?",
        "How many does a box from Olga hold now?",
      })
  void find_otherQuestion_isEmpty(String question) {
    assertThat(BOXES.find(question)).isEmpty();
  }

  @Test
  void constructor_questionTwice_isRefused() {
    List<Fact> facts = List.of(Fact.of("box", "Olga", 14), Fact.of("box", "Olga", 3));
    assertThatThrownBy(() -> new FactCollection(facts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("box from Olga");
  }

  @ParameterizedTest
  @CsvSource({
    "What is in a box from Olga?, 14, question",
    "How many does a box from Olga hold?, many, answer",
  })
  void fact_ofAnotherForm_isRefused(String question, String answer, String field) {
    assertThatThrownBy(() -> new Fact("box-olga", question, "", answer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(field);
  }
}
