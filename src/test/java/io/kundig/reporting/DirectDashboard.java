package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.flows.FlowFigures.Figures;
import io.kundig.reporting.Dashboard.CountStat;
import io.kundig.reporting.Dashboard.Day;
import io.kundig.reporting.Dashboard.MoneyStat;
import io.kundig.reporting.Dashboard.RateStat;
import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The figures of a period from the facts alone, by the plainest SQL: what the kept days must come
/// to.
class DirectDashboard {

  private final JdbcClient jdbc;

  DirectDashboard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Dashboard.Headline stats(Shop shop, Period period) {
    Totals now = totals(shop, period);
    Totals before = totals(shop, period.previous());
    Lifetimes lifetimes = lifetimes(shop, period);
    Lifetime ever = lifetimes.ever;
    Lifetime earlier = lifetimes.earlier;
    String currency = shop.currency();
    return new Dashboard.Headline(
        new MoneyStat(new Money(now.revenue, currency), new Money(before.revenue, currency)),
        new MoneyStat(new Money(now.attributed, currency), new Money(before.attributed, currency)),
        money(currency, now.attributed, now.recipients, before.attributed, before.recipients),
        new RateStat(ever.repeatRate(), earlier.repeatRate()),
        money(currency, now.revenue, now.orders, before.revenue, before.orders),
        money(currency, ever.revenue, ever.buyers, earlier.revenue, earlier.buyers),
        new CountStat(now.orders, before.orders),
        new CountStat(now.customers, before.customers),
        new CountStat(ever.buyers - earlier.buyers, earlier.buyers - lifetimes.buyersBefore),
        new CountStat(now.recipients, before.recipients));
  }

  private record Totals(
      BigDecimal revenue, int orders, int customers, BigDecimal attributed, int recipients) {}

  private Totals totals(Shop shop, Period period) {
    return jdbc.sql(
            """
            with by_person as (
              select sum(base_net) as revenue, count(*) as orders
              from orders.orders
              where shop_id = :shop and base_currency = :currency and cancelled_at is null
                and placed_at >= :start and placed_at < :end
              group by profile_id
            ), bought as (
              select coalesce(sum(revenue), 0) as revenue, coalesce(sum(orders), 0) as orders, count(*) as customers
              from by_person
            ), owed as (
              select coalesce(sum(o.base_net), 0) as attributed
              from reporting.attribution a
              join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
              where a.shop_id = :shop and o.placed_at >= :start and o.placed_at < :end
                and o.base_currency = :currency and o.cancelled_at is null
            ), written as (
              select count(*) as recipients from (
                select distinct profile_id
                from messaging.message
                where shop_id = :shop and kind = 'marketing' and state in ('handed_over', 'delivered')
                  and sent_at >= :start and sent_at < :end) as people
            )
            select * from bought, owed, written
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .query(
            (row, n) ->
                new Totals(
                    row.getBigDecimal("revenue"),
                    row.getInt("orders"),
                    row.getInt("customers"),
                    row.getBigDecimal("attributed"),
                    row.getInt("recipients")))
        .single();
  }

  /// All who bought up to a moment.
  private record Lifetime(int buyers, int repeaters, BigDecimal revenue) {
    @Nullable Double repeatRate() {
      return buyers == 0 ? null : (double) repeaters / buyers;
    }
  }

  /// @param ever up to the end of a period
  /// @param earlier up to its start
  /// @param buyersBefore up to the start of the period before
  private record Lifetimes(Lifetime ever, Lifetime earlier, int buyersBefore) {}

  /// What everybody has bought until today, less what is later or another shop's.
  private Lifetimes lifetimes(Shop shop, Period period) {
    return jdbc.sql(
            """
            with apart as (
              select profile_id,
                count(*) as orders_0,
                count(*) filter (where placed_at >= :start) as orders_1,
                count(*) filter (where placed_at >= :end) as orders_2,
                sum(net) filter (where placed_at >= :start) as revenue_1,
                sum(net) filter (where placed_at >= :end) as revenue_2
              from (
                select profile_id, placed_at, base_net as net from orders.orders
                where shop_id = :shop and base_currency = :currency and cancelled_at is null and placed_at >= :before
                union all
                select profile_id, 'infinity', base_net as net from orders.orders
                where shop_id < :shop and base_currency = :currency and cancelled_at is null and placed_at is not null
                union all
                select profile_id, 'infinity', base_net as net from orders.orders
                where shop_id > :shop and base_currency = :currency and cancelled_at is null and placed_at is not null) as o
              group by profile_id
            )
            select
              count(*) filter (where b.orders > coalesce(a.orders_2, 0)) as buyers_2,
              count(*) filter (where b.orders > coalesce(a.orders_2, 0) + 1) as repeaters_2,
              sum(b.revenue) - coalesce(sum(a.revenue_2), 0) as revenue_2,
              count(*) filter (where b.orders > coalesce(a.orders_1, 0)) as buyers_1,
              count(*) filter (where b.orders > coalesce(a.orders_1, 0) + 1) as repeaters_1,
              sum(b.revenue) - coalesce(sum(a.revenue_1), 0) as revenue_1,
              count(*) filter (where b.orders > coalesce(a.orders_0, 0)) as buyers_0
            from orders.buyer b left join apart a using (profile_id)
            where b.currency = :currency and b.orders > 0
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("before", period.previous().start())
        .param("start", period.start())
        .param("end", period.end())
        .query(
            (row, n) ->
                new Lifetimes(lifetime(row, "2"), lifetime(row, "1"), row.getInt("buyers_0")))
        .single();
  }

  private static Lifetime lifetime(ResultSet row, String moment) throws SQLException {
    return new Lifetime(
        row.getInt("buyers_" + moment),
        row.getInt("repeaters_" + moment),
        Objects.requireNonNullElse(row.getBigDecimal("revenue_" + moment), BigDecimal.ZERO));
  }

  private static MoneyStat money(
      String currency, BigDecimal now, int nowHeads, BigDecimal before, int beforeHeads) {
    return new MoneyStat(
        FlowFigureQueries.perHead(now, nowHeads, currency),
        FlowFigureQueries.perHead(before, beforeHeads, currency));
  }

  /// One entry for each day, also where nothing happened.
  List<Day> series(Shop shop, Period period) {
    Map<LocalDate, DayTotals> now = days(shop, period);
    Map<LocalDate, DayTotals> before = days(shop, period.previous());
    List<Day> series = new ArrayList<>();
    for (int i = 0; i < period.days(); i++) {
      LocalDate day = period.from().plusDays(i);
      DayTotals totals = now.getOrDefault(day, DayTotals.NONE);
      series.add(
          new Day(
              day,
              totals.revenue,
              totals.attributed,
              before.getOrDefault(day.minusDays(period.days()), DayTotals.NONE).revenue,
              totals.orders,
              totals.orders == 0
                  ? null
                  : totals.revenue.divide(
                      BigDecimal.valueOf(totals.orders), 2, RoundingMode.HALF_UP),
              totals.recipients));
    }
    return series;
  }

  private record DayTotals(BigDecimal revenue, BigDecimal attributed, int orders, int recipients) {
    static final DayTotals NONE = new DayTotals(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);
  }

  private Map<LocalDate, DayTotals> days(Shop shop, Period period) {
    Map<LocalDate, DayTotals> days = new HashMap<>();
    jdbc.sql(
            """
            with bought as (
              select cast(placed_at at time zone :zone as date) as day, sum(base_net) as revenue, count(*) as orders
              from orders.orders
              where shop_id = :shop and base_currency = :currency and cancelled_at is null
                and placed_at >= :start and placed_at < :end
              group by 1
            ), owed as (
              select cast(o.placed_at at time zone :zone as date) as day, sum(o.base_net) as attributed
              from reporting.attribution a
              join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
              where a.shop_id = :shop and o.base_currency = :currency and o.cancelled_at is null
                and o.placed_at >= :start and o.placed_at < :end
              group by 1
            ), written as (
              select day, count(*) as recipients from (
                select distinct cast(sent_at at time zone :zone as date) as day, profile_id
                from messaging.message
                where shop_id = :shop and kind = 'marketing' and state in ('handed_over', 'delivered')
                  and sent_at >= :start and sent_at < :end) as people
              group by day
            )
            select day, coalesce(revenue, 0) as revenue, coalesce(attributed, 0) as attributed,
              coalesce(orders, 0) as orders, coalesce(recipients, 0) as recipients
            from bought full join owed using (day) full join written using (day)
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("zone", shop.timeZone().getId())
        .param("start", period.start())
        .param("end", period.end())
        .query(
            row -> {
              days.put(
                  row.getObject("day", LocalDate.class),
                  new DayTotals(
                      row.getBigDecimal("revenue"),
                      row.getBigDecimal("attributed"),
                      row.getInt("orders"),
                      row.getInt("recipients")));
            });
    return days;
  }

  int ordersInOtherCurrencies(Shop shop, Period period) {
    return jdbc.sql(
            """
            select count(*) from orders.orders
            where shop_id = :shop and base_currency <> :currency and placed_at >= :start and placed_at < :end
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .query(Integer.class)
        .single();
  }

  Map<UUID, Figures> flows(Shop shop, Period period) {
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
              select a.flow_id, count(*) as orders, coalesce(sum(o.base_net), 0) as revenue
              from reporting.attribution a
              join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
              where a.shop_id = :shop and o.placed_at >= :start and o.placed_at < :end and a.flow_id is not null
                and o.base_currency = :currency and o.cancelled_at is null
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
        .param("shop", shop.id())
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
        FlowFigureQueries.perHead(revenue, recipients, currency),
        row.getInt("unsubscribes"),
        share(row.getInt("opens"), measured),
        share(row.getInt("clicks"), measured));
  }

  private static @Nullable Double share(int part, int whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  OrderQueries.OrderTotal orders(Shop shop, Period period, @Nullable Boolean attributed) {
    return jdbc.sql(
            """
            select count(*) filter (where o.cancelled_at is null) as orders,
              count(o.cancelled_at) as cancelled, coalesce(sum(o.base_net), 0) as net
            from orders.orders o
            left join reporting.attribution a on a.profile_id = o.profile_id and a.order_id = o.order_id
            where o.shop_id = :shop and o.base_currency = :currency and o.placed_at >= :start and o.placed_at < :end
              and (cast(:attributed as boolean) is null or (a.order_id is not null) = :attributed)
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .param("attributed", attributed)
        .query(
            (row, n) ->
                new OrderQueries.OrderTotal(
                    row.getInt("orders"),
                    row.getInt("cancelled"),
                    new Money(row.getBigDecimal("net"), shop.currency())))
        .single();
  }
}
