package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.flows.FlowFigures;
import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts what flows sent in a period and what the orders placed in it owe to them.
@Component
class FlowFigureQueries implements FlowFigures {

  private final JdbcClient jdbc;
  private final Shops shops;
  private final Clock clock;

  FlowFigureQueries(JdbcClient jdbc, Shops shops, Clock clock) {
    this.jdbc = jdbc;
    this.shops = shops;
    this.clock = clock;
  }

  @Override
  public Map<UUID, Figures> flows(int shopId, LocalDate from, LocalDate to) {
    Shop shop = shops.get(shopId);
    Period period = Period.of(from, to, shop.timeZone(), clock.instant());
    Map<UUID, Figures> figures = new HashMap<>();
    jdbc.sql(
            """
            with sent as (
              select origin_id as flow_id, count(distinct profile_id) as recipients,
                count(distinct profile_id) filter (where opens > 0) as opens,
                count(distinct profile_id) filter (where clicks > 0) as clicks,
                count(distinct profile_id) filter (where measured) as measured
              from (
                select m.origin_id, m.profile_id, m.opens, m.clicks,
                  jsonb_path_exists(m.decision, '$.checks[*] ? (@.code == "tracking_consent" && @.facts.granted == true)') as measured
                from messaging.message m
                where m.shop_id = :shop and m.origin_kind = 'flow' and m.kind = 'marketing' and m.state in ('handed_over', 'delivered')
                  and m.sent_at >= :start and m.sent_at < :end
              ) as left_house
              group by origin_id
            ), earned as (
              select a.flow_id, count(*) as orders, coalesce(sum(o.net), 0) as revenue
              from reporting.attribution a
              join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
              where a.shop_id = :shop and a.placed_at >= :start and a.placed_at < :end and a.flow_id is not null
                and o.currency = :currency and o.cancelled_at is null
              group by a.flow_id
            ), gone as (
              select flow_id, count(distinct profile_id) as unsubscribes
              from reporting.unsubscribe
              where shop_id = :shop and at >= :start and at < :end and flow_id is not null
              group by flow_id
            )
            select flow_id, coalesce(recipients, 0) as recipients, coalesce(opens, 0) as opens,
              coalesce(clicks, 0) as clicks, coalesce(measured, 0) as measured, coalesce(orders, 0) as orders,
              coalesce(revenue, 0) as revenue, coalesce(unsubscribes, 0) as unsubscribes
            from sent full join earned using (flow_id) full join gone using (flow_id)
            """)
        .param("shop", shopId)
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .query(
            row -> {
              figures.put(row.getObject("flow_id", UUID.class), figures(row, shop.currency()));
            });
    return figures;
  }

  private static Figures figures(ResultSet row, String currency) throws SQLException {
    int recipients = row.getInt("recipients");
    int measured = row.getInt("measured");
    BigDecimal revenue = row.getBigDecimal("revenue");
    return new Figures(
        recipients,
        row.getInt("opens"),
        row.getInt("clicks"),
        row.getInt("orders"),
        new Money(revenue, currency),
        perHead(revenue, recipients, currency),
        row.getInt("unsubscribes"),
        share(row.getInt("opens"), measured),
        share(row.getInt("clicks"), measured));
  }

  static @Nullable Money perHead(BigDecimal revenue, int recipients, String currency) {
    return recipients == 0
        ? null
        : new Money(
            revenue.divide(BigDecimal.valueOf(recipients), 2, RoundingMode.HALF_UP), currency);
  }

  private static @Nullable Double share(int part, int whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  @Override
  public Map<String, StepFigures> steps(UUID flowId, LocalDate from, LocalDate to) {
    Shop shop = shopOf(flowId);
    Period period = Period.of(from, to, shop.timeZone(), clock.instant());
    Map<String, List<SkippedBy>> skipped = skipped(flowId, period);
    Map<String, StepFigures> figures = new HashMap<>();
    jdbc.sql(
            """
            with sent as (
              select origin_step as step,
                count(*) filter (where state in ('handed_over', 'delivered')) as sent,
                count(*) filter (where state = 'skipped') as skipped,
                count(*) filter (where opens > 0) as opens,
                count(*) filter (where clicks > 0) as clicks
              from messaging.message
              where origin_kind = 'flow' and origin_id = :flow and planned_at >= :start and planned_at < :end
              group by origin_step
            ), earned as (
              select a.step, count(*) as orders, coalesce(sum(o.net), 0) as revenue
              from reporting.attribution a
              join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
              where a.flow_id = :flow and a.placed_at >= :start and a.placed_at < :end
                and o.currency = :currency and o.cancelled_at is null
              group by a.step
            )
            select step, coalesce(sent, 0) as sent, coalesce(skipped, 0) as skipped, coalesce(opens, 0) as opens,
              coalesce(clicks, 0) as clicks, coalesce(orders, 0) as orders, coalesce(revenue, 0) as revenue
            from sent full join earned using (step)
            where step is not null
            """)
        .param("flow", flowId)
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .query(
            row -> {
              String step = row.getString("step");
              figures.put(
                  step,
                  new StepFigures(
                      row.getInt("sent"),
                      row.getInt("skipped"),
                      row.getInt("opens"),
                      row.getInt("clicks"),
                      row.getInt("orders"),
                      new Money(row.getBigDecimal("revenue"), shop.currency()),
                      skipped.getOrDefault(step, List.of())));
            });
    return figures;
  }

  private Shop shopOf(UUID flowId) {
    return shops.get(
        jdbc.sql("select shop_id from flows.flow where flow_id = :flow")
            .param("flow", flowId)
            .query(Integer.class)
            .single());
  }

  private Map<String, List<SkippedBy>> skipped(UUID flowId, Period period) {
    Map<String, List<SkippedBy>> byStep = new HashMap<>();
    jdbc.sql(
            """
            select origin_step, reason, count(*) as people
            from messaging.message
            where origin_kind = 'flow' and origin_id = :flow and planned_at >= :start and planned_at < :end
              and state = 'skipped' and origin_step is not null and reason is not null
            group by origin_step, reason order by people desc
            """)
        .param("flow", flowId)
        .param("start", period.start())
        .param("end", period.end())
        .query(
            row -> {
              byStep
                  .computeIfAbsent(row.getString("origin_step"), step -> new ArrayList<>())
                  .add(new SkippedBy(row.getString("reason"), row.getInt("people")));
            });
    return byStep;
  }
}
