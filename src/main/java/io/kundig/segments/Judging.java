package io.kundig.segments;

import io.kundig.accounts.Shops;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.profiles.ProfileId;
import io.kundig.segments.FactsStore.Row;
import io.kundig.segments.Judges.Judge;
import io.kundig.segments.Judges.Verdict;
import io.kundig.segments.MemberStore.Place;
import io.kundig.segments.PersonReader.Person;
import io.kundig.shared.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Brings some people's facts up to date, judges them, and stores and tells what changed; in the
/// caller's transaction. Locks their facts first and the segments' chunks after, each in one order.
@Component
class Judging {

  static final String ENTERED = "Entered Segment";
  static final String LEFT = "Left Segment";

  /// What the engine writes into the log and does not judge by.
  static final Set<String> OURS = Set.of(ENTERED, LEFT);

  /// At so many different people a segment may break off before it is set aside: whoever sends
  /// something that one cannot judge does not stop it for the others.
  static final int MOST_FAILURES = 100;

  private final FactsStore facts;
  private final MemberStore members;
  private final TurnoverStore days;
  private final LogReader log;
  private final PersonReader people;
  private final StreamStore streams;
  private final EventLog events;
  private final Shops shops;
  private final JsonMapper json;
  private final Wake wake;
  private final Clock clock;
  private final Map<Integer, Throwable> problems = new ConcurrentHashMap<>();
  private final Map<Integer, Set<UUID>> failedAt = new ConcurrentHashMap<>();

  Judging(
      FactsStore facts,
      MemberStore members,
      TurnoverStore days,
      LogReader log,
      PersonReader people,
      StreamStore streams,
      EventLog events,
      Shops shops,
      JsonMapper json,
      Wake wake,
      Clock clock) {
    this.facts = facts;
    this.members = members;
    this.days = days;
    this.log = log;
    this.people = people;
    this.streams = streams;
    this.events = events;
    this.shops = shops;
    this.json = json;
    this.wake = wake;
    this.clock = clock;
  }

  /// What is known to have happened to some people.
  static final class Work {

    private final Map<UUID, List<Happened>> happened = new HashMap<>();
    private final Set<UUID> changed = new HashSet<>();
    private final Set<UUID> rebuilt = new HashSet<>();
    private final Set<UUID> turned = new HashSet<>();

    private record Happened(String metric, int shopId, long at, ObjectNode properties) {}

    void happened(Event event) {
      happened
          .computeIfAbsent(event.profileId().value(), id -> new ArrayList<>())
          .add(
              new Happened(
                  event.metric(), event.shopId(), event.at().toEpochMilli(), event.properties()));
    }

    /// Their traits, consents or orders are others than before.
    void changed(UUID person) {
      changed.add(person);
    }

    /// Their past is another than before.
    void rebuilt(UUID person) {
      rebuilt.add(person);
    }

    /// Time may have changed what holds of them.
    void turned(UUID person) {
      turned.add(person);
    }

    private Set<UUID> everybody() {
      Set<UUID> all = new TreeSet<>(happened.keySet());
      all.addAll(changed);
      all.addAll(rebuilt);
      all.addAll(turned);
      return all;
    }
  }

  /// @return how many people were judged
  @Transactional(propagation = Propagation.MANDATORY)
  public int judge(Judges judges, Work work) {
    try {
      return judgeAll(judges, work);
    } catch (Effort.TooSlow e) {
      tooSlow(e);
      throw e;
    }
  }

  /// It is set aside as soon as this transaction has ended.
  void tooSlow(Effort.TooSlow slow) {
    problems.put(slow.segment(), slow);
    wake.now();
  }

  /// Whom a segment breaks off at stays in it or outside, and that is noted; a segment that breaks
  /// off at many is set aside soon.
  void note(Judges judges) {
    for (Judges.Problem problem : judges.takeProblems()) {
      if (problem.segment() == Judges.ALL_SEGMENTS) {
        facts.setAside(problem.person(), problem.why().toString(), clock.instant());
        continue;
      }
      Set<UUID> people =
          failedAt.computeIfAbsent(problem.segment(), no -> ConcurrentHashMap.newKeySet());
      if (people.add(problem.person())) {
        facts.setAside(
            problem.person(),
            "segment %d: %s".formatted(problem.segment(), problem.why()),
            clock.instant());
      }
      if (people.size() >= MOST_FAILURES) {
        failedAt.remove(problem.segment());
        problems.put(problem.segment(), problem.why());
        wake.now();
      }
    }
  }

  private int judgeAll(Judges judges, Work work) {
    Set<UUID> everybody = work.everybody();
    facts.ensure(everybody);
    List<Row> rows = facts.lock(everybody);
    Map<UUID, Person> persons = readPersons(rows, work);
    Map<Boolean, List<Row>> byPresence =
        rows.stream().collect(Collectors.partitioningBy(row -> isHere(row, work, persons)));
    List<Row> gone = byPresence.getOrDefault(false, List.of());
    List<Row> here = byPresence.getOrDefault(true, List.of());
    Map<UUID, FactsWriter> pasts = readPasts(here, work, judges.watch());
    if (judges.isAnyBuilding()) {
      members.holdChunks(rows.stream().map(row -> row.ord).toList());
    }
    Instant now = clock.instant();
    Differences differences = new Differences();
    Map<Integer, Row> byOrd = new HashMap<>();
    for (Row row : here) {
      byOrd.put(row.ord, row);
      BitSet affected = update(row, judges, work, persons.get(row.profileId), pasts);
      judge(row, judges, affected, now.toEpochMilli(), differences);
    }
    forget(gone, judges);
    facts.update(here.stream().filter(Row::isToBeStored).toList());
    note(judges);
    tell(judges, differences.store(), byOrd, work, now);
    return rows.size();
  }

  /// Compares the verdict with the one before, which stands in the row, unless the segment became
  /// live since: then its chunk says who was in it.
  private static void judge(
      Row row, Judges judges, BitSet affected, long now, Differences differences) {
    if (judges.isEmpty()) {
      return;
    }
    BitSet wanted = judges.isNews(row.judgedVersion) ? judges.everyone() : affected;
    if (wanted.isEmpty()) {
      return;
    }
    Verdict verdict = judges.judge(row.profileId, row.events, row.state, wanted, now);
    boolean all = wanted.cardinality() == judges.all().size();
    row.turn = all ? verdict.turn() : Math.min(row.turn, verdict.turn());
    verdict.judged().stream()
        .forEach(
            place -> {
              int no = judges.numberAt(place);
              boolean in = verdict.holds().get(place);
              if (!judges.isKnown(place, row.judgedVersion)) {
                differences.unknown.put(new Place(no, row.ord), in);
              } else if (row.holds.get(no) != in) {
                differences.known.put(new Place(no, row.ord), in);
              }
              if (row.holds.get(no) != in) {
                row.holds.set(no, in);
                row.changed = true;
              }
            });
    if (all && row.judgedVersion != judges.version()) {
      row.judgedVersion = judges.version();
      row.changed = true;
    }
  }

  /// Verdicts that are, or may be, others than before.
  private final class Differences {
    private final Map<Place, Boolean> known = new LinkedHashMap<>();
    private final Map<Place, Boolean> unknown = new LinkedHashMap<>();

    /// @return what is otherwise now
    Map<Place, Boolean> store() {
      if (!unknown.isEmpty()) {
        Set<Place> taken = members.taken(unknown.keySet());
        unknown.forEach(
            (place, in) -> {
              if (in != taken.contains(place)) {
                known.put(place, in);
              }
            });
      }
      return known.isEmpty() ? Map.of() : members.set(known);
    }
  }

  /// Segments that broke off since this was last asked, by number.
  Map<Integer, Throwable> takeProblems() {
    Map<Integer, Throwable> taken = new HashMap<>(problems);
    taken.keySet().forEach(problems::remove);
    return taken;
  }

  private Map<UUID, Person> readPersons(List<Row> rows, Work work) {
    List<UUID> wanted =
        rows.stream().filter(row -> isReadAnew(row, work)).map(row -> row.profileId).toList();
    return wanted.isEmpty() ? Map.of() : people.read(wanted);
  }

  private static boolean isReadAnew(Row row, Work work) {
    return !row.built
        || work.changed.contains(row.profileId)
        || work.rebuilt.contains(row.profileId);
  }

  /// No alias, and not erased.
  private static boolean isHere(Row row, Work work, Map<UUID, Person> persons) {
    return !isReadAnew(row, work) || persons.containsKey(row.profileId);
  }

  private Map<UUID, FactsWriter> readPasts(List<Row> rows, Work work, Stopwatch watch) {
    Map<UUID, FactsWriter> pasts = new HashMap<>();
    rows.stream()
        .filter(row -> !row.built || work.rebuilt.contains(row.profileId))
        .forEach(row -> pasts.put(row.profileId, new FactsWriter(new byte[0])));
    if (!pasts.isEmpty()) {
      log.read(
          pasts.keySet(),
          streams.detailed(),
          Set.of(),
          past ->
              streams.add(
                  Objects.requireNonNull(pasts.get(past.profileId())),
                  past.metric(),
                  past.shopId(),
                  past.at(),
                  past.properties(),
                  watch));
    }
    return pasts;
  }

  /// @return the places of the segments that may have changed
  private BitSet update(
      Row row, Judges judges, Work work, @Nullable Person person, Map<UUID, FactsWriter> pasts) {
    FactsWriter writer = pasts.get(row.profileId);
    boolean everything = writer != null || work.turned.contains(row.profileId);
    List<Work.Happened> happened = work.happened.getOrDefault(row.profileId, List.of());
    Set<Integer> touched = new HashSet<>();
    if (writer != null || !happened.isEmpty()) {
      FactsWriter into = writer == null ? new FactsWriter(row.events) : writer;
      for (Work.Happened one : happened) {
        touched.addAll(
            streams.add(
                into, one.metric(), one.shopId(), one.at(), one.properties(), judges.watch()));
      }
      if (writer != null || !touched.isEmpty()) {
        row.events = into.toBytes();
        row.changed = true;
      }
    }
    if (person != null) {
      row.state = streams.state(person, judges.watch());
      row.changed = true;
    }
    row.built = true;
    if (everything) {
      return judges.everyone();
    }
    BitSet affected = judges.affectedBy(touched);
    if (person != null) {
      affected.or(judges.affectedByState());
    }
    return affected;
  }

  private void forget(List<Row> gone, Judges judges) {
    if (gone.isEmpty()) {
      return;
    }
    Differences out = new Differences();
    for (Row row : gone) {
      judges
          .all()
          .forEach(judge -> out.unknown.put(new Place(judge.segment().no(), row.ord), false));
    }
    out.store();
    facts.delete(gone.stream().map(row -> row.profileId).toList());
  }

  /// Only of segments that stood before: while one is being built nobody enters it.
  private void tell(
      Judges judges, Map<Place, Boolean> changes, Map<Integer, Row> byOrd, Work work, Instant now) {
    Map<Integer, Segment> live = new HashMap<>();
    for (Judge judge : judges.all()) {
      if (judge.segment().state() == Segment.State.LIVE) {
        live.put(judge.segment().no(), judge.segment());
      }
    }
    List<Event> told = new ArrayList<>();
    TurnoverStore.Turnover turnover = new TurnoverStore.Turnover();
    changes.forEach(
        (place, in) -> {
          Segment segment = live.get(place.segment());
          if (segment != null) {
            UUID person = Objects.requireNonNull(byOrd.get(place.ord())).profileId;
            told.add(event(segment, person, in, cause(work, person), now));
            turnover.add(segment.no(), now.atZone(Judges.zone(segment, shops)).toLocalDate(), in);
          }
        });
    days.add(turnover);
    events.appendOwn(told);
  }

  private Event event(Segment segment, UUID person, boolean in, ObjectNode cause, Instant now) {
    ObjectNode properties = json.createObjectNode();
    properties.put("segmentId", segment.id().toString());
    properties.put("segment", segment.name());
    properties.set("cause", cause);
    Integer shop = segment.shopId();
    return new Event(
        Ids.random(now),
        new ProfileId(person),
        shop == null ? Judges.first(shops).id() : shop,
        in ? ENTERED : LEFT,
        now,
        properties);
  }

  private ObjectNode cause(Work work, UUID person) {
    ObjectNode cause = json.createObjectNode();
    List<Work.Happened> happened = work.happened.getOrDefault(person, List.of());
    if (!happened.isEmpty()) {
      Work.Happened last = happened.getLast();
      return cause
          .put("kind", "event")
          .put("metric", last.metric())
          .put("at", Instant.ofEpochMilli(last.at()).toString());
    }
    if (work.rebuilt.contains(person)) {
      return cause.put("kind", "history");
    }
    return cause.put("kind", work.changed.contains(person) ? "profile" : "time");
  }
}
