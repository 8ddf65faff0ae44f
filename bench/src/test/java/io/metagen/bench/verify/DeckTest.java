package io.metagen.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeckTest {
  private static final List<Drill> DRILLS = drills();

  private static List<Drill> drills() {
    List<Drill> drills = new ArrayList<>(Checks.drills());
    drills.addAll(Measures.drills());
    return drills;
  }

  @Test
  void next_everyRound_hasEachKindOnceInAnotherOrder() {
    Deck deck = new Deck(DRILLS, 5);
    List<String> first = kinds(cards(deck, DRILLS.size()));
    List<String> second = kinds(cards(deck, DRILLS.size()));

    assertThat(first).containsExactlyInAnyOrderElementsOf(deck.kinds()).doesNotHaveDuplicates();
    assertThat(second).containsExactlyInAnyOrderElementsOf(deck.kinds()).isNotEqualTo(first);
  }

  @Test
  void next_sameSeed_isTheSameLoadAndAnotherSeedAnother() {
    List<Deck.Card> cards = cards(new Deck(DRILLS, 5), 60);

    assertThat(cards(new Deck(DRILLS, 5), 60)).isEqualTo(cards);
    assertThat(cards(new Deck(DRILLS, 6), 60)).isNotEqualTo(cards);
  }

  @Test
  void next_checks_askForMoreThanOneThing() {
    List<Deck.Card> cards = cards(new Deck(Checks.drills(), 5), 60);

    assertThat(cards.stream().distinct().count()).isGreaterThan(40);
  }

  @Test
  void exchanges_ofEveryKind_haveARightNumberForEachTextOrPair() {
    for (Deck.Card card : cards(new Deck(DRILLS, 5), DRILLS.size())) {
      int expected =
          switch (card.exchange()) {
            case Exchange.Scores scores -> scores.request().getCandidatesCount();
            case Exchange.Utilities pairs ->
                pairs.request().getHypothesesCount() * pairs.request().getHypothesesCount();
          };
      assertThat(card.exchange().right()).as(card.kind()).hasSize(expected);
    }
  }

  private static List<String> kinds(List<Deck.Card> cards) {
    return cards.stream().map(Deck.Card::kind).toList();
  }

  private static List<Deck.Card> cards(Deck deck, int count) {
    return IntStream.range(0, count).mapToObj(_ -> deck.next()).toList();
  }
}
