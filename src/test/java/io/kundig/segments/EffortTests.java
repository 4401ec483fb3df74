package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EffortTests {

  private final AtomicLong now = new AtomicLong();
  private final Effort effort = new Effort(now::get);

  @Test
  void whatTakesLongForEachAndInAllIsTooSlow() {
    effort.spent(7, millis(1_400), 100);
    assertThatThrownBy(() -> effort.spent(7, millis(200), 10))
        .isInstanceOf(Effort.TooSlow.class)
        .hasMessageContaining("14.5 ms")
        .extracting(e -> ((Effort.TooSlow) e).segment())
        .isEqualTo(7);
  }

  @Test
  void whatIsAskedVeryOftenIsNotSlow() {
    effort.spent(7, millis(60_000), 100_000);
    assertThat(effort).isNotNull();
  }

  @Test
  void oneWhoTakesLongNowAndThenDoesNotMakeItSlow() {
    for (int i = 0; i < 1_000; i++) {
      now.addAndGet(millis(5_000));
      effort.spent(7, millis(700), 1);
    }
  }

  @Test
  void eachIsCountedByItself() {
    effort.spent(7, millis(1_400), 1);
    effort.spent(8, millis(1_400), 1);
  }

  private static Judges.Judge judge() {
    Condition condition = new Condition.KnownBy(Condition.IdentifierKind.EMAIL);
    Segment segment =
        new Segment(
            UUID.randomUUID(),
            7,
            "Known by e-mail",
            "",
            null,
            condition,
            Segment.State.LIVE,
            null,
            0,
            0,
            Instant.EPOCH,
            Instant.EPOCH,
            null);
    return new Judges.Judge(segment, Compiled.of(condition, ZoneOffset.UTC, new PackedPeople()));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void aMachineThatStandsStillMakesNoSegmentSlow() {
    var watch = new Stopwatch(effort, List.of(judge()));
    for (int person = 0; person < 1_000; person++) {
      watch.judged(0, person == 500 ? 60_000_000_000L : 20_000);
      watch.judgedPerson(true, 20_000);
      now.addAndGet(1_000_000);
    }
    for (int event = 0; event < 100; event++) {
      watch.read(1, event == 50 ? 60_000_000_000L : 20_000);
    }
  }

  @Test
  void whatTakesLongEachTimeIsFound() {
    var watch = new Stopwatch(effort, List.of(judge()));

    assertThatThrownBy(
            () -> {
              for (int person = 0; person < 1_000; person++) {
                watch.judged(0, 5_000_000);
                watch.judgedPerson(true, 5_000_000);
                now.addAndGet(5_000_000);
              }
            })
        .isInstanceOf(Effort.TooSlow.class);
  }
}
