package io.kundig.customers;

import io.kundig.accounts.Shops;
import io.kundig.customers.Timeline.Item;
import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The orders of one person, with the message each is owed to.
@Repository
class TimelineOrders {

  /// What is shown of an order's lines.
  private static final int MOST_LINES = 50;

  private final JdbcClient jdbc;
  private final Shops shops;
  private final JsonMapper json;

  TimelineOrders(JdbcClient jdbc, Shops shops, JsonMapper json) {
    this.shops = shops;
    this.jdbc = jdbc;
    this.json = json;
  }

  /// @param orderId the shop's own number
  /// @param inShopCurrency the total at the day's rate; null: it is in the shop's currency, or no
  ///   rate is known
  /// @param rateUnknown whether it is in none of the shop's figures, as no rate is known
  record OrderData(
      String orderId,
      Money total,
      Money refunded,
      @Nullable Money inShopCurrency,
      boolean rateUnknown,
      String status,
      List<LineData> lines,
      @Nullable Attribution attribution) {}

  record LineData(String title, BigDecimal quantity, Money price) {}

  /// @param touch `click` or `open`
  record Attribution(
      UUID messageId,
      @Nullable String subject,
      @Nullable JsonNode flowName,
      long minutesAfter,
      String touch) {}

  List<Item> before(UUID profile, TimelineCursor before, int limit) {
    List<Item> bare =
        jdbc.sql(
                """
                with o as materialized (
                  select * from orders.orders
                  where profile_id = :profile and placed_at is not null
                    and placed_at < :at::timestamptz + interval '1 millisecond'
                    and (date_trunc('milliseconds', placed_at), order_id) < (:at::timestamptz, :id)
                  order by placed_at desc, order_id desc
                  limit :limit)
                select o.order_id, o.external_id, o.placed_at, o.total, o.refunded, o.currency, o.status,
                  o.shop_id, o.base_currency, o.base_rate,
                  a.message_id, a.touch, a.touched_at, m.subject, f.name as flow_name
                from o
                left join reporting.attribution a
                  on a.profile_id = o.profile_id and a.order_id = o.order_id
                left join messaging.message m
                  on m.profile_id = a.profile_id and m.message_id = a.message_id
                left join flows.flow f on f.flow_id = a.flow_id
                order by o.placed_at desc, o.order_id desc
                """)
            .param("profile", profile)
            .param("at", before.at().atOffset(ZoneOffset.UTC))
            .param("id", before.id())
            .param("limit", limit)
            .query((row, number) -> read(row))
            .list();
    Map<UUID, List<LineData>> lines = lines(profile, bare);
    return bare.stream().map(item -> withLines(item, lines)).toList();
  }

  private Item read(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    Instant placed = Objects.requireNonNull(PersonQueries.instant(row, "placed_at"));
    UUID message = row.getObject("message_id", UUID.class);
    Attribution attribution = null;
    if (message != null) {
      Instant touched = Objects.requireNonNull(PersonQueries.instant(row, "touched_at"));
      String flow = row.getString("flow_name");
      attribution =
          new Attribution(
              message,
              row.getString("subject"),
              flow == null ? null : json.readTree(flow),
              Duration.between(touched, placed).toMinutes(),
              row.getString("touch"));
    }
    OrderData data =
        new OrderData(
            row.getString("external_id"),
            new Money(row.getBigDecimal("total"), currency),
            new Money(row.getBigDecimal("refunded"), currency),
            inShopCurrency(row),
            isRateUnknown(row),
            row.getString("status"),
            List.of(),
            attribution);
    return new Item(row.getObject("order_id", UUID.class), placed, "order", null, data);
  }

  private static @Nullable Money inShopCurrency(ResultSet row) throws SQLException {
    BigDecimal rate = row.getBigDecimal("base_rate");
    return rate == null
        ? null
        : new Money(
            row.getBigDecimal("total").multiply(rate).setScale(2, RoundingMode.HALF_UP),
            row.getString("base_currency"));
  }

  private boolean isRateUnknown(ResultSet row) throws SQLException {
    int shop = row.getInt("shop_id");
    String base = row.getString("base_currency");
    return shops.all().stream().anyMatch(s -> s.id() == shop && !s.currency().equals(base));
  }

  private Map<UUID, List<LineData>> lines(UUID profile, List<Item> orders) {
    Map<UUID, String> currencies = new HashMap<>();
    orders.forEach(
        order -> currencies.put(order.id(), ((OrderData) order.data()).total.currency()));
    Map<UUID, List<LineData>> lines = new HashMap<>();
    if (orders.isEmpty()) {
      return lines;
    }
    jdbc.sql(
            """
            select order_id, title, quantity, unit_price from orders.line
            where profile_id = :profile and order_id = any(:orders::uuid[]) and line_no <= :most
            order by order_id, line_no
            """)
        .param("profile", profile)
        .param("orders", orders.stream().map(order -> order.id().toString()).toArray(String[]::new))
        .param("most", MOST_LINES)
        .query(
            row -> {
              UUID order = row.getObject("order_id", UUID.class);
              String currency = Objects.requireNonNull(currencies.get(order));
              lines
                  .computeIfAbsent(order, id -> new ArrayList<>())
                  .add(
                      new LineData(
                          row.getString("title"),
                          row.getBigDecimal("quantity"),
                          new Money(row.getBigDecimal("unit_price"), currency)));
            });
    return lines;
  }

  private static Item withLines(Item item, Map<UUID, List<LineData>> lines) {
    OrderData bare = (OrderData) item.data();
    OrderData data =
        new OrderData(
            bare.orderId,
            bare.total,
            bare.refunded,
            bare.inShopCurrency,
            bare.rateUnknown,
            bare.status,
            lines.getOrDefault(item.id(), List.of()),
            bare.attribution);
    return new Item(item.id(), item.at(), item.kind(), item.metric(), data);
  }

  long count(UUID profile) {
    return jdbc.sql(
            """
            select count(*) from orders.orders where profile_id = :profile and placed_at is not null
            """)
        .param("profile", profile)
        .query(Long.class)
        .single();
  }
}
