package io.kundig.segments;

import io.kundig.platform.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads people's past from the log: just what the segments' cursor has passed, so that what comes
/// after it is not counted twice.
@Repository
class LogReader {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  LogReader(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /// Something in somebody's past.
  ///
  /// @param at in Unix milliseconds
  /// @param properties empty unless the metric's were asked for, or they may say that a machine did
  ///   it
  record Past(UUID profileId, String metric, int shopId, long at, ObjectNode properties) {}

  /// @param detailed the metrics whose properties are needed
  /// @param only the metrics that are wanted at all; empty: every one
  void read(
      Collection<UUID> people, Set<String> detailed, Set<String> only, Consumer<Past> reader) {
    jdbc.sql(
            """
            select e.profile_id, m.name, e.shop_id, e.at,
              case when m.name = any(:detailed) or jsonb_exists_any(e.properties, :machine)
                then e.properties::text end
            from events.cursor c, events.event e join events.metric m using (metric_id)
            where c.name = :cursor and (e.txid, e.seq) <= (c.txid, c.seq)
              and e.profile_id = any(:people) and (:all or m.name = any(:only))
              and m.name <> all(:ours)
            """)
        .param("cursor", SegmentFollower.NAME)
        .param("machine", StreamReader.MACHINE)
        .param("ours", Judging.OURS.toArray(String[]::new))
        .param("people", UuidArray.of(people))
        .param("detailed", detailed.toArray(String[]::new))
        .param("all", only.isEmpty())
        .param("only", only.toArray(String[]::new))
        .withFetchSize(5_000)
        .query(
            row -> {
              reader.accept(past(row));
            });
  }

  /// The same of a share of everybody.
  ///
  /// @param metric null: all
  void readAll(@Nullable String metric, Share share, Consumer<Past> reader) {
    jdbc.sql(
            """
            select e.profile_id, m.name, e.shop_id, e.at, e.properties::text
            from events.cursor c, events.event e join events.metric m using (metric_id)
            where c.name = :cursor and (e.txid, e.seq) <= (c.txid, c.seq)
              and (cast(:metric as text) is null or m.name = :metric) and m.name <> all(:ours)
              and\s"""
                + share.holds("e.profile_id"))
        .param("cursor", SegmentFollower.NAME)
        .param("ours", Judging.OURS.toArray(String[]::new))
        .param("metric", metric)
        .withFetchSize(5_000)
        .query(
            row -> {
              reader.accept(past(row));
            });
  }

  private Past past(ResultSet row) throws SQLException {
    return new Past(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getInt(3),
        row.getObject(4, OffsetDateTime.class).toInstant().toEpochMilli(),
        properties(row.getString(5)));
  }

  private ObjectNode properties(@Nullable String text) {
    return text == null ? json.createObjectNode() : (ObjectNode) json.readTree(text);
  }
}
