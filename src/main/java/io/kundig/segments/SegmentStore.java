package io.kundig.segments;

import io.kundig.shared.Invalid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of definitions and of the engine's state.
@Repository
class SegmentStore {

  private static final String SELECT =
      """
      select segment_id, no, name, description, shop_id, condition, state, problem, refreshed_to,
        live_version, created_at, changed_at, archived_at
      from segments.segment
      """;

  private static final String REFERS_TO_FAILED =
      "It refers to the segment “%s”, which is not kept up to date.";

  private static final Condition NOBODY = new Condition.Any(List.of());

  private final JdbcClient jdbc;
  private final ConditionJson conditions;

  SegmentStore(JdbcClient jdbc, ConditionJson conditions) {
    this.jdbc = jdbc;
    this.conditions = conditions;
  }

  /// Those that are not put away.
  List<Segment> active() {
    return withReferring(
        jdbc.sql(SELECT + "where archived_at is null order by no").query(this::segment).list());
  }

  /// Those that people are judged by.
  List<Segment> judged() {
    return active().stream().filter(it -> it.state() != Segment.State.FAILED).toList();
  }

  List<Segment> all() {
    return withReferring(jdbc.sql(SELECT + "order by lower(name), no").query(this::segment).list());
  }

  /// Whoever refers to a segment that is not kept up to date, however far, is not either.
  private static List<Segment> withReferring(List<Segment> segments) {
    Map<UUID, Segment> byId = new LinkedHashMap<>();
    segments.forEach(segment -> byId.put(segment.id(), segment));
    boolean found = true;
    while (found) {
      found = false;
      for (Segment segment : segments) {
        Optional<Segment> failed =
            segment.condition().segmentIds().stream()
                .map(byId::get)
                .filter(other -> other != null && other.state() == Segment.State.FAILED)
                .findFirst();
        if (failed.isPresent()
            && byId.getOrDefault(segment.id(), segment).state() != Segment.State.FAILED) {
          byId.put(segment.id(), segment.failed(REFERS_TO_FAILED.formatted(failed.get().name())));
          found = true;
        }
      }
    }
    return List.copyOf(byId.values());
  }

  Optional<Segment> find(UUID id) {
    Optional<Segment> found =
        jdbc.sql(SELECT + "where segment_id = :id").param("id", id).query(this::segment).optional();
    return found.filter(segment -> segment.condition().segmentIds().isEmpty()).isPresent()
        ? found
        : all().stream().filter(segment -> segment.id().equals(id)).findFirst();
  }

  int insert(
      UUID id,
      String name,
      String description,
      @Nullable Integer shopId,
      Condition condition,
      Instant now) {
    return jdbc.sql(
            """
            insert into segments.segment (segment_id, name, description, shop_id, condition, state,
              refreshed_to, created_at, changed_at)
            values (:id, :name, :description, :shop, :condition::jsonb, 'building', 0, :now, :now)
            returning no
            """)
        .param("id", id)
        .param("name", name)
        .param("description", description)
        .param("shop", shopId)
        .param("condition", conditions.write(condition))
        .param("now", utc(now))
        .query(Integer.class)
        .single();
  }

  void rename(UUID id, String name, String description, Instant now) {
    jdbc.sql(
            """
            update segments.segment set name = :name, description = :description, changed_at = :now
            where segment_id = :id
            """)
        .param("id", id)
        .param("name", name)
        .param("description", description)
        .param("now", utc(now))
        .update();
  }

  /// Everybody is to be judged again.
  void redefine(UUID id, @Nullable Integer shopId, Condition condition, Instant now) {
    jdbc.sql(
            """
            update segments.segment set shop_id = :shop, condition = :condition::jsonb,
              state = 'building', problem = null, retry_at = null, refreshed_to = 0,
              changed_at = :now
            where segment_id = :id
            """)
        .param("id", id)
        .param("shop", shopId)
        .param("condition", conditions.write(condition))
        .param("now", utc(now))
        .update();
  }

  void archive(UUID id, @Nullable Instant at) {
    jdbc.sql(
            """
            update segments.segment set archived_at = :at, state = 'building', refreshed_to = 0
            where segment_id = :id
            """)
        .param("id", id)
        .param("at", at == null ? null : utc(at), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  void refreshedTo(Collection<Integer> numbers, int chunk) {
    jdbc.sql("update segments.segment set refreshed_to = :chunk where no = any(:numbers::int[])")
        .param("numbers", numbers.toArray(Integer[]::new))
        .param("chunk", chunk)
        .update();
  }

  void live(int no, Instant now) {
    jdbc.sql(
            """
            update segments.segment s set state = 'live', problem = null, refreshed_at = :now,
              live_version = e.version
            from segments.engine e where s.no = :no and s.state = 'building'
            """)
        .param("no", no)
        .param("now", utc(now))
        .update();
  }

  /// @param retry when it is tried again; null: once its condition is changed
  void failed(int no, String problem, @Nullable Instant retry) {
    jdbc.sql(
            """
            update segments.segment set state = 'failed', problem = :problem, retry_at = :retry
            where no = :no
            """)
        .param("no", no)
        .param("problem", problem)
        .param("retry", retry == null ? null : utc(retry), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  /// Those that cannot be read, and those that refer to one that is not kept: each is judged anew
  /// when it can be.
  ///
  /// @return how many there are more than before
  int failReferring() {
    return active().stream()
        .filter(segment -> segment.state() == Segment.State.FAILED)
        .mapToInt(
            segment ->
                jdbc.sql(
                        """
                        update segments.segment set state = 'failed', problem = :problem
                        where no = :no and state <> 'failed'
                        """)
                    .param("no", segment.no())
                    .param("problem", segment.problem())
                    .update())
        .sum();
  }

  Optional<Instant> nextRetry() {
    return jdbc.sql(
            "select min(retry_at) from segments.segment where archived_at is null and state = 'failed'")
        .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  List<UUID> dueRetries(Instant now) {
    return jdbc.sql(
            """
            select segment_id from segments.segment
            where archived_at is null and state = 'failed' and retry_at <= :now
            """)
        .param("now", utc(now))
        .query(UUID.class)
        .list();
  }

  /// Everybody is to be judged again by the same condition.
  void rejudge(UUID id) {
    jdbc.sql(
            """
            update segments.segment
            set state = 'building', problem = null, retry_at = null, refreshed_to = 0
            where segment_id = :id
            """)
        .param("id", id)
        .update();
  }

  /// What holds for all segments.
  ///
  /// @param wanted whether anything is kept
  /// @param ready whether everybody's facts are there
  record Engine(long version, boolean wanted, boolean ready, @Nullable UUID builtTo) {}

  Engine engine() {
    return engine("");
  }

  /// Until the end of the transaction nobody changes a definition.
  Engine lockShared() {
    return engine(" for share");
  }

  /// Until the end of the transaction nobody judges.
  Engine lock() {
    return engine(" for update");
  }

  private Engine engine(String suffix) {
    return jdbc.sql(
            "select version, wanted_at is not null, built_at is not null, built_to from segments.engine"
                + suffix)
        .query(
            (row, _) ->
                new Engine(
                    row.getLong(1),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    row.getObject(4, UUID.class)))
        .single();
  }

  /// When the cursor moved last, if events wait behind it.
  Optional<Instant> cursorWaitsSince() {
    return jdbc.sql(
            """
            select c.moved_at from events.cursor c
            where c.name = :name and (c.txid, c.seq) < (
              select e.txid, e.seq from events.event e order by e.txid desc, e.seq desc limit 1)
            """)
        .param("name", SegmentFollower.NAME)
        .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .optional();
  }

  void newVersion() {
    jdbc.sql("update segments.engine set version = version + 1").update();
  }

  /// From the end of this transaction on everybody who changes somebody leaves a mark.
  void want(Instant now) {
    jdbc.sql(
            """
            update segments.engine set wanted_at = :now, horizon = pg_current_xact_id()
            where wanted_at is null
            """)
        .param("now", utc(now))
        .update();
  }

  /// Whether all transactions have ended that may not have left marks.
  boolean marksAreComplete() {
    return jdbc.sql(
            """
            select horizon is not null and horizon < pg_snapshot_xmin(pg_current_snapshot())
            from segments.engine
            """)
        .query(Boolean.class)
        .single();
  }

  void builtTo(UUID last) {
    jdbc.sql(
            """
            update segments.engine set built_to = :last where built_to is null or built_to < :last
            """)
        .param("last", last)
        .update();
  }

  void built(Instant now) {
    jdbc.sql("update segments.engine set built_at = :now").param("now", utc(now)).update();
  }

  private Segment segment(ResultSet row, int number) throws SQLException {
    try {
      return segment(row, conditions.read(row.getString("condition")), null);
    } catch (Invalid e) {
      // Written by another version: this one is not judged, the others are.
      return segment(row, NOBODY, "The condition cannot be read: " + e.getMessage());
    }
  }

  private static Segment segment(ResultSet row, Condition condition, @Nullable String problem)
      throws SQLException {
    return new Segment(
        row.getObject("segment_id", UUID.class),
        row.getInt("no"),
        row.getString("name"),
        row.getString("description"),
        row.getObject("shop_id", Integer.class),
        condition,
        problem == null
            ? Segment.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT))
            : Segment.State.FAILED,
        problem == null ? row.getString("problem") : problem,
        row.getInt("refreshed_to"),
        row.getLong("live_version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("archived_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
    return value == null ? null : value.toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
