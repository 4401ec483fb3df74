package io.kundig.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When a message that was refused for the moment is tried again.
final class Retry {

  /// After this the provider's passing refusal is taken as a lasting one.
  static final Duration LONGEST = Duration.ofDays(3);

  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(4),
          Duration.ofHours(8));

  private Retry() {}

  /// @param attempts how often it was tried, 1 after the first
  /// @return nothing when it was tried long enough
  static Optional<Instant> next(Instant planned, int attempts, Instant now) {
    if (Duration.between(planned, now).compareTo(LONGEST) >= 0) {
      return Optional.empty();
    }
    return Optional.of(now.plus(WAITS.get(Math.min(attempts, WAITS.size()) - 1)));
  }
}
