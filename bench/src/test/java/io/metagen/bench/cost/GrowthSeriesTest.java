package io.metagen.bench.cost;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.bench.cost.GrowthSeries.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthSeriesTest {

  @Test
  void of_longContext_hasAllPlaces() {
    List<GrowthSeries> series = GrowthSeries.of(2048);
    assertThat(series)
        .extracting(GrowthSeries::name)
        .containsExactly("batch", "context", "samples", "depth");
    assertThat(at(series.get(0))).containsExactly(1, 2, 4, 8, 16, 32, 64);
    assertThat(at(series.get(1))).containsExactly(128, 256, 512, 1024, 2016);
    assertThat(at(series.get(2))).containsExactly(4, 16, 64);
    assertThat(at(series.get(3))).containsExactly(1, 2, 4, 8, 16, 32);
    assertThat(series).extracting(GrowthSeries::steps).containsExactly(7, 10, 3, 12);
  }

  @Test
  void of_shortContext_endsBeforeTheLastPosition() {
    List<GrowthSeries> series = GrowthSeries.of(512);
    assertThat(at(series.get(1))).containsExactly(128, 256, 480);
    assertThat(at(series.get(3))).containsExactly(1, 2, 4, 8, 15);
    assertThat(series)
        .flatExtracting(GrowthSeries::places)
        .allSatisfy(place -> assertThat(place.context()).isLessThan(512));
  }

  @Test
  void of_context_bothKindsHaveAsManyTokens() {
    for (Place place : GrowthSeries.of(2048).get(1).places()) {
      BlockPaths separate = requireNonNull(place.separate());
      BlockPaths shared = requireNonNull(place.shared());
      assertThat(shared.context()).isEqualTo(separate.context()).isEqualTo(place.at());
      assertThat(separate.distinctBlocks() - 16).isEqualTo(16 * (shared.distinctBlocks() - 16));
    }
  }

  private static List<Integer> at(GrowthSeries series) {
    return series.places().stream().map(Place::at).toList();
  }
}
