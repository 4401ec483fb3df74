package io.kundig.ingest;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times of facts.
final class Facts {

  /// How far ahead of us a sender's clock may be.
  static final Duration FUTURE = Duration.ofDays(1);

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private Facts() {}

  /// When it happened by our clock: the sender's clock is corrected by what it said on sending. An
  /// absurd time becomes the time of arrival.
  static Instant at(@Nullable Instant timestamp, @Nullable Instant sentAt, Instant receivedAt) {
    if (timestamp == null) {
      return receivedAt;
    }
    Instant at = timestamp;
    if (sentAt != null && isPlausible(sentAt, receivedAt)) {
      at = timestamp.plus(Duration.between(sentAt, receivedAt));
    }
    return isPlausible(at, receivedAt) ? at : receivedAt;
  }

  private static boolean isPlausible(Instant time, Instant receivedAt) {
    return !time.isBefore(EARLIEST) && time.isBefore(receivedAt.plus(FUTURE));
  }
}
