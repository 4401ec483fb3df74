package io.kundig.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainDataTests {

  @Test
  void whatIsNeitherNumberNorListNorFieldsIsOnlyItsText() {
    StringBuilder changing = new StringBuilder("vorher");
    Map<String, Object> plain =
        PlainData.of(
            Map.of(
                "at",
                Instant.parse("2026-03-29T22:30:00Z"),
                "day",
                DayOfWeek.MONDAY,
                "links",
                List.of(URI.create("https://nordlicht.example")),
                "changing",
                changing));
    changing.append(" nachher");

    assertThat(plain)
        .isEqualTo(
            Map.of(
                "at",
                "2026-03-29T22:30:00Z",
                "day",
                "MONDAY",
                "links",
                List.of("https://nordlicht.example"),
                "changing",
                "vorher"));
  }

  @Test
  void longTextIsCutWhateverItCameFrom() {
    assertThat(PlainData.of(Map.of("long", new StringBuilder("x".repeat(20_001)))))
        .isEqualTo(Map.of("long", "x".repeat(20_000)));
  }
}
