package io.kundig.sources.shops;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The records that the shops are to be asked for.
@Repository
class LookUpStore {

  private final JdbcClient jdbc;

  LookUpStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// In the caller's transaction.
  ///
  /// @param turn an answer to a question put before it will not do
  void want(UUID connection, Collection<RecordRef> refs, long turn, Instant due) {
    if (refs.isEmpty()) {
      return;
    }
    TreeSet<RecordRef> sorted = new TreeSet<>(refs);
    jdbc.sql(
            """
            insert into sources.lookup as l (
              connection_id, resource, external_id, turn, due_at, tries)
            select :connection, resource, external_id, :turn, :due, 0
            from unnest(:resource, :id) as n (resource, external_id)
            on conflict (connection_id, resource, external_id) do update
              set turn = greatest(l.turn, excluded.turn)
            """)
        .param("connection", connection)
        .param("turn", turn)
        .param("due", MirrorStore.utc(due))
        .param("resource", MirrorStore.column(sorted, ref -> ref.resource().code()))
        .param("id", MirrorStore.column(sorted, RecordRef::id))
        .update();
  }

  /// Some of one connection and resource, those that wait the longest.
  List<Wanted> due(Instant now, int limit) {
    return jdbc.sql(
            """
            with oldest as (
              select connection_id, resource from sources.lookup where due_at <= :now
              order by due_at, connection_id, resource limit 1)
            select l.connection_id, l.resource, l.external_id, l.tries
            from sources.lookup l join oldest using (connection_id, resource)
            where l.due_at <= :now
            order by l.due_at, l.external_id
            limit :limit
            """)
        .param("now", MirrorStore.utc(now))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Wanted(
                    row.getObject("connection_id", UUID.class),
                    new RecordRef(
                        Resource.of(row.getString("resource")), row.getString("external_id")),
                    row.getInt("tries")))
        .list();
  }

  Optional<Instant> nextDue() {
    return jdbc.sql("select min(due_at) from sources.lookup")
        .query(
            (row, number) ->
                Optional.ofNullable(row.getObject(1, java.time.OffsetDateTime.class))
                    .map(java.time.OffsetDateTime::toInstant))
        .single();
  }

  /// Those that were wanted before the question was put.
  void answered(UUID connection, Collection<RecordRef> refs, long asked) {
    jdbc.sql(
            """
            delete from sources.lookup l using unnest(:resource, :id) as n (resource, external_id)
            where l.connection_id = :connection and l.resource = n.resource
              and l.external_id = n.external_id and l.turn < :asked
            """)
        .param("connection", connection)
        .param("asked", asked)
        .param("resource", MirrorStore.column(refs, ref -> ref.resource().code()))
        .param("id", MirrorStore.column(refs, RecordRef::id))
        .update();
  }

  void postpone(UUID connection, Collection<RecordRef> refs, Instant due) {
    jdbc.sql(
            """
            update sources.lookup l set due_at = :due, tries = tries + 1
            from unnest(:resource, :id) as n (resource, external_id)
            where l.connection_id = :connection and l.resource = n.resource
              and l.external_id = n.external_id
            """)
        .param("connection", connection)
        .param("due", MirrorStore.utc(due))
        .param("resource", MirrorStore.column(refs, ref -> ref.resource().code()))
        .param("id", MirrorStore.column(refs, RecordRef::id))
        .update();
  }

  void forget(UUID connection) {
    jdbc.sql("delete from sources.lookup where connection_id = :connection")
        .param("connection", connection)
        .update();
  }

  long waiting(UUID connection) {
    return jdbc.sql("select count(*) from sources.lookup where connection_id = :connection")
        .param("connection", connection)
        .query(Long.class)
        .single();
  }

  record Wanted(UUID connection, RecordRef ref, int tries) {}
}
