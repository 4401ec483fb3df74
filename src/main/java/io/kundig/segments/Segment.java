package io.kundig.segments;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A group of people by a condition.
///
/// @param no stands for it wherever many are kept
/// @param shopId whose time zone and currency it speaks of; null: the first shop's
/// @param problem why it is not kept up to date; null where it is
/// @param liveVersion the engine's version since which it is live; what was judged before does not
///   say who is in it
/// @param refreshedTo how many chunks of people were judged by the present condition, while it is
///   being built
public record Segment(
    UUID id,
    int no,
    String name,
    String description,
    @Nullable Integer shopId,
    Condition condition,
    State state,
    @Nullable String problem,
    int refreshedTo,
    long liveVersion,
    Instant createdAt,
    Instant changedAt,
    @Nullable Instant archivedAt) {

  Segment failed(String why) {
    return new Segment(
        id,
        no,
        name,
        description,
        shopId,
        condition,
        State.FAILED,
        why,
        refreshedTo,
        liveVersion,
        createdAt,
        changedAt,
        archivedAt);
  }

  public enum State {
    /// Everybody is being judged by its condition for the first time.
    BUILDING,
    LIVE,
    /// Judging breaks off; see the problem. The other segments go on.
    FAILED;

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
