package io.kundig.customers;

import io.kundig.shared.Invalid;
import java.time.Instant;
import java.util.UUID;

/// The last item of a page of the timeline. Items are ordered by millisecond and id, the newest
/// first, whatever they are.
record TimelineCursor(long millis, UUID id) implements Comparable<TimelineCursor> {

  static TimelineCursor parse(String text) {
    try {
      int end = text.indexOf('_');
      return new TimelineCursor(
          Long.parseLong(text.substring(0, Math.max(0, end))),
          UUID.fromString(text.substring(end + 1)));
    } catch (IllegalArgumentException e) {
      throw new Invalid("cursor", "This is not a cursor.", "Use the one from the page before.");
    }
  }

  static TimelineCursor start() {
    return new TimelineCursor(Long.MAX_VALUE >>> 16, new UUID(-1L, -1L));
  }

  Instant at() {
    return Instant.ofEpochMilli(Math.min(millis, 253_402_300_799_999L));
  }

  /// The events before this one are those with an id below: an event's id begins with its time.
  UUID eventBound() {
    UUID first = new UUID(millis << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    UUID beyond = new UUID((millis + 1) << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    if (compare(id, first) < 0) {
      return first;
    }
    return compare(id, beyond) > 0 ? beyond : id;
  }

  @Override
  public int compareTo(TimelineCursor other) {
    int byTime = Long.compare(millis, other.millis);
    return byTime != 0 ? byTime : compare(id, other.id);
  }

  /// As the database compares.
  private static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return millis + "_" + id;
  }
}
