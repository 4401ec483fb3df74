package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.reporting.Dashboard.CountStat;
import io.kundig.reporting.Dashboard.Day;
import io.kundig.reporting.Dashboard.MoneyStat;
import io.kundig.reporting.Dashboard.RateStat;
import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Adds up orders, attribution and messages of a period.
@Component
class DashboardQueries {

  private final JdbcClient jdbc;

  DashboardQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Dashboard.Headline stats(Shop shop, Period period) {
    Totals now = totals(shop, period);
    Totals before = totals(shop, period.previous());
    String currency = shop.currency();
    return new Dashboard.Headline(
        new MoneyStat(new Money(now.revenue, currency), new Money(before.revenue, currency)),
        new MoneyStat(new Money(now.attributed, currency), new Money(before.attributed, currency)),
        money(currency, now.attributed, now.recipients, before.attributed, before.recipients),
        new RateStat(
            share(now.repeaters, now.everBought), share(before.repeaters, before.everBought)),
        money(currency, now.revenue, now.orders, before.revenue, before.orders),
        money(currency, now.everRevenue, now.everBought, before.everRevenue, before.everBought),
        new CountStat(now.orders, before.orders),
        new CountStat(now.customers, before.customers),
        new CountStat(now.newCustomers, before.newCustomers),
        new CountStat(now.recipients, before.recipients));
  }

  private record Totals(
      BigDecimal revenue,
      int orders,
      int customers,
      BigDecimal attributed,
      int recipients,
      int everBought,
      int repeaters,
      BigDecimal everRevenue,
      int newCustomers) {}

  private Totals totals(Shop shop, Period period) {
    return jdbc.sql(
            """
            with bought as (
              select coalesce(sum(net), 0) as revenue, count(*) as orders, count(distinct profile_id) as customers
              from orders.orders
              where shop_id = :shop and currency = :currency and cancelled_at is null
                and placed_at >= :start and placed_at < :end
            ), owed as (
              select coalesce(sum(o.net), 0) as attributed
              from reporting.attribution a
              join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
              where a.shop_id = :shop and a.placed_at >= :start and a.placed_at < :end
                and o.currency = :currency and o.cancelled_at is null
            ), written as (
              select count(distinct profile_id) as recipients
              from messaging.message
              where shop_id = :shop and kind = 'marketing' and state in ('handed_over', 'delivered')
                and sent_at >= :start and sent_at < :end
            ), people as (
              select profile_id, count(*) as orders, sum(net) as revenue, min(placed_at) as first_at
              from orders.orders
              where shop_id = :shop and currency = :currency and cancelled_at is null and placed_at < :end
              group by profile_id
            ), ever as (
              select count(*) as ever_bought, count(*) filter (where orders > 1) as repeaters,
                coalesce(sum(revenue), 0) as ever_revenue, count(*) filter (where first_at >= :start) as new_customers
              from people
            )
            select * from bought, owed, written, ever
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
                    row.getInt("recipients"),
                    row.getInt("ever_bought"),
                    row.getInt("repeaters"),
                    row.getBigDecimal("ever_revenue"),
                    row.getInt("new_customers")))
        .single();
  }

  private static MoneyStat money(
      String currency, BigDecimal now, int nowHeads, BigDecimal before, int beforeHeads) {
    return new MoneyStat(
        FlowFigureQueries.perHead(now, nowHeads, currency),
        FlowFigureQueries.perHead(before, beforeHeads, currency));
  }

  private static @Nullable Double share(int part, int whole) {
    return whole == 0 ? null : (double) part / whole;
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
              select cast(o.placed_at at time zone :zone as date) as day, sum(o.net) as revenue, count(*) as orders,
                sum(o.net) filter (where a.order_id is not null) as attributed
              from orders.orders o
              left join reporting.attribution a on a.profile_id = o.profile_id and a.order_id = o.order_id
              where o.shop_id = :shop and o.currency = :currency and o.cancelled_at is null
                and o.placed_at >= :start and o.placed_at < :end
              group by 1
            ), written as (
              select cast(sent_at at time zone :zone as date) as day, count(distinct profile_id) as recipients
              from messaging.message
              where shop_id = :shop and kind = 'marketing' and state in ('handed_over', 'delivered')
                and sent_at >= :start and sent_at < :end
              group by 1
            )
            select day, coalesce(revenue, 0) as revenue, coalesce(attributed, 0) as attributed,
              coalesce(orders, 0) as orders, coalesce(recipients, 0) as recipients
            from bought full join written using (day)
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
            where shop_id = :shop and currency <> :currency and placed_at >= :start and placed_at < :end
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .query(Integer.class)
        .single();
  }
}
