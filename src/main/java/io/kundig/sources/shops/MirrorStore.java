package io.kundig.sources.shops;

import io.kundig.platform.CopyRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads and writes which state of each record is applied. Rows are locked in the order of their
/// keys, before anything else.
@Repository
class MirrorStore {

  private static final String COPY =
      """
      copy sources.mirror (
        connection_id, resource, external_id, modified_at, hash, deleted, turn, name, told)
      from stdin with (format binary)
      """;
  private static final int COLUMNS = 9;

  private final JdbcClient jdbc;
  private final DataSource dataSource;

  MirrorStore(JdbcClient jdbc, DataSource dataSource) {
    this.jdbc = jdbc;
    this.dataSource = dataSource;
  }

  /// A number above all that were given out before.
  long nextTurn() {
    return jdbc.sql("select nextval('sources.turn')").query(Long.class).single();
  }

  Map<RecordRef, Version> lock(UUID connection, Collection<RecordRef> sorted) {
    Map<RecordRef, Version> known = new HashMap<>();
    jdbc.sql(
            """
            select m.* from sources.mirror m
            join unnest(:resource, :id) as k (resource, external_id) using (resource, external_id)
            where m.connection_id = :connection
            order by m.resource, m.external_id
            for update of m
            """)
        .param("connection", connection)
        .param("resource", column(sorted, ref -> ref.resource().code()))
        .param("id", column(sorted, RecordRef::id))
        .query(
            row -> {
              known.put(ref(row), version(row));
            });
    return known;
  }

  /// Those of the ids that anything is known of.
  Set<String> known(UUID connection, Resource resource, Collection<String> ids) {
    return new HashSet<>(
        jdbc.sql(
                """
                select external_id from sources.mirror
                where connection_id = :connection and resource = :resource and external_id = any(:ids)
                """)
            .param("connection", connection)
            .param("resource", resource.code())
            .param("ids", ids.toArray(String[]::new))
            .query(String.class)
            .list());
  }

  Map<String, Version> versions(UUID connection, Resource resource, Collection<String> ids) {
    Map<String, Version> found = new HashMap<>();
    jdbc.sql(
            """
            select * from sources.mirror
            where connection_id = :connection and resource = :resource and external_id = any(:ids)
            """)
        .param("connection", connection)
        .param("resource", resource.code())
        .param("ids", ids.toArray(String[]::new))
        .query(
            row -> {
              found.put(row.getString("external_id"), version(row));
            });
    return found;
  }

  /// Those that are not known to be gone and were last changed after a moment, by the shop's clock.
  List<String> standing(UUID connection, Resource resource, Instant changedAfter) {
    return jdbc.sql(
            """
            select external_id from sources.mirror
            where connection_id = :connection and resource = :resource and not deleted
              and modified_at > :after
            """)
        .param("connection", connection)
        .param("resource", resource.code())
        .param("after", utc(changedAfter))
        .query(String.class)
        .list();
  }

  /// Writes rows that were not there when they were locked.
  ///
  /// @throws org.springframework.dao.DuplicateKeyException when another transaction was faster
  void insert(UUID connection, SortedMap<RecordRef, Version> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    CopyRows.send(
        dataSource,
        COPY,
        rows ->
            fresh.forEach(
                (ref, version) -> {
                  rows.row(COLUMNS);
                  rows.uuid(connection);
                  rows.text(ref.resource().code());
                  rows.text(ref.id());
                  rows.timestamp(version.modifiedAt());
                  rows.bigint(version.hash());
                  rows.bool(version.deleted());
                  rows.bigint(version.turn());
                  rows.text(version.name());
                  rows.text(version.told());
                }));
  }

  void update(UUID connection, SortedMap<RecordRef, Version> changed) {
    if (changed.isEmpty()) {
      return;
    }
    Collection<RecordRef> refs = changed.keySet();
    Collection<Version> versions = changed.values();
    jdbc.sql(
            """
            update sources.mirror m set
              modified_at = n.modified_at, hash = n.hash, deleted = n.deleted, turn = n.turn,
              name = n.name, told = n.told
            from unnest(
              :resource, :id, :modified::timestamptz[], :hash::bigint[], :deleted::boolean[],
              :turn::bigint[], :name, :told)
              as n (resource, external_id, modified_at, hash, deleted, turn, name, told)
            where m.connection_id = :connection and m.resource = n.resource
              and m.external_id = n.external_id
            """)
        .param("connection", connection)
        .param("resource", column(refs, ref -> ref.resource().code()))
        .param("id", column(refs, RecordRef::id))
        .param("modified", column(versions, Version::modifiedAt))
        .param("hash", column(versions, Version::hash))
        .param("deleted", column(versions, Version::deleted))
        .param("turn", column(versions, Version::turn))
        .param("name", column(versions, Version::name))
        .param("told", column(versions, Version::told))
        .update();
  }

  private static RecordRef ref(ResultSet row) throws SQLException {
    return new RecordRef(Resource.of(row.getString("resource")), row.getString("external_id"));
  }

  private static Version version(ResultSet row) throws SQLException {
    OffsetDateTime modified = row.getObject("modified_at", OffsetDateTime.class);
    return new Version(
        modified == null ? null : modified.toInstant(),
        row.getLong("hash"),
        row.getBoolean("deleted"),
        row.getLong("turn"),
        row.getString("name"),
        row.getString("told"));
  }

  static <T> @Nullable String[] column(
      Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
    return rows.stream()
        .map(row -> Objects.toString(value.apply(row), null))
        .toArray(String[]::new);
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
