package io.kundig.events;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of cursors and of the events that consumers set aside.
@Component
class CursorStore {

  private final JdbcClient jdbc;

  CursorStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Identifies the database cluster whose transaction numbers we see.
  String cluster() {
    return jdbc.sql("select system_identifier::text from pg_control_system()")
        .query(String.class)
        .single();
  }

  void create(String name, String cluster, Instant now) {
    jdbc.sql(
            """
            insert into events.cursor (name, txid, seq, cluster, moved_at)
            values (:name, '0', 0, :cluster, :now)
            on conflict (name) do nothing
            """)
        .param("name", name)
        .param("cluster", cluster)
        .param("now", utc(now))
        .update();
  }

  /// @param ahead whether it points past everything this cluster has ever written
  /// @param until the oldest transaction that has not ended
  record Cursor(Position position, String cluster, boolean ahead, long until) {}

  /// The cursor, locked for this transaction; nothing while another process works with it. From
  /// here to [#startWork()] PostgreSQL plans without sorting: it must walk the log's index, also
  /// where its statistics are from a time when the log was empty. The commit does not wait for the
  /// disk: what a crash takes back, cursor and effects together, is read from the log again, and
  /// whatever is built on it waits for its own commit, which makes this one durable first.
  Optional<Cursor> lock(String name) {
    return jdbc.sql(
            """
            select txid::text::bigint, seq, cluster, txid >= pg_snapshot_xmax(pg_current_snapshot()),
              pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
              set_config('enable_sort', 'off', true), set_config('synchronous_commit', 'off', true)
            from events.cursor where name = :name for update skip locked
            """)
        .param("name", name)
        .query(
            (row, _) ->
                new Cursor(
                    new Position(row.getLong(1), row.getInt(2)),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getLong(5)))
        .optional();
  }

  /// Ends the special planning of [#lock(String)].
  void startWork() {
    jdbc.sql("select set_config('enable_sort', 'on', true)").query(String.class).single();
  }

  void move(String name, Position position, Instant now) {
    jdbc.sql(
            """
            update events.cursor set txid = :txid::text::xid8, seq = :seq, moved_at = :now
            where name = :name
            """)
        .param("name", name)
        .param("txid", Long.toString(position.txid()))
        .param("seq", position.seq())
        .param("now", utc(now))
        .update();
  }

  /// The consumers among these that have not read all that is committed.
  List<String> behind(List<String> names) {
    return jdbc.sql(
            """
            with last as (
              select txid, seq from events.event order by txid desc, seq desc limit 1)
            select c.name from events.cursor c, last
            where c.name = any(:names) and (last.txid, last.seq) > (c.txid, c.seq)
            order by c.name
            """)
        .param("names", names.toArray(String[]::new))
        .query(String.class)
        .list();
  }

  void setAside(String consumer, Event event, String reason, Instant now) {
    jdbc.sql(
            """
            insert into events.set_aside (consumer, event_id, profile_id, reason, set_aside_at)
            values (:consumer, :event, :profile, :reason, :now)
            on conflict (consumer, event_id) do nothing
            """)
        .param("consumer", consumer)
        .param("event", event.id())
        .param("profile", event.profileId().value())
        .param("reason", reason)
        .param("now", utc(now))
        .update();
  }

  List<Consumers.SetAside> setAside(int limit) {
    return jdbc.sql(
            """
            select consumer, event_id, profile_id, reason, set_aside_at from events.set_aside
            order by set_aside_at desc limit :limit
            """)
        .param("limit", limit)
        .query(
            (row, _) ->
                new Consumers.SetAside(
                    row.getString(1),
                    row.getObject(2, java.util.UUID.class),
                    new io.kundig.profiles.ProfileId(row.getObject(3, java.util.UUID.class)),
                    row.getString(4),
                    row.getObject(5, OffsetDateTime.class).toInstant()))
        .list();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
