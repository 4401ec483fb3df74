package io.kundig.segments;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shops;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Conflict;
import io.kundig.shared.Ids;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Lists that people are put on and taken off by hand. Each time is an event of theirs (`Added to
/// List`, `Removed from List`).
@Component
public class Lists {

  static final String ADDED = "Added to List";
  static final String REMOVED = "Removed from List";

  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_DESCRIPTION = 1_000;

  private final ListStore store;
  private final Segments segments;
  private final SegmentStore definitions;
  private final ListWake wake;
  private final Profiles profiles;
  private final TouchedProfiles touched;
  private final EventLog events;
  private final Shops shops;
  private final AuditLog audit;
  private final JsonMapper json;
  private final Clock clock;

  Lists(
      ListStore store,
      Segments segments,
      SegmentStore definitions,
      ListWake wake,
      Profiles profiles,
      TouchedProfiles touched,
      EventLog events,
      Shops shops,
      AuditLog audit,
      JsonMapper json,
      Clock clock) {
    this.store = store;
    this.segments = segments;
    this.definitions = definitions;
    this.wake = wake;
    this.profiles = profiles;
    this.touched = touched;
    this.events = events;
    this.shops = shops;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  /// How somebody came to a list.
  public enum How {
    /// Staff chose them.
    CHOSEN,
    /// Their address was pasted.
    PASTED,
    API,
    IMPORT,
    /// They were in a segment when its people were put on the list.
    SEGMENT,
    COPY;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param by who did it, by name; null: nobody is known
  public record Origin(How how, @Nullable String by) {}

  /// Every list, also those put away.
  @Transactional(readOnly = true)
  public List<StaticList> all() {
    return store.all();
  }

  /// @throws NotFound if there is none
  @Transactional(readOnly = true)
  public StaticList get(UUID id) {
    return store.find(id).orElseThrow(() -> new NotFound("list", id));
  }

  /// @throws Invalid if a field is wrong
  @Transactional
  public StaticList create(String name, String description) {
    check(name, description);
    Instant now = clock.instant();
    UUID id = Ids.random(now);
    store.insert(id, name.strip(), description, now);
    audit.record(AuditAction.LIST_CREATED, subject(id), changed("name", null, name.strip()));
    return get(id);
  }

  /// Another list of the same people. Nobody's history tells of it.
  @Transactional
  public StaticList copy(UUID of, String name, String description, @Nullable String by) {
    get(of);
    StaticList copy = create(name, description);
    store.copyPeople(of, copy.id(), by, clock.instant());
    touched.changedOnList(copy.id());
    return copy;
  }

  /// @throws Invalid if a field is wrong
  @Transactional
  public StaticList change(UUID id, String name, String description) {
    check(name, description);
    StaticList before = open(id);
    store.rename(id, name.strip(), description, clock.instant());
    Map<String, @Nullable Object[]> changes = new TreeMap<>();
    if (!before.name().equals(name.strip())) {
      changes.putAll(changed("name", before.name(), name.strip()));
    }
    audit.record(AuditAction.LIST_CHANGED, subject(id), changes);
    return get(id);
  }

  /// Puts a list away, with its people.
  ///
  /// @throws Conflict while a segment asks for it
  @Transactional
  public void archive(UUID id) {
    definitions.lock();
    StaticList list = open(id);
    List<Segment> users = segments.usersOfList(id);
    if (!users.isEmpty()) {
      throw new Conflict(
          "The list is used in: "
              + users.stream().map(Segment::name).collect(Collectors.joining(", "))
              + ". Take it out there first.");
    }
    store.archive(id, clock.instant());
    audit.record(AuditAction.LIST_ARCHIVED, subject(id), changed("name", list.name(), list.name()));
  }

  /// Takes a list out again.
  @Transactional
  public StaticList restore(UUID id) {
    StaticList list = get(id);
    if (list.archivedAt() != null) {
      store.archive(id, null);
      audit.record(
          AuditAction.LIST_RESTORED, subject(id), changed("name", list.name(), list.name()));
    }
    return get(id);
  }

  /// Puts people on a list; merged ones are followed, those who are not there left out.
  ///
  /// @return how many were not on it before
  /// @throws Conflict if it is put away
  @Transactional
  public int add(UUID id, Collection<ProfileId> people, Origin origin) {
    StaticList list = locked(id);
    Collection<UUID> current =
        profiles.current(people).values().stream().map(ProfileId::value).toList();
    List<UUID> added = store.add(id, current, origin, clock.instant());
    tell(list, added, ADDED, origin);
    return added.size();
  }

  /// Takes people off a list.
  ///
  /// @return how many were on it
  /// @throws Conflict if it is put away
  @Transactional
  public int remove(UUID id, Collection<ProfileId> people, Origin origin) {
    StaticList list = locked(id);
    Set<UUID> asked = new HashSet<>();
    profiles.current(people).forEach((was, is) -> asked.addAll(List.of(was.value(), is.value())));
    List<UUID> removed = store.remove(id, asked);
    tell(list, removed, REMOVED, origin);
    return removed.size();
  }

  /// Everybody who is in a segment at this moment is put on the list, in the background.
  ///
  /// @throws Conflict while the segment is being built
  @Transactional
  public void addSegment(UUID id, UUID segmentId, @Nullable String by) {
    locked(id);
    Segment segment = segments.get(segmentId);
    if (segment.archivedAt() != null || segment.state() != Segment.State.LIVE) {
      throw new Conflict("The segment is not live. Wait until it is.");
    }
    store.noteSegment(id, segment.no(), by, clock.instant());
    wake.afterCommit();
  }

  /// Everybody who is on the list at this moment is taken off, in the background.
  @Transactional
  public void clear(UUID id, @Nullable String by) {
    locked(id);
    store.noteClearing(id, by, clock.instant());
    wake.afterCommit();
  }

  /// Written before people are looked up: their merges wait for this transaction.
  private StaticList locked(UUID id) {
    if (!store.lock(id, clock.instant())) {
      open(id);
    }
    return get(id);
  }

  private void tell(StaticList list, List<UUID> people, String metric, Origin origin) {
    if (people.isEmpty()) {
      return;
    }
    touched.changed(people.stream().map(ProfileId::new).toList());
    Instant now = clock.instant();
    int shop = Judges.first(shops).id();
    events.append(
        people.stream()
            .map(
                person ->
                    new Event(
                        Ids.random(now),
                        new ProfileId(person),
                        shop,
                        metric,
                        now,
                        properties(list, origin)))
            .toList());
  }

  private ObjectNode properties(StaticList list, Origin origin) {
    return json.createObjectNode()
        .put("listId", list.id().toString())
        .put("list", list.name())
        .put("how", origin.how().code());
  }

  private StaticList open(UUID id) {
    StaticList list = get(id);
    if (list.archivedAt() != null) {
      throw new Conflict("The list is put away. Take it out again first.");
    }
    return list;
  }

  private static void check(String name, String description) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new Invalid(
          "name", "The name is missing or too long.", "Use 1 to " + LONGEST_NAME + " characters.");
    }
    if (description.length() > LONGEST_DESCRIPTION) {
      throw new Invalid(
          "description",
          "The description is too long.",
          "Use at most " + LONGEST_DESCRIPTION + " characters.");
    }
  }

  private static String subject(UUID id) {
    return "list:" + id;
  }

  /// Notes in the audit log that staff or a program changed who is on it.
  void audit(UUID id, AuditAction action, int people) {
    if (people > 0) {
      String name = get(id).name();
      audit.record(
          action,
          subject(id),
          Map.of(
              "name",
              new @Nullable Object[] {name, name},
              "people",
              new @Nullable Object[] {null, people}));
    }
  }

  private static Map<String, @Nullable Object[]> changed(
      String field, @Nullable Object before, @Nullable Object after) {
    return Map.of(field, new @Nullable Object[] {before, after});
  }
}
