package io.kundig.accounts;

import io.kundig.platform.KundigClock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// The time outside: sessions, links and throttles go by it, so that moving the sandbox clock by a
/// month signs nobody out and lets nobody guess faster.
@Component
class WallTime {

  private final KundigClock clock;

  WallTime(KundigClock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().minus(clock.ahead());
  }
}
