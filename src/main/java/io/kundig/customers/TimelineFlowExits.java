package io.kundig.customers;

import io.kundig.customers.Timeline.Item;
import io.kundig.shared.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where one person left a flow before its last message, and why: those messages were never asked
/// for, so no decision tells of them.
@Repository
class TimelineFlowExits {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  TimelineFlowExits(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /// @param reason as in the flow's list of people
  /// @param sent how many messages the flow had asked for by then
  /// @param order what they ordered, where that was the reason
  record ExitData(
      UUID flowId,
      JsonNode flowName,
      @Nullable String who,
      String reason,
      int sent,
      Instant triggeredAt,
      @Nullable ExitOrder order) {}

  record ExitOrder(String orderId, Instant at, Money total) {}

  List<Item> before(UUID profile, TimelineCursor before, int limit) {
    return jdbc.sql(
            """
            select distinct on (r.ended_at, r.run_id) r.run_id, r.ended_at, r.flow_id, f.name as flow_name,
              coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email) as who,
              r.exit_reason, r.sent, r.triggered_at, o.external_id, o.placed_at, o.total, o.currency
            from flows.flow_run r
            join flows.flow f using (flow_id)
            join profiles.profile p using (profile_id)
            left join orders.orders o on o.profile_id = r.profile_id
              and r.exit_reason in ('converted', 'ordered')
              and o.placed_at >= r.triggered_at and o.placed_at <= r.ended_at + interval '5 minutes'
            where r.profile_id = :profile and r.exit_reason <> 'merged'
              and (date_trunc('milliseconds', r.ended_at), r.run_id) < (:at::timestamptz, :id)
            order by r.ended_at desc, r.run_id desc, o.placed_at
            limit :limit
            """)
        .param("profile", profile)
        .param("at", before.at().atOffset(ZoneOffset.UTC))
        .param("id", before.id())
        .param("limit", limit)
        .query((row, number) -> read(row))
        .list();
  }

  private Item read(ResultSet row) throws SQLException {
    ExitData data =
        new ExitData(
            row.getObject("flow_id", UUID.class),
            json.readTree(row.getString("flow_name")),
            row.getString("who"),
            row.getString("exit_reason"),
            row.getInt("sent"),
            Objects.requireNonNull(PersonQueries.instant(row, "triggered_at")),
            order(row));
    Instant at = Objects.requireNonNull(PersonQueries.instant(row, "ended_at"));
    return new Item(row.getObject("run_id", UUID.class), at, "flow_exit", null, data);
  }

  private static @Nullable ExitOrder order(ResultSet row) throws SQLException {
    Instant placed = PersonQueries.instant(row, "placed_at");
    return placed == null
        ? null
        : new ExitOrder(
            row.getString("external_id"),
            placed,
            new Money(row.getBigDecimal("total"), row.getString("currency")));
  }

  long count(UUID profile) {
    return jdbc.sql(
            "select count(*) from flows.flow_run where profile_id = :profile and exit_reason <> 'merged'")
        .param("profile", profile)
        .query(Long.class)
        .single();
  }
}
