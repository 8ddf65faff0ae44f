package io.metagen.generator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PublisherTest {

  @Test
  void close_afterManyResults_hasPublishedAllInOrder() {
    List<Integer> published = new ArrayList<>();
    try (Publisher publisher = new Publisher(thrown -> published.clear())) {
      for (int i = 0; i < 1000; i++) {
        int step = i;
        publisher.execute(() -> published.add(step));
      }
    }
    assertThat(published).isEqualTo(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void execute_resultsThatThrow_isToldAndGoesOn() {
    List<Throwable> told = new ArrayList<>();
    List<String> published = new ArrayList<>();
    IllegalStateException broken = new IllegalStateException("broken");
    try (Publisher publisher = new Publisher(told::add)) {
      publisher.execute(
          () -> {
            throw broken;
          });
      publisher.execute(() -> published.add("next"));
    }
    assertThat(told).containsExactly(broken);
    assertThat(published).containsExactly("next");
  }
}
