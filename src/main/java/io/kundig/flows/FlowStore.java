package io.kundig.flows;

import io.kundig.shared.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Flows and their versions.
@Component
class FlowStore {

  private static final String SELECT =
      """
      select f.flow_id, f.shop_id, f.key, f.name, f.state, f.version, f.paused_at, v.definition
      from flows.flow f join flows.flow_version v on v.flow_id = f.flow_id and v.version = f.version
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Map<FlowVersion, Definition> definitions = new ConcurrentHashMap<>();

  private record FlowVersion(UUID flowId, int version) {}

  FlowStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<Flow> all() {
    return jdbc.sql(SELECT + "order by f.shop_id, f.created_at, f.key").query(this::flow).list();
  }

  List<Flow> live() {
    return jdbc.sql(SELECT + "where f.state = 'live'").query(this::flow).list();
  }

  /// @throws NotFound if there is none
  Flow get(UUID id) {
    return jdbc.sql(SELECT + "where f.flow_id = :id")
        .param("id", id)
        .query(this::flow)
        .optional()
        .orElseThrow(() -> new NotFound("flow", id));
  }

  /// The definition of a version, which never changes.
  Definition definition(UUID flowId, int version) {
    return definitions.computeIfAbsent(new FlowVersion(flowId, version), this::load);
  }

  private Definition load(FlowVersion wanted) {
    return jdbc.sql(
            "select definition from flows.flow_version where flow_id = :id and version = :version")
        .param("id", wanted.flowId())
        .param("version", wanted.version())
        .query((row, n) -> DefinitionJson.parse(row.getString(1)))
        .single();
  }

  /// Adds a flow as a draft unless the shop has one of that key.
  void addDraft(UUID id, int shopId, FlowLibrary.Entry entry, Instant now) {
    int added =
        jdbc.sql(
                """
                insert into flows.flow (flow_id, shop_id, key, name, state, version, created_at)
                values (:id, :shop, :key, cast(:name as jsonb), 'draft', 1, :now)
                on conflict do nothing
                """)
            .param("id", id)
            .param("shop", shopId)
            .param("key", entry.key())
            .param("name", json.writeValueAsString(entry.name()))
            .param("now", utc(now))
            .update();
    if (added == 1) {
      addVersion(id, 1, entry.definition(), now);
    }
  }

  private void addVersion(UUID id, int version, Definition definition, Instant now) {
    jdbc.sql(
            """
            insert into flows.flow_version (flow_id, version, definition, created_at)
            values (:id, :version, cast(:definition as jsonb), :now)
            """)
        .param("id", id)
        .param("version", version)
        .param("definition", DefinitionJson.write(definition).toString())
        .param("now", utc(now))
        .update();
  }

  /// Makes the definition the flow's current version.
  void publish(UUID id, Definition definition, Instant now) {
    int version =
        jdbc.sql(
                "update flows.flow set version = version + 1 where flow_id = :id returning version")
            .param("id", id)
            .query(Integer.class)
            .single();
    addVersion(id, version, definition, now);
  }

  void pause(UUID id, Instant now) {
    jdbc.sql(
            "update flows.flow set state = 'paused', paused_at = :now where flow_id = :id and state = 'live'")
        .param("id", id)
        .param("now", utc(now))
        .update();
  }

  /// Sets the flow live. Time stood still for those who waited while it was paused.
  void activate(UUID id, Instant now) {
    jdbc.sql(
            """
            update flows.flow_run r set due_at = r.due_at + (:now - f.paused_at)
            from flows.flow f
            where f.flow_id = :id and f.state = 'paused' and r.flow_id = f.flow_id and r.state = 'waiting'
            """)
        .param("id", id)
        .param("now", utc(now))
        .update();
    jdbc.sql("update flows.flow set state = 'live', paused_at = null where flow_id = :id")
        .param("id", id)
        .update();
  }

  private Flow flow(ResultSet row, int n) throws SQLException {
    UUID id = row.getObject("flow_id", UUID.class);
    int version = row.getInt("version");
    OffsetDateTime pausedAt = row.getObject("paused_at", OffsetDateTime.class);
    return new Flow(
        id,
        row.getInt("shop_id"),
        row.getString("key"),
        (ObjectNode) json.readTree(row.getString("name")),
        Flow.State.valueOf(row.getString("state").toUpperCase(java.util.Locale.ROOT)),
        version,
        pausedAt == null ? null : pausedAt.toInstant(),
        definitions.computeIfAbsent(
            new FlowVersion(id, version), key -> DefinitionJson.parse(definition(row))));
  }

  private static String definition(ResultSet row) {
    try {
      return row.getString("definition");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
