package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.flows.FlowFigures;
import io.kundig.reporting.DaySums.Placed;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts what flows sent in a period and what the orders placed in it owe to them.
@Component
class FlowFigureQueries implements FlowFigures {

  private final JdbcClient jdbc;
  private final DayStatistics days;
  private final Shops shops;
  private final Clock clock;

  FlowFigureQueries(JdbcClient jdbc, DayStatistics days, Shops shops, Clock clock) {
    this.jdbc = jdbc;
    this.days = days;
    this.shops = shops;
    this.clock = clock;
  }

  @Override
  public Map<UUID, Figures> flows(int shopId, LocalDate from, LocalDate to) {
    Shop shop = shops.get(shopId);
    Period period = Period.of(from, to, shop.timeZone(), clock.instant());
    Map<UUID, Integer> goodbyes = goodbyes(shopId, period);
    Map<UUID, List<DaySums.OfFlow>> flows =
        days.flows(shop, period).stream().collect(Collectors.groupingBy(DaySums.OfFlow::flow));
    Map<UUID, Figures> figures = new HashMap<>();
    Stream.concat(flows.keySet().stream(), goodbyes.keySet().stream())
        .distinct()
        .forEach(
            flow ->
                figures.put(
                    flow,
                    figures(
                        flows.getOrDefault(flow, List.of()),
                        goodbyes.getOrDefault(flow, 0),
                        shop.currency())));
    return figures;
  }

  private Map<UUID, Integer> goodbyes(int shopId, Period period) {
    Map<UUID, Integer> goodbyes = new HashMap<>();
    jdbc.sql(
            """
            select flow_id, count(distinct profile_id) as people
            from reporting.unsubscribe
            where shop_id = :shop and at >= :start and at < :end and flow_id is not null
            group by flow_id
            """)
        .param("shop", shopId)
        .param("start", period.start())
        .param("end", period.end())
        .query(
            row -> {
              goodbyes.put(row.getObject("flow_id", UUID.class), row.getInt("people"));
            });
    return goodbyes;
  }

  private static Figures figures(List<DaySums.OfFlow> days, int goodbyes, String currency) {
    int recipients = People.count(days, DaySums.OfFlow::recipients);
    int opens = People.count(days, DaySums.OfFlow::openers);
    int clicks = People.count(days, DaySums.OfFlow::clickers);
    int measured = People.count(days, DaySums.OfFlow::measured);
    Placed credited =
        days.stream().map(DaySums.OfFlow::credited).reduce(Placed.NOTHING, Placed::plus);
    return new Figures(
        recipients,
        opens,
        clicks,
        credited.orders(),
        new Money(credited.revenue(), currency),
        perHead(credited.revenue(), recipients, currency),
        goodbyes,
        share(opens, measured),
        share(clicks, measured));
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
    Map<String, StepSums> steps = new HashMap<>();
    addMessages(flowId, period, steps);
    addOrders(flowId, shop, period, steps);
    Map<String, StepFigures> figures = new HashMap<>();
    steps.forEach((step, sums) -> figures.put(step, sums.figures(shop.currency())));
    return figures;
  }

  private void addMessages(UUID flowId, Period period, Map<String, StepSums> steps) {
    jdbc.sql(
            """
            select origin_step as step, state, reason, count(*) as messages,
              count(*) filter (where opens > 0) as opens, count(*) filter (where clicks > 0) as clicks
            from messaging.message
            where origin_kind = 'flow' and origin_id = :flow and origin_step is not null
              and planned_at >= :start and planned_at < :end
            group by origin_step, state, reason
            order by messages desc
            """)
        .param("flow", flowId)
        .param("start", period.start())
        .param("end", period.end())
        .query(
            row -> {
              steps.computeIfAbsent(row.getString("step"), step -> new StepSums()).add(row);
            });
  }

  private void addOrders(UUID flowId, Shop shop, Period period, Map<String, StepSums> steps) {
    jdbc.sql(
            """
            select a.step, count(*) as orders, coalesce(sum(o.base_net), 0) as revenue
            from reporting.attribution a
            join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
            where a.flow_id = :flow and a.placed_at >= :start and a.placed_at < :end and a.step is not null
              and o.base_currency = :currency and o.cancelled_at is null
            group by a.step
            """)
        .param("flow", flowId)
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .query(
            row -> {
              StepSums step = steps.computeIfAbsent(row.getString("step"), _ -> new StepSums());
              step.orders = row.getInt("orders");
              step.revenue = row.getBigDecimal("revenue");
            });
  }

  private static final class StepSums {
    private int sent;
    private int skipped;
    private int opens;
    private int clicks;
    private int orders;
    private BigDecimal revenue = BigDecimal.ZERO;
    private final List<SkippedBy> skippedBy = new ArrayList<>();

    /// Messages of one state and reason.
    void add(ResultSet row) throws SQLException {
      int messages = row.getInt("messages");
      String state = row.getString("state");
      opens += row.getInt("opens");
      clicks += row.getInt("clicks");
      if (state.equals("handed_over") || state.equals("delivered")) {
        sent += messages;
      }
      if (state.equals("skipped")) {
        skipped += messages;
        String reason = row.getString("reason");
        if (reason != null) {
          skippedBy.add(new SkippedBy(reason, messages));
        }
      }
    }

    StepFigures figures(String currency) {
      return new StepFigures(
          sent, skipped, opens, clicks, orders, new Money(revenue, currency), skippedBy);
    }
  }

  private Shop shopOf(UUID flowId) {
    return shops.get(
        jdbc.sql("select shop_id from flows.flow where flow_id = :flow")
            .param("flow", flowId)
            .query(Integer.class)
            .single());
  }
}
