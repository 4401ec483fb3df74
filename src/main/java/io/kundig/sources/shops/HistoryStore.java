package io.kundig.sources.shops;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// How far the past of shops is taken over.
@Repository
class HistoryStore {

  private final JdbcClient jdbc;

  HistoryStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param done how many records were read
  /// @param total null: the shop does not say
  record History(
      UUID connection,
      Resource resource,
      boolean running,
      @Nullable String cursor,
      long done,
      @Nullable Long total,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      Instant changedUntil) {}

  /// From the beginning, whatever was read before.
  void begin(UUID connection, Resource resource, int ordinal, Instant changedUntil, Instant now) {
    jdbc.sql(
            """
            insert into sources.history (
              connection_id, resource, ordinal, state, done, changed_until, due_at)
            values (:connection, :resource, :ordinal, 'running', 0, :changed, :now)
            on conflict (connection_id, resource) do update set
              state = 'running', cursor = null, done = 0, total = null, started_at = null,
              finished_at = null, due_at = excluded.due_at
            """)
        .param("connection", connection)
        .param("resource", resource.code())
        .param("ordinal", ordinal)
        .param("changed", MirrorStore.utc(changedUntil))
        .param("now", MirrorStore.utc(now))
        .update();
  }

  /// The next to go on with. One resource of a shop waits for those before it.
  Optional<History> next(Instant now) {
    return jdbc.sql(
            """
            select h.* from sources.history h
            join sources.connection c using (connection_id)
            where h.state = 'running' and c.state = 'connected' and h.due_at <= :now
              and not exists (
                select 1 from sources.history e
                where e.connection_id = h.connection_id and e.state = 'running'
                  and e.ordinal < h.ordinal)
            order by h.due_at, h.connection_id limit 1
            """)
        .param("now", MirrorStore.utc(now))
        .query((row, number) -> read(row))
        .optional();
  }

  List<History> of(UUID connection) {
    return jdbc.sql("select * from sources.history where connection_id = :id order by ordinal")
        .param("id", connection)
        .query((row, number) -> read(row))
        .list();
  }

  /// In the transaction that applies what was read.
  ///
  /// @param next null: that was all
  void advance(
      History history, @Nullable String next, long read, @Nullable Long total, Instant now) {
    jdbc.sql(
            """
            update sources.history set
              cursor = :next, done = done + :read, total = coalesce(:total::bigint, total),
              started_at = coalesce(started_at, :now),
              state = case when :next::text is null then 'done' else 'running' end,
              finished_at = case when :next::text is null then :now end
            where connection_id = :connection and resource = :resource
            """)
        .param("connection", history.connection())
        .param("resource", history.resource().code())
        .param("next", next)
        .param("read", read)
        .param("total", total)
        .param("now", MirrorStore.utc(now))
        .update();
  }

  void postpone(History history, Instant due) {
    jdbc.sql(
            """
            update sources.history set due_at = :due
            where connection_id = :connection and resource = :resource
            """)
        .param("connection", history.connection())
        .param("resource", history.resource().code())
        .param("due", MirrorStore.utc(due))
        .update();
  }

  void changedUntil(UUID connection, Resource resource, Instant until) {
    jdbc.sql(
            """
            update sources.history set changed_until = greatest(changed_until, :until)
            where connection_id = :connection and resource = :resource
            """)
        .param("connection", connection)
        .param("resource", resource.code())
        .param("until", MirrorStore.utc(until))
        .update();
  }

  void forget(UUID connection) {
    jdbc.sql("delete from sources.history where connection_id = :connection")
        .param("connection", connection)
        .update();
  }

  private static History read(ResultSet row) throws SQLException {
    long total = row.getLong("total");
    Long known = row.wasNull() ? null : total;
    return new History(
        row.getObject("connection_id", UUID.class),
        Resource.of(row.getString("resource")),
        row.getString("state").equals("running"),
        row.getString("cursor"),
        row.getLong("done"),
        known,
        instant(row, "started_at"),
        instant(row, "finished_at"),
        row.getObject("changed_until", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
