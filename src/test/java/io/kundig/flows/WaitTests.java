package io.kundig.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTests {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    // an ordinary day
    "2026-11-22T09:00, P1D, 2026-11-23T09:00",
    "2026-11-22T09:00, PT1H, 2026-11-22T10:00",
    "2026-11-22T09:00, P1DT2H, 2026-11-23T11:00",
    "2026-11-22T09:00, P2W, 2026-12-06T09:00",
    // the clocks go forward on 29 March 2026 at 2:00 and back on 25 October 2026 at 3:00
    "2026-03-28T09:00, P1D, 2026-03-29T09:00",
    "2026-03-28T09:00, PT24H, 2026-03-29T10:00",
    "2026-03-28T02:30, P1D, 2026-03-29T03:30",
    "2026-10-24T09:00, P1D, 2026-10-25T09:00",
    "2026-10-24T09:00, PT24H, 2026-10-25T08:00",
  })
  void daysFollowTheCalendarAndHoursTheClock(String start, String wait, String end) {
    Instant from = LocalDateTime.parse(start).atZone(BERLIN).toInstant();

    Instant due = Wait.parse(wait).after(from, BERLIN);

    assertThat(due.atZone(BERLIN).toLocalDateTime()).isEqualTo(LocalDateTime.parse(end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P1D", "PT1H", "P1DT2H30M", "PT0S"})
  void itsTextReadsBackAsItself(String text) {
    assertThat(Wait.parse(Wait.parse(text).text())).isEqualTo(Wait.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "P", "PT", "1h", "P1M", "P1Y", "P-1D", "PT-1H", "P900D", "PT99999999999H"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Wait.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void aLeadingZeroWaitIsNoWait() {
    Instant now = Instant.parse("2026-11-22T09:00:00Z");
    assertThat(Wait.parse("PT0S").after(now, BERLIN)).isEqualTo(now);
  }
}
