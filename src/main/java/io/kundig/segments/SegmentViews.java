package io.kundig.segments;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kundig.accounts.Shops;
import io.kundig.platform.CsvCell;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Profiles.Profile;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// Segments as the API shows them.
@Component
class SegmentViews {

  private static final int PROPERTIES_FROM = 300;
  private static final int EXPORTED_AT_A_TIME = 2_000;

  private final SegmentStore store;
  private final Segments segments;
  private final MemberStore members;
  private final FactsStore facts;
  private final TurnoverStore days;
  private final ConditionJson conditions;
  private final ConditionChoices choices;
  private final Profiles profiles;
  private final Shops shops;
  private final JdbcClient jdbc;
  private final Clock clock;

  SegmentViews(
      SegmentStore store,
      Segments segments,
      MemberStore members,
      FactsStore facts,
      TurnoverStore days,
      ConditionJson conditions,
      ConditionChoices choices,
      Profiles profiles,
      Shops shops,
      JdbcClient jdbc,
      Clock clock) {
    this.store = store;
    this.segments = segments;
    this.members = members;
    this.facts = facts;
    this.days = days;
    this.conditions = conditions;
    this.choices = choices;
    this.profiles = profiles;
    this.shops = shops;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// @param done how much of the building is done, from 0 to 1
  record SegmentRow(
      UUID id,
      String name,
      String description,
      @Nullable Integer shopId,
      String state,
      @Nullable String problem,
      double done,
      int count,
      Instant createdAt,
      Instant changedAt,
      @Nullable Instant archivedAt) {}

  /// @param state `off` before the first use, `preparing` while everybody's past is read, `ready`
  /// @param behind by how many seconds events or turns wait to be judged; 0 where none does
  /// @param setAside how many people could not be judged within a day, and stayed as they were
  record EngineState(String state, double done, long behind, int setAside) {}

  record SegmentOverview(List<SegmentRow> items, EngineState engine) {}

  record UsedBy(String kind, UUID id, String name) {}

  record SegmentDetail(SegmentRow segment, ObjectNode condition, List<UsedBy> usedBy) {}

  record SegmentPerson(
      UUID id, @Nullable String name, @Nullable String email, @Nullable String phone) {}

  /// @param members at the end of the day
  record GrowthDay(LocalDate day, int entered, int left, int members) {}

  record Membership(UUID id, String name, @Nullable Instant since) {}

  @Transactional(readOnly = true)
  public SegmentOverview overview() {
    Map<Integer, Integer> counts = members.counts();
    int end = facts.end();
    return new SegmentOverview(
        segments.all().stream().map(segment -> row(segment, counts, end)).toList(), engine(end));
  }

  private EngineState engine(int end) {
    SegmentStore.Engine engine = store.engine();
    if (!engine.wanted()) {
      return new EngineState("off", 0, 0, 0);
    }
    Instant now = clock.instant();
    long behind =
        Stream.concat(store.cursorWaitsSince().stream(), facts.nextTurn().stream())
            .mapToLong(since -> Duration.between(since, now).toSeconds())
            .max()
            .orElse(0);
    return new EngineState(
        engine.ready() ? "ready" : "preparing",
        engine.ready() ? 1 : Math.min((double) end / people(), 1),
        Math.max(behind, 0),
        facts.setAsideSince(now.minus(Duration.ofDays(1))));
  }

  private long people() {
    return jdbc.sql("select greatest(count(*), 1) from profiles.profile where merged_into is null")
        .query(Long.class)
        .single();
  }

  private static SegmentRow row(Segment segment, Map<Integer, Integer> counts, int end) {
    double chunks = Math.max(Math.ceilDiv(end, MemberStore.CHUNK), 1);
    boolean building = segment.state() == Segment.State.BUILDING;
    return new SegmentRow(
        segment.id(),
        segment.name(),
        segment.description(),
        segment.shopId(),
        segment.state().code(),
        segment.problem(),
        building ? Math.min(segment.refreshedTo() / chunks, 1) : 1,
        counts.getOrDefault(segment.no(), 0),
        segment.createdAt(),
        segment.changedAt(),
        segment.archivedAt());
  }

  @Transactional(readOnly = true)
  public SegmentDetail detail(Segment segment) {
    return new SegmentDetail(
        row(segment, members.counts(), facts.end()),
        conditions.tree(segment.condition()),
        segments.usersOf(segment.id()).stream()
            .map(other -> new UsedBy("segment", other.id(), other.name()))
            .toList());
  }

  @Transactional(readOnly = true)
  public Page<SegmentPerson> members(Segment segment, @Nullable String cursor, int limit) {
    List<MemberStore.Member> found = members.members(segment.no(), after(cursor), limit + 1);
    List<MemberStore.Member> shown = found.subList(0, Math.min(found.size(), limit));
    return new Page<>(
        people(shown.stream().map(MemberStore.Member::profileId).toList()),
        found.size() > limit ? Integer.toString(shown.getLast().ord()) : null);
  }

  void export(Segment segment, boolean german, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write('\uFEFF');
    try (CsvWriter csv = CsvWriter.builder().fieldSeparator(german ? ';' : ',').build(writer)) {
      csv.writeRecord(
          german
              ? List.of("Name", "E-Mail", "Telefon", "Profil")
              : List.of("Name", "Email", "Phone", "Profile"));
      @Nullable String cursor = null;
      do {
        Page<SegmentPerson> page = members(segment, cursor, EXPORTED_AT_A_TIME);
        page.items().forEach(person -> csv.writeRecord(cells(person)));
        cursor = page.next();
      } while (cursor != null);
    }
  }

  private static List<String> cells(SegmentPerson person) {
    return Stream.of(person.name(), person.email(), person.phone(), person.id().toString())
        .map(value -> CsvCell.disarmed(Objects.requireNonNullElse(value, "")))
        .toList();
  }

  private static int after(@Nullable String cursor) {
    try {
      return cursor == null ? -1 : Integer.parseInt(cursor);
    } catch (NumberFormatException e) {
      throw new Invalid("cursor", "This is not a cursor.", "Use the one from the page before.");
    }
  }

  List<SegmentPerson> people(Collection<UUID> ids) {
    Map<ProfileId, Profile> found = profiles.find(ids.stream().map(ProfileId::new).toList());
    return ids.stream()
        .map(id -> found.get(new ProfileId(id)))
        .filter(Objects::nonNull)
        .map(SegmentViews::person)
        .toList();
  }

  private static SegmentPerson person(Profile profile) {
    String name =
        Stream.of(profile.firstName(), profile.lastName())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return new SegmentPerson(
        profile.id().value(), name.isBlank() ? null : name, profile.email(), profile.phone());
  }

  /// From the present number backwards.
  @Transactional(readOnly = true)
  public List<GrowthDay> growth(Segment segment, int length) {
    LocalDate today = clock.instant().atZone(Judges.zone(segment, shops)).toLocalDate();
    Map<LocalDate, TurnoverStore.Day> turnover = new HashMap<>();
    days.days(segment.no(), today.minusDays(length - 1L))
        .forEach(day -> turnover.put(day.day(), day));
    List<GrowthDay> growth = new ArrayList<>();
    int count = members.counts().getOrDefault(segment.no(), 0);
    LocalDate begun = segment.changedAt().atZone(Judges.zone(segment, shops)).toLocalDate();
    for (LocalDate day = today;
        growth.size() < length && !day.isBefore(begun);
        day = day.minusDays(1)) {
      TurnoverStore.Day of = turnover.getOrDefault(day, new TurnoverStore.Day(day, 0, 0));
      growth.add(new GrowthDay(day, of.entered(), of.left(), count));
      count -= of.entered() - of.left();
    }
    return growth.reversed();
  }

  /// The segments somebody is in, with when they entered, where that is known.
  @Transactional(readOnly = true)
  public List<Membership> memberships(ProfileId asked) {
    Profile profile =
        Optional.ofNullable(profiles.find(List.of(asked)).get(asked))
            .orElseThrow(() -> new NotFound("profile", asked.value()));
    Map<UUID, Instant> entered = new HashMap<>();
    jdbc.sql(
            """
            select (e.properties ->> 'segmentId')::uuid, max(e.at)
            from events.event e join events.metric m using (metric_id)
            where e.profile_id = :profile and m.name = :metric group by 1
            """)
        .param("profile", profile.id().value())
        .param("metric", Judging.ENTERED)
        .query(
            row -> {
              entered.put(row.getObject(1, UUID.class), row.getTimestamp(2).toInstant());
            });
    return segments.of(profile.id()).stream()
        .map(segment -> new Membership(segment.id(), segment.name(), entered.get(segment.id())))
        .toList();
  }

  record Metric(String name, List<String> properties) {}

  record ShopName(int id, String name) {}

  record Vocabulary(
      List<Metric> metrics,
      List<String> traits,
      List<ShopName> shops,
      List<String> channels,
      List<ConditionChoices.Choice> flows,
      List<ConditionChoices.Choice> messages) {}

  @Transactional(readOnly = true)
  public Vocabulary vocabulary() {
    return new Vocabulary(
        metrics(),
        traits(),
        shops.all().stream().map(shop -> new ShopName(shop.id(), shop.name())).toList(),
        List.of("email", "sms", "whatsapp", "push", "post"),
        choices.flows(),
        choices.messages());
  }

  /// Properties are those of each metric's newest events. Of names made up by the million it shows
  /// the first.
  private List<Metric> metrics() {
    return jdbc.sql(
            """
            select m.name, coalesce((
              select (array_agg(distinct k))[1 : 200] from (
                select e.properties from events.event e where e.metric_id = m.metric_id
                order by e.txid desc, e.seq desc limit %d) as newest,
              jsonb_object_keys(newest.properties) as k), '{}') as properties
            from events.metric m where m.metric_id in (
              select metric_id from events.metric order by metric_id limit 1000)
            and m.name <> all(:ours) order by m.name
            """
                .formatted(PROPERTIES_FROM))
        .param("ours", new String[] {Judging.ENTERED, Judging.LEFT})
        .query(
            (row, _) ->
                new Metric(row.getString(1), List.of((String[]) row.getArray(2).getArray())))
        .list();
  }

  private List<String> traits() {
    return jdbc.sql(
            """
            select distinct k from (
              select traits from profiles.profile where merged_into is null and known
              order by created_at desc limit 2000) as newest,
            jsonb_object_keys(newest.traits) as k order by k limit 1000
            """)
        .query(String.class)
        .list();
  }
}
