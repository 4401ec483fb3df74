package io.kundig.ingest;

import io.kundig.ingest.Ingest.Outcome;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The last facts that came in, and what became of them; in memory only. [Counts] keeps the
/// numbers.
@Component
class LiveFeed {

  private static final int KEPT = 2_000;

  /// @param number counts upwards
  /// @param who the strongest identifier, where no profile tells more
  record Entry(
      long number,
      Instant at,
      Instant receivedAt,
      int shopId,
      String type,
      @Nullable String name,
      @Nullable ProfileId profileId,
      @Nullable String who,
      String outcome,
      @Nullable String reason,
      @Nullable String detail) {}

  private final AtomicReferenceArray<@Nullable Entry> ring = new AtomicReferenceArray<>(KEPT);
  private final AtomicLong last = new AtomicLong();
  private final AtomicReference<@Nullable Instant> lastEventAt = new AtomicReference<>();
  private final Counts counts;
  private final Clock clock;

  LiveFeed(Counts counts, Clock clock) {
    this.counts = counts;
    this.clock = clock;
  }

  void decided(List<Incoming> facts) {
    Instant now = clock.instant();
    for (Incoming incoming : facts) {
      Fact fact = incoming.fact();
      Outcome outcome = incoming.outcome();
      String reason = outcome instanceof Outcome.Dropped(var why) ? lower(why) : null;
      String word = word(outcome);
      add(
          new Entry(
              last.incrementAndGet(),
              fact.at(),
              now,
              fact.shopId(),
              type(fact),
              fact instanceof Fact.Track track ? track.metric() : null,
              outcome instanceof Outcome.Accepted(var id) ? id : null,
              fact.identifiers().isEmpty() ? null : shown(fact.identifiers().getFirst()),
              word,
              reason,
              null));
      counts.add(now, fact.shopId(), word, reason == null ? "" : reason);
      if (outcome instanceof Outcome.Accepted) {
        lastEventAt.set(now);
      }
    }
  }

  void dropped(
      int shopId,
      String type,
      @Nullable String name,
      Ingest.DropReason reason,
      @Nullable String detail) {
    Instant now = clock.instant();
    add(
        new Entry(
            last.incrementAndGet(),
            now,
            now,
            shopId,
            type,
            name,
            null,
            null,
            "dropped",
            lower(reason),
            detail));
    counts.add(now, shopId, "dropped", lower(reason));
  }

  private void add(Entry entry) {
    ring.set((int) (entry.number() % KEPT), entry);
  }

  /// Newest first.
  List<Entry> newest(long after, @Nullable ProfileId profile, int limit) {
    List<Entry> found = new ArrayList<>();
    long newest = last.get();
    for (long number = newest; number > Math.max(after, newest - KEPT); number--) {
      Entry entry = ring.get((int) (number % KEPT));
      boolean wanted =
          entry != null
              && entry.number() == number
              && (profile == null || profile.equals(entry.profileId()));
      if (wanted && found.size() < limit) {
        found.add(entry);
      }
    }
    return found;
  }

  void forget(List<ProfileId> people) {
    for (int i = 0; i < KEPT; i++) {
      Entry entry = ring.get(i);
      if (entry != null && entry.profileId() != null && people.contains(entry.profileId())) {
        ring.compareAndSet(i, entry, null);
      }
    }
  }

  @Nullable Instant lastEventAt() {
    return lastEventAt.get();
  }

  private static String type(Fact fact) {
    return switch (fact) {
      case Fact.Track track ->
          switch (track.metric()) {
            case Names.VIEWED_PAGE -> "page";
            case Names.VIEWED_SCREEN -> "screen";
            case Names.JOINED_GROUP -> "group";
            default -> "track";
          };
      case Fact.Identify _ -> "identify";
      case Fact.Consent _ -> "consent";
    };
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "accepted";
      case Outcome.Duplicate _ -> "duplicate";
      case Outcome.Dropped(var reason) ->
          reason == Ingest.DropReason.POISON ? "set_aside" : "dropped";
    };
  }

  private static String shown(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Email(var address) -> address;
      case Identifier.Phone(var number) -> number;
      case Identifier.UserId(_, var value) -> value;
      case Identifier.AnonymousId(_, var value) -> value;
      case Identifier.ExternalId(_, var system, var value) -> system + ":" + value;
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
