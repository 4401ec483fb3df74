package io.kundig.segments;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shop;
import io.kundig.accounts.ShopWatcher;
import io.kundig.accounts.Shops;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Conflict;
import io.kundig.shared.Ids;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Groups of people that keep themselves.
@Component
public class Segments implements ShopWatcher {

  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_DESCRIPTION = 1_000;

  private final SegmentStore store;
  private final MemberStore members;
  private final TurnoverStore days;
  private final ListStore lists;
  private final Definitions definitions;
  private final ConditionJson conditions;
  private final Builder builder;
  private final Shops shops;
  private final AuditLog audit;
  private final Clock clock;

  Segments(
      SegmentStore store,
      MemberStore members,
      TurnoverStore days,
      ListStore lists,
      Definitions definitions,
      ConditionJson conditions,
      Builder builder,
      Shops shops,
      AuditLog audit,
      Clock clock) {
    this.store = store;
    this.members = members;
    this.days = days;
    this.lists = lists;
    this.definitions = definitions;
    this.conditions = conditions;
    this.builder = builder;
    this.shops = shops;
    this.audit = audit;
    this.clock = clock;
  }

  /// What staff say of a segment.
  ///
  /// @param shopId whose time zone and currency it speaks of; null: the first shop's
  public record Draft(
      String name, String description, @Nullable Integer shopId, Condition condition) {}

  /// Every segment, also those put away.
  @Transactional(readOnly = true)
  public List<Segment> all() {
    return store.all();
  }

  /// @throws NotFound if there is none
  @Transactional(readOnly = true)
  public Segment get(UUID id) {
    return store.find(id).orElseThrow(() -> new NotFound("segment", id));
  }

  /// The segments somebody is in now.
  @Transactional(readOnly = true)
  public List<Segment> of(ProfileId person) {
    Set<Integer> numbers = members.segmentsOf(person.value());
    return store.active().stream()
        .filter(segment -> segment.state() == Segment.State.LIVE && numbers.contains(segment.no()))
        .toList();
  }

  /// From now on facts about people are kept, if they were not before.
  @Transactional
  public void prepare() {
    if (!store.engine().wanted()) {
      store.want(clock.instant());
      wakeBuilder();
    }
  }

  /// @throws Invalid if a field is wrong or the condition leads back to itself
  @Transactional
  public Segment create(Draft draft) {
    prepare();
    store.lock();
    check(draft, null);
    Instant now = clock.instant();
    UUID id = Ids.random(now);
    store.insert(
        id, draft.name().strip(), draft.description(), draft.shopId(), draft.condition(), now);
    definitions.changed();
    audit.record(AuditAction.SEGMENT_CREATED, subject(id), changed("name", null, draft.name()));
    wakeBuilder();
    return get(id);
  }

  /// A new condition lets everybody be judged again; who is in it then has not entered it.
  @Transactional
  public Segment change(UUID id, Draft draft) {
    store.lock();
    Segment before = open(id);
    check(draft, id);
    Instant now = clock.instant();
    store.rename(id, draft.name().strip(), draft.description(), now);
    boolean redefined =
        before.state() == Segment.State.FAILED
            || !before.condition().equals(draft.condition())
            || !Objects.equals(before.shopId(), draft.shopId());
    if (redefined) {
      store.redefine(id, draft.shopId(), draft.condition(), now);
      dependents(id).forEach(store::rejudge);
    }
    definitions.changed();
    Map<String, @Nullable Object[]> changes = new TreeMap<>();
    if (!before.name().equals(draft.name())) {
      changes.putAll(changed("name", before.name(), draft.name()));
    }
    if (redefined) {
      changes.putAll(
          changed(
              "condition",
              conditions.write(before.condition()),
              conditions.write(draft.condition())));
    }
    audit.record(AuditAction.SEGMENT_CHANGED, subject(id), changes);
    wakeBuilder();
    return get(id);
  }

  /// Lets segments be judged again that were too slow some time ago.
  ///
  /// @return how many
  @Transactional
  public int tryAgain() {
    List<UUID> due = store.dueRetries(clock.instant());
    if (!due.isEmpty()) {
      store.lock();
      due.forEach(this::rejudge);
      definitions.changed();
      wakeBuilder();
    }
    return due.size();
  }

  /// Days begin and end at other moments: whoever counts by them is judged again.
  @Override
  @Transactional
  public void changed(Shop before, Shop after) {
    if (before.timeZone().equals(after.timeZone())) {
      return;
    }
    store.lock();
    boolean first = Judges.first(shops).id() == after.id();
    List<Segment> concerned =
        store.active().stream()
            .filter(
                segment -> segment.shopId() == null ? first : segment.shopId().equals(after.id()))
            .toList();
    if (!concerned.isEmpty()) {
      concerned.forEach(segment -> rejudge(segment.id()));
      definitions.changed();
      wakeBuilder();
    }
  }

  private void rejudge(UUID id) {
    store.rejudge(id);
    dependents(id).forEach(store::rejudge);
  }

  /// Everybody whose membership hangs on this one's, however far.
  private Set<UUID> dependents(UUID id) {
    List<Segment> active = store.active();
    Set<UUID> found = new HashSet<>();
    List<UUID> open = new ArrayList<>(List.of(id));
    while (!open.isEmpty()) {
      UUID next = open.removeLast();
      active.stream()
          .filter(other -> other.condition().segmentIds().contains(next) && found.add(other.id()))
          .forEach(other -> open.add(other.id()));
    }
    found.remove(id);
    return found;
  }

  /// Puts a segment away: nobody is judged by it any more.
  ///
  /// @throws Conflict while another one refers to it
  @Transactional
  public void archive(UUID id) {
    store.lock();
    Segment segment = open(id);
    List<Segment> users = usersOf(id);
    if (!users.isEmpty()) {
      throw new Conflict(
          "The segment is used in: "
              + users.stream().map(Segment::name).collect(Collectors.joining(", "))
              + ". Take it out there first.");
    }
    store.archive(id, clock.instant());
    members.forget(segment.no());
    definitions.changed();
    audit.record(
        AuditAction.SEGMENT_ARCHIVED, subject(id), changed("name", segment.name(), segment.name()));
  }

  /// Takes a segment out again; everybody is judged anew.
  @Transactional
  public Segment restore(UUID id) {
    store.lock();
    Segment segment = get(id);
    check(
        new Draft(segment.name(), segment.description(), segment.shopId(), segment.condition()),
        id);
    if (segment.archivedAt() != null) {
      days.forget(segment.no());
      store.archive(id, null);
      definitions.changed();
      audit.record(
          AuditAction.SEGMENT_RESTORED,
          subject(id),
          changed("name", segment.name(), segment.name()));
      wakeBuilder();
    }
    return get(id);
  }

  /// The segments that refer to one.
  List<Segment> usersOf(UUID id) {
    return store.active().stream()
        .filter(other -> other.condition().segmentIds().contains(id))
        .toList();
  }

  /// The segments that ask for a list.
  List<Segment> usersOfList(UUID id) {
    return store.active().stream()
        .filter(other -> other.condition().listIds().contains(id))
        .toList();
  }

  private Segment open(UUID id) {
    Segment segment = get(id);
    if (segment.archivedAt() != null) {
      throw new Conflict("The segment is put away. Take it out again first.");
    }
    return segment;
  }

  private void check(Draft draft, @Nullable UUID self) {
    if (draft.name().indexOf(0) >= 0 || draft.description().indexOf(0) >= 0) {
      throw new Invalid("name", "The text has characters that are none.", "Leave them out.");
    }
    if (draft.name().isBlank() || draft.name().length() > LONGEST_NAME) {
      throw new Invalid(
          "name", "The name is missing or too long.", "Use 1 to " + LONGEST_NAME + " characters.");
    }
    if (draft.description().length() > LONGEST_DESCRIPTION) {
      throw new Invalid(
          "description",
          "The description is too long.",
          "Use at most " + LONGEST_DESCRIPTION + " characters.");
    }
    checkShop(draft.shopId());
    checkReferences(draft.condition(), self);
  }

  void checkShop(@Nullable Integer shopId) {
    if (shopId != null && shops.all().stream().noneMatch(shop -> shop.id() == shopId)) {
      throw new Invalid("shopId", "There is no shop " + shopId + ".", "Name one that exists.");
    }
  }

  /// Every shop, segment and list referred to is there, and none leads back here.
  void checkReferences(Condition condition, @Nullable UUID self) {
    condition
        .leaves()
        .flatMap(
            leaf ->
                leaf instanceof Condition.InShop(List<Integer> in) ? in.stream() : Stream.empty())
        .distinct()
        .forEach(this::checkShop);
    Map<UUID, Segment> active =
        store.active().stream().collect(Collectors.toMap(Segment::id, segment -> segment));
    List<UUID> open = new ArrayList<>(condition.segmentIds());
    Set<UUID> seen = new HashSet<>();
    while (!open.isEmpty()) {
      UUID id = open.removeLast();
      Segment other = active.get(id);
      if (id.equals(self)) {
        throw new Invalid(
            "condition",
            "The condition leads back to this segment.",
            "Refer to no segment that refers to this one.");
      }
      if (other == null) {
        throw new Invalid(
            "condition", "There is no segment " + id + ".", "Name one that is not put away.");
      }
      if (seen.add(id)) {
        open.addAll(other.condition().segmentIds());
      }
    }
    condition.listIds().forEach(this::checkList);
  }

  private void checkList(UUID id) {
    if (lists.find(id).filter(list -> list.archivedAt() == null).isEmpty()) {
      throw new Invalid(
          "condition", "There is no list " + id + ".", "Name one that is not put away.");
    }
  }

  private void wakeBuilder() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            builder.wake();
          }
        });
  }

  private static String subject(UUID id) {
    return "segment:" + id;
  }

  private static Map<String, @Nullable Object[]> changed(
      String field, @Nullable Object before, @Nullable Object after) {
    return Map.of(field, new @Nullable Object[] {before, after});
  }
}
