package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
