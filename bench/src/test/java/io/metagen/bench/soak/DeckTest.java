package io.metagen.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeckTest {
  private static final int SIZE = 20;

  @Test
  void next_everyTwentyCards_areTheSameMixOfAllKinds() {
    Deck deck = new Deck(5);
    var first = mix(cards(deck, SIZE));
    assertThat(mix(cards(deck, SIZE))).isEqualTo(first);
    assertThat(first.stream().map(text -> text.substring(0, text.indexOf(' '))).distinct())
        .hasSize(Kind.values().length);
  }

  @Test
  void next_sameSeed_isTheSameLoadAndAnotherSeedAnother() {
    List<Card> cards = cards(new Deck(5), 50);
    assertThat(cards(new Deck(5), 50)).isEqualTo(cards);
    assertThat(cards(new Deck(6), 50)).isNotEqualTo(cards);
    assertThat(cards.stream().map(Card::seed).distinct()).hasSize(50);
  }

  @Test
  void next_nextTwentyCards_comeInAnotherOrder() {
    Deck deck = new Deck(5);
    List<Kind> first = kinds(cards(deck, SIZE));
    assertThat(kinds(cards(deck, SIZE))).isNotEqualTo(first);
  }

  private static List<Kind> kinds(List<Card> cards) {
    return cards.stream().map(Card::kind).toList();
  }

  private static List<Card> cards(Deck deck, int count) {
    return IntStream.range(0, count).mapToObj(_ -> deck.next()).toList();
  }

  private static List<String> mix(List<Card> cards) {
    return cards.stream()
        .map(card -> card.kind() + " " + card.size())
        .sorted()
        .collect(Collectors.toList());
  }
}
