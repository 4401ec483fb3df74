package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.sources.shops.HistoryStore.History;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OverlapsTests {

  private static final UUID SHOP = UUID.randomUUID();
  private static final Instant NEWEST = Instant.parse("2026-03-02T03:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private final Overlaps overlaps = new Overlaps();

  @Test
  void whatMayStillTurnUpIsAskedForUntilItCannotAnyMore() {
    assertThat(overlaps.after(until(NEWEST))).isEqualTo(NEWEST.minus(Overlaps.OVERLAP));
    overlaps.took(until(NEWEST), NEWEST, NOW);
    overlaps.took(until(NEWEST), NEWEST, NOW.plus(Duration.ofMinutes(9)));
    assertThat(overlaps.after(until(NEWEST)))
        .as("a transaction may last ten minutes")
        .isEqualTo(NEWEST.minus(Overlaps.OVERLAP));
    overlaps.took(until(NEWEST), NEWEST, NOW.plus(Overlaps.OVERLAP));
    assertThat(overlaps.after(until(NEWEST))).isEqualTo(NEWEST.minusSeconds(1));
  }

  @Test
  void withAnythingNewItBeginsAgain() {
    overlaps.took(until(NEWEST), NEWEST, NOW);
    overlaps.took(until(NEWEST), NEWEST, NOW.plus(Overlaps.OVERLAP));
    Instant newer = NEWEST.plusSeconds(5);
    overlaps.took(until(NEWEST), newer, NOW.plus(Duration.ofMinutes(20)));
    assertThat(overlaps.after(until(newer))).isEqualTo(newer.minus(Overlaps.OVERLAP));
  }

  private static History until(Instant changed) {
    return new History(SHOP, Resource.PRODUCT, false, null, 0, null, null, null, changed);
  }
}
