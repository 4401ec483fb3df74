package io.kundig.ingest;

import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The page Data → Live.
@RestController
@RequestMapping("/api/v1/ingest")
class LiveController {

  private static final int MOST = 200;
  private static final int MOST_MINUTES = 7 * 24 * 60;

  private final LiveFeed feed;
  private final Counts counts;
  private final SetAsideStore setAside;
  private final FactJson json;
  private final Ingest ingest;
  private final Profiles profiles;
  private final Clock clock;

  LiveController(
      LiveFeed feed,
      Counts counts,
      SetAsideStore setAside,
      FactJson json,
      Ingest ingest,
      Profiles profiles,
      Clock clock) {
    this.feed = feed;
    this.counts = counts;
    this.setAside = setAside;
    this.json = json;
    this.ingest = ingest;
    this.profiles = profiles;
    this.clock = clock;
  }

  record LiveItem(
      String id,
      Instant at,
      Instant receivedAt,
      int shopId,
      String type,
      @Nullable String name,
      @Nullable UUID profileId,
      @Nullable String who,
      String outcome,
      @Nullable String reason,
      @Nullable String detail) {}

  @GetMapping("/live")
  Page<LiveItem> live(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(defaultValue = "100") int limit) {
    List<LiveFeed.Entry> entries =
        feed.newest(
            number(after),
            profile == null ? null : new ProfileId(profile),
            Math.clamp(limit, 1, MOST));
    Map<ProfileId, Profiles.Profile> people =
        profiles.find(
            entries.stream().map(LiveFeed.Entry::profileId).filter(Objects::nonNull).toList());
    return new Page<>(
        entries.stream().map(entry -> item(entry, people)).toList(),
        entries.isEmpty() ? after : Long.toString(entries.getFirst().number()));
  }

  private static long number(@Nullable String after) {
    try {
      return after == null || after.isEmpty() ? 0 : Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw new Invalid("after", "It is no cursor.", "Send `next` of an earlier answer.");
    }
  }

  private static LiveItem item(LiveFeed.Entry entry, Map<ProfileId, Profiles.Profile> people) {
    ProfileId id = entry.profileId();
    Profiles.Profile person = id == null ? null : people.get(id);
    return new LiveItem(
        Long.toString(entry.number()),
        entry.at(),
        entry.receivedAt(),
        entry.shopId(),
        entry.type(),
        entry.name(),
        person == null ? (id == null ? null : id.value()) : person.id().value(),
        person == null || nameOf(person) == null ? entry.who() : nameOf(person),
        entry.outcome(),
        entry.reason(),
        entry.detail());
  }

  private static @Nullable String nameOf(Profiles.Profile person) {
    String name =
        Stream.of(person.firstName(), person.lastName())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return name.isBlank() ? person.email() : name;
  }

  record Queue(int depth, int capacity) {}

  record Stats(
      List<Counts.Minute> perMinute,
      List<Counts.Reason> reasons,
      @Nullable Instant lastEventAt,
      Queue queue) {}

  @GetMapping("/stats")
  Stats stats(@RequestParam(defaultValue = "60") int minutes) {
    Instant from = clock.instant().minus(Duration.ofMinutes(Math.clamp(minutes, 1, MOST_MINUTES)));
    return new Stats(
        counts.perMinute(from),
        counts.reasons(from),
        feed.lastEventAt(),
        new Queue(ingest.depth(), Ingest.CAPACITY));
  }

  record SetAsideItem(UUID id, OffsetDateTime at, String reason, String body) {}

  @GetMapping("/set-aside")
  Page<SetAsideItem> setAside() {
    return new Page<>(
        setAside.newest(MOST).stream()
            .map(row -> new SetAsideItem(row.id(), row.at(), row.reason(), row.body()))
            .toList(),
        null);
  }

  @PostMapping("/set-aside/{id}/replay")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void replay(@PathVariable UUID id) {
    SetAsideStore.SetAside row =
        setAside.find(id).orElseThrow(() -> new NotFound("fact set aside", id));
    Ingest.Outcome outcome = ingest.accept(List.of(json.read(row.body()))).getFirst();
    if (outcome instanceof Ingest.Outcome.Dropped) {
      throw new Conflict("The database refuses it still: " + row.reason());
    }
    setAside.remove(id);
  }
}
