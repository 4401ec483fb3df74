package io.kundig.sources;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps imports and the rows they did not take.
@Repository
class ImportStore {

  private static final TypeReference<Map<String, @Nullable String>> MAPPING =
      new TypeReference<>() {};
  private static final TypeReference<List<Import.Finding>> FINDINGS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  ImportStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Import fresh) {
    jdbc.sql(
            """
            insert into sources.import (
              import_id, shop_id, kind, file_name, state, shape, mapping, options, progress,
              problems, cancel_requested, created_at)
            values (
              :id, :shop, :kind, :file, :state, :shape::jsonb, :mapping::jsonb, :options::jsonb,
              :progress::jsonb, '[]', false, :created)
            """)
        .param("id", fresh.id())
        .param("shop", fresh.shopId())
        .param("kind", fresh.kind().name())
        .param("file", fresh.fileName())
        .param("state", fresh.state().code())
        .param("shape", json.writeValueAsString(fresh.shape()))
        .param("mapping", json.writeValueAsString(fresh.mapping()))
        .param("options", json.writeValueAsString(fresh.options()))
        .param("progress", json.writeValueAsString(fresh.progress()))
        .param("created", utc(fresh.createdAt()))
        .update();
  }

  Optional<Import> find(UUID id) {
    return jdbc.sql("select * from sources.import where import_id = :id")
        .param("id", id)
        .query((row, number) -> read(row))
        .optional();
  }

  List<Import> newest(int limit) {
    return jdbc.sql("select * from sources.import order by created_at desc, import_id limit :limit")
        .param("limit", limit)
        .query((row, number) -> read(row))
        .list();
  }

  /// The one to work on next: those interrupted before those that wait.
  Optional<Import> nextToWorkOn() {
    return jdbc.sql(
            """
            select * from sources.import where state in ('checking', 'running')
            order by created_at, import_id limit 1
            """)
        .query((row, number) -> read(row))
        .optional();
  }

  boolean remap(UUID id, Map<String, @Nullable String> mapping, ImportOptions options) {
    return jdbc.sql(
                """
                update sources.import set
                  mapping = :mapping::jsonb, options = :options::jsonb, state = 'mapping',
                  problems = '[]', failure = null
                where import_id = :id and state in ('mapping', 'checked')
                """)
            .param("id", id)
            .param("mapping", json.writeValueAsString(mapping))
            .param("options", json.writeValueAsString(options))
            .update()
        == 1;
  }

  boolean begin(Import import_, ImportState state, Instant at) {
    jdbc.sql("delete from sources.rejected_row where import_id = :id")
        .param("id", import_.id())
        .update();
    return jdbc.sql(
                """
                update sources.import set
                  state = :state, started_at = :at, finished_at = null, position = null,
                  progress = :progress::jsonb, problems = '[]', failure = null,
                  cancel_requested = false
                where import_id = :id and state in ('mapping', 'checked')
                """)
            .param("id", import_.id())
            .param("state", state.code())
            .param("at", utc(at))
            .param(
                "progress", json.writeValueAsString(Import.Progress.none(import_.shape().bytes())))
            .update()
        == 1;
  }

  void requestCancel(UUID id) {
    jdbc.sql(
            """
            update sources.import set cancel_requested = true
            where import_id = :id and state in ('checking', 'running')
            """)
        .param("id", id)
        .update();
  }

  void abandon(UUID id, Instant at) {
    jdbc.sql(
            """
            update sources.import set state = 'cancelled', finished_at = :at
            where import_id = :id and state in ('mapping', 'checked')
            """)
        .param("id", id)
        .param("at", utc(at))
        .update();
  }

  /// In the transaction of a chunk: what is committed and how far.
  ///
  /// @return whether to go on
  boolean advance(
      UUID id, Import.Progress progress, List<Import.Finding> problems, @Nullable String position) {
    return jdbc.sql(
            """
            update sources.import set
              progress = :progress::jsonb, problems = :problems::jsonb, position = :position
            where import_id = :id
            returning not cancel_requested
            """)
        .param("id", id)
        .param("problems", json.writeValueAsString(problems))
        .param("progress", json.writeValueAsString(progress))
        .param("position", position)
        .query(Boolean.class)
        .single();
  }

  void finish(
      UUID id,
      ImportState state,
      Import.Progress progress,
      List<Import.Finding> problems,
      @Nullable Words failure,
      Instant at) {
    jdbc.sql(
            """
            update sources.import set
              state = :state, progress = :progress::jsonb, problems = :problems::jsonb,
              failure = :failure::jsonb, finished_at = :at
            where import_id = :id
            """)
        .param("id", id)
        .param("state", state.code())
        .param("progress", json.writeValueAsString(progress))
        .param("problems", json.writeValueAsString(problems))
        .param("failure", failure == null ? null : json.writeValueAsString(failure))
        .param("at", utc(at))
        .update();
  }

  /// Imports whose file and rejected rows have served their time.
  List<UUID> olderThan(Instant time) {
    return jdbc.sql(
            """
            select import_id from sources.import
            where created_at < :time and state not in ('checking', 'running')
            """)
        .param("time", utc(time))
        .query(UUID.class)
        .list();
  }

  private Import read(ResultSet row) throws SQLException {
    String failure = row.getString("failure");
    return new Import(
        row.getObject("import_id", UUID.class),
        row.getInt("shop_id"),
        ImportKind.valueOf(row.getString("kind")),
        row.getString("file_name"),
        ImportState.of(row.getString("state")),
        json.readValue(row.getString("shape"), FileShape.class),
        json.readValue(row.getString("mapping"), MAPPING),
        json.readValue(row.getString("options"), ImportOptions.class),
        json.readValue(row.getString("progress"), Import.Progress.class),
        row.getString("position"),
        json.readValue(row.getString("problems"), FINDINGS),
        failure == null ? null : json.readValue(failure, Words.class),
        row.getBoolean("cancel_requested"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
