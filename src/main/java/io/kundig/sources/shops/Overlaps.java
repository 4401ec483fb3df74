package io.kundig.sources.shops;

import io.kundig.sources.shops.HistoryStore.History;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// From when on a shop is asked for its changes: somewhat before the newest one known, by its own
/// clock, as it writes the time of a change before others can see it. Once that has been looked at
/// long after, nothing older can turn up, and what many records share (an import of the catalogue)
/// is not read again and again.
final class Overlaps {

  static final Duration OVERLAP = Duration.ofMinutes(10);

  /// What is written in the same second is still to be read.
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  private final Map<Key, Newest> known = new ConcurrentHashMap<>();

  private record Key(UUID connection, Resource resource) {}

  /// @param since by our clock
  private record Newest(Instant at, Instant since, boolean settled) {}

  Instant after(History history) {
    Newest newest = known.get(key(history));
    boolean settled = newest != null && newest.settled && newest.at.equals(history.changedUntil());
    return history.changedUntil().minus(settled ? RESOLUTION : OVERLAP);
  }

  /// Notes that all changes since [#after] were taken.
  ///
  /// @param now when the shop was asked
  void took(History history, Instant newest, Instant now) {
    known.compute(
        key(history),
        (_, before) ->
            before == null || !before.at.equals(newest)
                ? new Newest(newest, now, false)
                : new Newest(
                    newest,
                    before.since,
                    before.settled || !now.isBefore(before.since.plus(OVERLAP))));
  }

  private static Key key(History history) {
    return new Key(history.connection(), history.resource());
  }
}
