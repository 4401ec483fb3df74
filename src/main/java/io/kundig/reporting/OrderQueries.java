package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.reporting.DaySums.Placed;
import io.kundig.shared.Invalid;
import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The orders behind a number, newest first.
@Component
class OrderQueries {

  private final JdbcClient jdbc;
  private final DayStatistics days;
  private final JsonMapper json;

  OrderQueries(JdbcClient jdbc, DayStatistics days, JsonMapper json) {
    this.jdbc = jdbc;
    this.days = days;
    this.json = json;
  }

  /// @param net total less refunds; zero when cancelled
  /// @param inShopCurrency the net at the day's rate; null: it is in the shop's currency
  /// @param attribution what the order is owed to, if to anything
  record OrderRow(
      UUID orderId,
      String externalId,
      UUID profileId,
      @Nullable String who,
      Instant placedAt,
      Money total,
      Money refunded,
      Money net,
      @Nullable Money inShopCurrency,
      String status,
      @Nullable Credit attribution) {}

  /// @param flowName by language
  /// @param minutesAfter from the touch to the order
  record Credit(
      UUID messageId,
      @Nullable String subject,
      @Nullable UUID flowId,
      @Nullable JsonNode flowName,
      @Nullable String step,
      String touch,
      Instant touchedAt,
      long minutesAfter) {}

  /// @param total of all pages; null from the second page on
  record FoundOrders(List<OrderRow> items, @Nullable String next, @Nullable OrderTotal total) {}

  /// @param orders without the cancelled ones
  record OrderTotal(int orders, int cancelled, Money net) {}

  FoundOrders find(
      Shop shop,
      Period period,
      @Nullable UUID flow,
      @Nullable UUID message,
      @Nullable Boolean attributed,
      @Nullable String cursor,
      int limit) {
    Position after = cursor == null ? null : Position.parse(cursor);
    List<OrderRow> found =
        jdbc.sql(
                "with page as (select o.profile_id, o.order_id "
                    + chosen(flow, message, attributed)
                    + """
                      and (cast(:at as timestamptz) is null or (o.placed_at, o.order_id) < (:at, cast(:id as uuid)))
                    order by o.placed_at desc, o.order_id desc
                    limit :most)
                    select o.order_id, o.external_id, o.profile_id, o.placed_at, o.total, o.refunded, o.net, o.currency,
                      o.base_rate, o.base_net, o.base_currency,
                      o.status, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email) as who,
                      a.message_id, a.flow_id, a.step, a.touch, a.touched_at, m.subject,
                      f.name as flow_name
                    from page
                    join orders.orders o on o.profile_id = page.profile_id and o.order_id = page.order_id
                    left join reporting.attribution a on a.profile_id = o.profile_id and a.order_id = o.order_id
                    left join messaging.message m on m.profile_id = a.profile_id and m.message_id = a.message_id
                    left join flows.flow f on f.flow_id = a.flow_id
                    left join profiles.profile p on p.profile_id = o.profile_id
                    order by o.placed_at desc, o.order_id desc
                    """)
            .param("shop", shop.id())
            .param("currency", shop.currency())
            .param("start", period.start())
            .param("end", period.end())
            .params(credit(flow, message))
            .param("at", after == null ? null : after.at())
            .param("id", after == null ? null : after.id())
            .param("most", limit + 1)
            .query(this::row)
            .list();
    OrderTotal total = after == null ? total(shop, period, flow, message, attributed) : null;
    if (found.size() <= limit) {
      return new FoundOrders(found, null, total);
    }
    OrderRow last = found.get(limit - 1);
    return new FoundOrders(found.subList(0, limit), last.placedAt() + "_" + last.orderId(), total);
  }

  private OrderTotal total(
      Shop shop,
      Period period,
      @Nullable UUID flow,
      @Nullable UUID message,
      @Nullable Boolean attributed) {
    if (message != null) {
      return ofMessage(shop, period, flow, message, attributed);
    }
    if (flow != null) {
      return Boolean.FALSE.equals(attributed)
          ? total(Placed.NOTHING, shop)
          : total(
              add(
                  days.flows(shop, period).stream()
                      .filter(day -> day.flow().equals(flow))
                      .map(DaySums.OfFlow::credited)),
              shop);
    }
    return total(add(days.orders(shop, period).stream().map(day -> part(day, attributed))), shop);
  }

  private static Placed part(DaySums day, @Nullable Boolean attributed) {
    if (attributed == null) {
      return day.placed();
    }
    return attributed ? day.credited() : day.placed().minus(day.credited());
  }

  private static Placed add(Stream<Placed> days) {
    return days.reduce(Placed.NOTHING, Placed::plus);
  }

  private static OrderTotal total(Placed placed, Shop shop) {
    return new OrderTotal(
        placed.orders(), placed.cancelled(), new Money(placed.revenue(), shop.currency()));
  }

  private OrderTotal ofMessage(
      Shop shop, Period period, @Nullable UUID flow, UUID message, @Nullable Boolean attributed) {
    return jdbc.sql(
            """
            select count(*) filter (where o.cancelled_at is null) as orders,
              count(o.cancelled_at) as cancelled, sum(o.base_net) as net
            """
                + chosen(flow, message, attributed))
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("start", period.start())
        .param("end", period.end())
        .params(credit(flow, message))
        .query(
            (row, n) ->
                new OrderTotal(
                    row.getInt("orders"),
                    row.getInt("cancelled"),
                    money(row.getBigDecimal("net"), shop.currency())))
        .single();
  }

  /// By the index that the condition asks for: the orders of the period, or what is credited in it.
  /// An order is credited with the date that it has then; later it is only ever found to be older.
  private static String chosen(
      @Nullable UUID flow, @Nullable UUID message, @Nullable Boolean attributed) {
    String credited = "";
    if (flow != null || message != null || Boolean.TRUE.equals(attributed)) {
      credited =
          """
          join reporting.attribution a on a.profile_id = o.profile_id and a.order_id = o.order_id
            and a.shop_id = :shop and a.placed_at >= :start
          """
              + (flow == null ? "" : " and a.flow_id = :flow")
              + (message == null ? "" : " and a.message_id = :message");
    }
    String owedToNothing =
        """
         and not exists (
          select 1 from reporting.attribution b where b.profile_id = o.profile_id and b.order_id = o.order_id)
        """;
    return "from orders.orders o "
        + credited
        + """
         where o.shop_id = :shop and o.base_currency = :currency and o.placed_at >= :start and o.placed_at < :end
        """
        + (Boolean.FALSE.equals(attributed) ? owedToNothing : "");
  }

  private static Map<String, UUID> credit(@Nullable UUID flow, @Nullable UUID message) {
    Map<String, UUID> params = new HashMap<>();
    if (flow != null) {
      params.put("flow", flow);
    }
    if (message != null) {
      params.put("message", message);
    }
    return params;
  }

  private record Position(OffsetDateTime at, UUID id) {
    static Position parse(String cursor) {
      try {
        int gap = cursor.indexOf('_');
        return new Position(
            OffsetDateTime.parse(cursor.substring(0, gap)),
            UUID.fromString(cursor.substring(gap + 1)));
      } catch (DateTimeException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
        throw new Invalid(
            "cursor", "The cursor is not one of ours.", "Send `next` of the page before.");
      }
    }
  }

  private OrderRow row(ResultSet row, int n) throws SQLException {
    String currency = row.getString("currency");
    return new OrderRow(
        row.getObject("order_id", UUID.class),
        row.getString("external_id"),
        row.getObject("profile_id", UUID.class),
        row.getString("who"),
        row.getObject("placed_at", OffsetDateTime.class).toInstant(),
        money(row.getBigDecimal("total"), currency),
        money(row.getBigDecimal("refunded"), currency),
        money(row.getBigDecimal("net"), currency),
        row.getBigDecimal("base_rate") == null
            ? null
            : money(row.getBigDecimal("base_net"), row.getString("base_currency")),
        row.getString("status"),
        credit(row));
  }

  private static Money money(@Nullable BigDecimal amount, String currency) {
    return new Money(amount == null ? BigDecimal.ZERO : amount, currency);
  }

  private @Nullable Credit credit(ResultSet row) throws SQLException {
    UUID message = row.getObject("message_id", UUID.class);
    if (message == null) {
      return null;
    }
    String flowName = row.getString("flow_name");
    Instant touchedAt = row.getObject("touched_at", OffsetDateTime.class).toInstant();
    Instant placedAt = row.getObject("placed_at", OffsetDateTime.class).toInstant();
    return new Credit(
        message,
        row.getString("subject"),
        row.getObject("flow_id", UUID.class),
        flowName == null ? null : json.readTree(flowName),
        row.getString("step"),
        row.getString("touch"),
        touchedAt,
        Duration.between(touchedAt, placedAt).toMinutes());
  }
}
