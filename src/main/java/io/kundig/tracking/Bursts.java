package io.kundig.tracking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Recognises scanners that call themselves browsers: they follow all links of a mail at once,
/// which nobody's finger does.
@Component
class Bursts {

  private static final int LINKS = 3;
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final long MOST_MESSAGES = 50_000;

  private final Cache<UUID, Burst> bursts =
      Caffeine.newBuilder().maximumSize(MOST_MESSAGES).expireAfterAccess(REMEMBERED).build();
  private final Clock clock;

  Bursts(Clock clock) {
    this.clock = clock;
  }

  /// @return whether this click belongs to a burst; from its third link on
  boolean clicked(UUID message, String target) {
    return bursts.get(message, _ -> new Burst()).clicked(target, clock.instant());
  }

  private static final class Burst {
    private final Set<String> targets = new HashSet<>();
    private Instant start = Instant.EPOCH;
    private Instant until = Instant.EPOCH;

    synchronized boolean clicked(String target, Instant now) {
      if (now.isBefore(until)) {
        return true;
      }
      if (start.plus(WINDOW).isBefore(now)) {
        start = now;
        targets.clear();
      }
      targets.add(target);
      if (targets.size() < LINKS) {
        return false;
      }
      until = now.plus(REMEMBERED);
      return true;
    }
  }
}
