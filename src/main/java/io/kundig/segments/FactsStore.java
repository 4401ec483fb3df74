package io.kundig.segments;

import io.kundig.platform.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of what is known of each person.
@Repository
class FactsStore {

  /// "Never" as a turn.
  static final long NEVER = Long.MAX_VALUE;

  private static final Duration AGAIN = Duration.ofHours(1);

  private final JdbcClient jdbc;

  FactsStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// One person's facts, while they are worked on.
  static final class Row {
    final UUID profileId;
    final int ord;
    boolean built;
    byte[] events;
    byte[] state;

    /// In Unix milliseconds.
    long turn;

    /// By segment number, what was judged last; as far as it was judged, see `judgedVersion`.
    BitSet holds;

    long judgedVersion;
    boolean changed;
    final long turnBefore;

    Row(
        UUID profileId,
        int ord,
        boolean built,
        byte[] events,
        byte[] state,
        long turn,
        BitSet holds,
        long judgedVersion) {
      this.profileId = profileId;
      this.ord = ord;
      this.built = built;
      this.events = events;
      this.state = state;
      this.turn = turn;
      this.turnBefore = turn;
      this.holds = holds;
      this.judgedVersion = judgedVersion;
    }

    boolean isToBeStored() {
      return changed || turn != turnBefore;
    }
  }

  /// Makes rows for those who have none.
  void ensure(Collection<UUID> people) {
    jdbc.sql(
            """
            insert into segments.profile_facts (profile_id, built, events, state)
            select p, false, '', '' from unnest(:people) as p
            where not exists (select 1 from segments.profile_facts f where f.profile_id = p)
            order by p on conflict (profile_id) do nothing
            """)
        .param("people", UuidArray.of(people))
        .update();
  }

  /// Locks their rows, in one order for everybody, until the transaction ends.
  List<Row> lock(Collection<UUID> people) {
    return jdbc.sql(
            """
            select profile_id, ord, built, events, state, turn_at, holds, judged_version
            from segments.profile_facts where profile_id = any(:people) order by profile_id for update
            """)
        .param("people", UuidArray.of(people))
        .query(FactsStore::row)
        .list();
  }

  /// Those of a chunk, without locks; turns are not read.
  void scanChunk(int chunk, Consumer<Row> reader) {
    scan(
        "where ord >= %d and ord < %d and built"
            .formatted(chunk * MemberStore.CHUNK, (chunk + 1) * MemberStore.CHUNK),
        reader);
  }

  /// Streams people as far as they are judged by: turns and what held before are not read.
  ///
  /// @param part what stands after the table's name
  void scan(String part, Consumer<Row> reader) {
    jdbc.sql("select profile_id, ord, events, state from segments.profile_facts " + part)
        .withFetchSize(5_000)
        .query(
            row -> {
              reader.accept(
                  new Row(
                      row.getObject(1, UUID.class),
                      row.getInt(2),
                      true,
                      row.getBytes(3),
                      row.getBytes(4),
                      NEVER,
                      new BitSet(0),
                      0));
            });
  }

  /// Lets people turn at a moment, unless they turn earlier.
  void hasten(Collection<Integer> ords, Instant turn) {
    if (ords.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            with locked as (
              select profile_id from segments.profile_facts
              where ord = any(:ords::int[]) and (turn_at is null or turn_at > :turn)
              order by profile_id for update)
            update segments.profile_facts f set turn_at = :turn
            from locked l where f.profile_id = l.profile_id
            """)
        .param("ords", ords.toArray(Integer[]::new))
        .param("turn", utc(turn))
        .update();
  }

  void update(Collection<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update segments.profile_facts f
            set built = true, events = n.events, state = n.state, turn_at = n.turn_at,
              holds = n.holds, judged_version = n.judged_version
            from unnest(:people, :events, :states, :turns::timestamptz[], :holds, :versions::bigint[])
              as n (profile_id, events, state, turn_at, holds, judged_version)
            where f.profile_id = n.profile_id
            """)
        .param("people", UuidArray.of(rows.stream().map(row -> row.profileId).toList()))
        .param("events", rows.stream().map(row -> row.events).toArray(byte[][]::new))
        .param("states", rows.stream().map(row -> row.state).toArray(byte[][]::new))
        .param("turns", rows.stream().map(row -> turn(row.turn)).toArray(String[]::new))
        .param("holds", rows.stream().map(row -> row.holds.toByteArray()).toArray(byte[][]::new))
        .param("versions", rows.stream().map(row -> row.judgedVersion).toArray(Long[]::new))
        .update();
  }

  void delete(Collection<UUID> people) {
    jdbc.sql("delete from segments.profile_facts where profile_id = any(:people)")
        .param("people", UuidArray.of(people))
        .update();
  }

  List<UUID> due(Instant now, int limit) {
    return jdbc.sql(
            """
            select profile_id from segments.profile_facts where turn_at <= :now
            order by turn_at limit :limit
            """)
        .param("now", utc(now))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /// Somebody could not be judged: they stay as they are. Their facts are read again, once an hour
  /// at most, in case the bytes were at fault.
  int setAside(UUID person, String reason, Instant now) {
    boolean again =
        jdbc.sql(
                """
                select exists (select 1 from segments.set_aside
                  where profile_id = :person and set_aside_at > :recently)
                """)
            .param("person", person)
            .param("recently", utc(now.minus(AGAIN)))
            .query(Boolean.class)
            .single();
    if (!again) {
      jdbc.sql(
              """
              update segments.profile_facts set events = '', state = '', built = false
              where profile_id = :person;
              insert into segments.touched (profile_id, rebuild) values (:person, true)
              """)
          .param("person", person)
          .update();
    }
    return jdbc.sql(
            """
            insert into segments.set_aside (profile_id, reason, set_aside_at)
            values (:person, :reason, :now)
            on conflict (profile_id) do update
              set reason = excluded.reason, set_aside_at = excluded.set_aside_at
            """)
        .param("person", person)
        .param("reason", reason.substring(0, Math.min(reason.length(), 1_000)).replace('\0', ' '))
        .param("now", utc(now))
        .update();
  }

  /// How many could not be judged since then.
  int setAsideSince(Instant since) {
    return jdbc.sql("select count(*) from segments.set_aside where set_aside_at > :since")
        .param("since", utc(since))
        .query(Integer.class)
        .single();
  }

  /// Notes how late it is.
  ///
  /// @return by how much it was later when people were last judged; below zero if it was not
  Duration noteTime(Instant now) {
    Instant before =
        jdbc.sql(
                """
                insert into segments.latest as l (one, at) values (true, :now)
                on conflict (one) do update set at = :now
                returning coalesce(
                  (select at from segments.latest), :now)
                """)
            .param("now", utc(now))
            .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
            .single();
    return Duration.between(now, before);
  }

  /// Everybody of a chunk is due.
  void turnChunk(int chunk, Instant now) {
    jdbc.sql(
            """
            with due as (
              select profile_id from segments.profile_facts
              where ord >= :from and ord < :to and built order by profile_id for update)
            update segments.profile_facts f set turn_at = :now
            from due where f.profile_id = due.profile_id
            """)
        .param("from", chunk * MemberStore.CHUNK)
        .param("to", (chunk + 1) * MemberStore.CHUNK)
        .param("now", utc(now))
        .update();
  }

  /// What is due for somebody is not done now.
  void putOff(UUID person) {
    jdbc.sql(
            """
            delete from segments.touched where profile_id = :person;
            update segments.profile_facts set turn_at = null where profile_id = :person
            """)
        .param("person", person)
        .update();
  }

  Optional<Instant> nextTurn() {
    return jdbc.sql("select min(turn_at) from segments.profile_facts where turn_at is not null")
        .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  long count() {
    return jdbc.sql("select count(*) from segments.profile_facts where built")
        .query(Long.class)
        .single();
  }

  /// One more than the highest ord.
  int end() {
    return jdbc.sql("select coalesce(max(ord), 0) + 1 from segments.profile_facts")
        .query(Integer.class)
        .single();
  }

  private static @Nullable String turn(long turn) {
    return turn == NEVER ? null : Instant.ofEpochMilli(turn).toString();
  }

  static Row row(ResultSet row, int number) throws SQLException {
    @Nullable OffsetDateTime turn = row.getObject("turn_at", OffsetDateTime.class);
    return new Row(
        row.getObject("profile_id", UUID.class),
        row.getInt("ord"),
        row.getBoolean("built"),
        row.getBytes("events"),
        row.getBytes("state"),
        turn == null ? NEVER : turn.toInstant().toEpochMilli(),
        BitSet.valueOf(row.getBytes("holds")),
        row.getLong("judged_version"));
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
