package io.kundig.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.TestDatabase;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CatalogTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

  private final Catalog catalog =
      new Catalog(
          new ProductStore(database.jdbc()),
          new RecordStore(database.jdbc()),
          new Changes(new ChangeStore(database.jdbc()), Clock.systemUTC()),
          new ChangeStore(database.jdbc()));

  @BeforeEach
  void empty() {
    database.jdbc().sql("truncate catalog.product").update();
  }

  @Test
  void laterSightingsChangeAndNeverEmptyWhatIsKnown() {
    seen(0, "Nordlicht Espresso", "https://nordlicht.example/espresso", "12.90");
    seen(1, null, null, "13.50");

    assertThat(espresso().title()).isEqualTo("Nordlicht Espresso");
    assertThat(espresso().url()).isEqualTo("https://nordlicht.example/espresso");
    assertThat(espresso().price()).isEqualByComparingTo("13.50");
  }

  @Test
  void anOlderSightingOnlyFillsGaps() {
    seen(5, null, null, "13.50");
    seen(1, "Espresso", "https://nordlicht.example/old", "9.90");
    seen(0, "Espresso alt", null, "8.90");

    assertThat(espresso().title()).isEqualTo("Espresso");
    assertThat(espresso().url()).isEqualTo("https://nordlicht.example/old");
    assertThat(espresso().price()).isEqualByComparingTo("13.50");
  }

  @Test
  void nothingIsWrittenForAProductThatIsAsItWas() {
    seen(0, "Nordlicht Espresso", null, "12.90");
    String before = version();
    seen(60, "Nordlicht Espresso", null, "12.90");
    assertThat(version()).isEqualTo(before);

    seen(60 * 25, "Nordlicht Espresso", null, "12.90");
    assertThat(version()).isNotEqualTo(before);
  }

  @Test
  void manySightingsOfOneProductInABatchAreOne() {
    seen(
        List.of(
            product(1, "Nordlicht Espresso", null, "12.90"), product(0, null, "https://x/", null)));

    assertThat(espresso().title()).isEqualTo("Nordlicht Espresso");
    assertThat(espresso().url()).isEqualTo("https://x/");
    assertThat(catalog.find(2, List.of("NL-1"))).isEmpty();
  }

  private void seen(
      int minute, @Nullable String title, @Nullable String url, @Nullable String price) {
    seen(List.of(product(minute, title, url, price)));
  }

  private void seen(List<SeenProduct> products) {
    database.transactions().executeWithoutResult(_ -> catalog.seen(products));
  }

  private static SeenProduct product(
      int minute, @Nullable String title, @Nullable String url, @Nullable String price) {
    BigDecimal amount = price == null ? null : new BigDecimal(price);
    Instant at = MONDAY.plus(Duration.ofMinutes(minute));
    return new SeenProduct(1, "NL-1", title, url, null, amount, "EUR", null, at);
  }

  private Product espresso() {
    return catalog.find(1, List.of("NL-1")).values().iterator().next();
  }

  private String version() {
    return database
        .jdbc()
        .sql("select ctid::text from catalog.product")
        .query(String.class)
        .single();
  }
}
