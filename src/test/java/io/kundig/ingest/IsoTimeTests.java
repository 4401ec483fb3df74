package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T13:00:47Z",
        "2026-11-22T13:00:47.1Z",
        "2026-11-22T13:00:47.123Z",
        "2026-11-22T13:00:47.123456789Z",
        "2026-11-22T13:00:47.1234567891Z",
        "2026-11-22T13:00:47.Z",
        "2026-11-22T13:00:47,123Z",
        "2024-02-29T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T23:60:00Z",
        "2016-12-31T23:59:60Z",
        "2026-11-22T13:00:47+01:00",
        "2026-11-22T13:00Z",
        "2026-11-22 13:00:47Z",
        "2026-11-22T13:00:47z",
        "+2026-11-22T13:00:47Z",
        "-001-11-22T13:00:47Z",
        "٢٠٢٦-11-22T13:00:47Z",
        "Z",
        ""
      })
  void readsWhatTheFormatterReads(String text) {
    assertThat(IsoTime.read(text)).isEqualTo(reference(text));
  }

  @Test
  void readsAnyTimeAsTheFormatterDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(0, 253_402_300_800L), random.nextInt(1_000_000_000));
      assertThat(IsoTime.read(time.toString())).isEqualTo(time);
    }
  }

  private static @Nullable Instant reference(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
