package io.kundig.orders;

import io.kundig.orders.OrderState.Content;
import io.kundig.orders.OrderState.Refund;
import io.kundig.orders.OrderState.Worth;
import io.kundig.platform.CopyRows;
import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Writes orders whose owner rows are locked, and what they change in their customers' figures.
@Repository
class OrderWriter {

  private static final String COPY_LINES =
      """
      copy orders.line (
        profile_id, order_id, line_no, product_id, sku, title, variant, category, quantity,
        unit_price, url, image_url)
      from stdin with (format binary)
      """;
  private static final int LINE_COLUMNS = 12;

  private final JdbcClient jdbc;
  private final DataSource dataSource;

  OrderWriter(JdbcClient jdbc, DataSource dataSource) {
    this.jdbc = jdbc;
    this.dataSource = dataSource;
  }

  void save(List<OrderState> states) {
    if (states.isEmpty()) {
      return;
    }
    forget(states.stream().filter(state -> state.ownerBefore != null).toList());
    upsertOrders(states);
    List<OrderState> withLines = states.stream().filter(state -> state.newLines != null).toList();
    deleteLines(withLines.stream().filter(state -> !state.isFresh()).toList());
    insertLines(withLines);
    deleteRefunds(states.stream().filter(state -> state.recorded && !state.isFresh()).toList());
    upsertRefunds(states.stream().filter(state -> !state.refunds.isEmpty()).toList());
    addToBuyers(states);
  }

  /// An order that turns out to be somebody else's leaves its first keeper.
  private void forget(List<OrderState> moved) {
    if (moved.isEmpty()) {
      return;
    }
    String[] profiles = Rows.column(moved, state -> state.ownerBefore);
    String[] ids = Rows.column(moved, OrderState::id);
    for (String table : List.of("orders", "line", "refund")) {
      jdbc.sql(
              """
              delete from orders.%s t
              using unnest(:profile::uuid[], :order::uuid[]) as k (profile_id, order_id)
              where t.profile_id = k.profile_id and t.order_id = k.order_id
              """
                  .formatted(table))
          .param("profile", profiles)
          .param("order", ids)
          .update();
    }
    jdbc.sql(
            """
            update orders.order_owner w set profile_id = k.profile_id
            from unnest(:ref, :profile::uuid[]) as k (ref, profile_id)
            where w.ref = k.ref
            """)
        .param("ref", Rows.column(moved, state -> state.ref.key()))
        .param("profile", Rows.column(moved, state -> state.owner))
        .update();
  }

  private void upsertOrders(List<OrderState> states) {
    jdbc.sql(
            """
            insert into orders.orders (
              profile_id, order_id, shop_id, external_id, placed_at, content_at, content_hash,
              currency, total, tax, shipping, discount, coupon, cancelled_at, fulfilled_at,
              refunded, net, status, recorded, rate, rate_currency, base_currency, base_rate,
              base_net, base_refunded)
            select * from unnest(
              :profile::uuid[], :order::uuid[], :shop::int[], :external, :placed::timestamptz[],
              :content_at::timestamptz[], :hash::bigint[], :currency, :total::numeric[],
              :tax::numeric[], :shipping::numeric[], :discount::numeric[], :coupon,
              :cancelled::timestamptz[], :fulfilled::timestamptz[], :refunded::numeric[],
              :net::numeric[], :status, :recorded::boolean[], :rate::numeric[],
              :rate_currency, :base_currency, :base_rate::numeric[], :base_net::numeric[],
              :base_refunded::numeric[])
            on conflict (profile_id, order_id) do update set
              placed_at = excluded.placed_at, content_at = excluded.content_at,
              content_hash = excluded.content_hash, currency = excluded.currency,
              total = excluded.total, tax = excluded.tax, shipping = excluded.shipping,
              discount = excluded.discount, coupon = excluded.coupon,
              cancelled_at = excluded.cancelled_at, fulfilled_at = excluded.fulfilled_at,
              refunded = excluded.refunded, net = excluded.net, status = excluded.status,
              recorded = excluded.recorded, rate = excluded.rate,
              rate_currency = excluded.rate_currency, base_currency = excluded.base_currency,
              base_rate = excluded.base_rate, base_net = excluded.base_net,
              base_refunded = excluded.base_refunded
            """)
        .param("profile", Rows.column(states, state -> state.owner))
        .param("order", Rows.column(states, OrderState::id))
        .param("shop", Rows.column(states, state -> state.ref.shopId()))
        .param("external", Rows.column(states, state -> state.ref.orderId()))
        .param("placed", Rows.column(states, state -> state.placedAt))
        .param("content_at", content(states, Content::at))
        .param("hash", content(states, Content::hash))
        .param("currency", content(states, Content::currency))
        .param("total", content(states, Content::total))
        .param("tax", content(states, Content::tax))
        .param("shipping", content(states, Content::shipping))
        .param("discount", content(states, Content::discount))
        .param("coupon", content(states, Content::coupon))
        .param("cancelled", Rows.column(states, state -> state.cancelledAt))
        .param("fulfilled", Rows.column(states, state -> state.fulfilledAt))
        .param("refunded", Rows.column(states, state -> state.worth().refunded()))
        .param("net", Rows.column(states, state -> state.worth().net()))
        .param("status", Rows.column(states, state -> state.status().code()))
        .param("recorded", Rows.column(states, state -> state.recorded))
        .param("rate", Rows.column(states, state -> state.rate == null ? null : state.rate.worth()))
        .param(
            "rate_currency",
            Rows.column(states, state -> state.rate == null ? null : state.rate.currency()))
        .param("base_currency", Rows.column(states, OrderWriter::baseCurrency))
        .param(
            "base_rate",
            Rows.column(states, state -> state.base == null ? null : state.base.rate()))
        .param("base_net", Rows.column(states, state -> state.baseWorth().net()))
        .param("base_refunded", Rows.column(states, state -> state.baseWorth().refunded()))
        .update();
  }

  private static @Nullable String baseCurrency(OrderState state) {
    return state.base == null ? state.currency() : state.base.currency();
  }

  private static @Nullable String[] content(
      List<OrderState> states, Function<Content, ? extends @Nullable Object> value) {
    return Rows.column(states, state -> state.content == null ? null : value.apply(state.content));
  }

  private void deleteLines(List<OrderState> states) {
    delete("line", states);
  }

  /// Of orders whose record may have fewer than before.
  private void deleteRefunds(List<OrderState> states) {
    delete("refund", states);
  }

  private void delete(String table, List<OrderState> states) {
    if (states.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            delete from orders.%s t
            using unnest(:profile::uuid[], :order::uuid[]) as k (profile_id, order_id)
            where t.profile_id = k.profile_id and t.order_id = k.order_id
            """
                .formatted(table))
        .param("profile", Rows.column(states, state -> state.owner))
        .param("order", Rows.column(states, OrderState::id))
        .update();
  }

  private void insertLines(List<OrderState> states) {
    List<LineRow> lines = new ArrayList<>();
    for (OrderState state : states) {
      int number = 0;
      for (OrderChange.Line line : Objects.requireNonNull(state.newLines)) {
        lines.add(new LineRow(state, ++number, line));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    CopyRows.send(dataSource, COPY_LINES, rows -> lines.forEach(line -> line.writeTo(rows)));
  }

  private void upsertRefunds(List<OrderState> states) {
    List<RefundRow> refunds = new ArrayList<>();
    for (OrderState state : states) {
      state.refunds.forEach((id, refund) -> refunds.add(new RefundRow(state, id, refund)));
    }
    if (refunds.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into orders.refund (
              profile_id, order_id, refund_id, at, amount, currency, kind)
            select * from unnest(
              :profile::uuid[], :order::uuid[], :refund, :at::timestamptz[], :amount::numeric[],
              :currency, :kind)
            on conflict (profile_id, order_id, refund_id) do update set
              at = excluded.at, amount = excluded.amount, currency = excluded.currency,
              kind = excluded.kind
            """)
        .param("profile", Rows.column(refunds, row -> row.order.owner))
        .param("order", Rows.column(refunds, row -> row.order.id()))
        .param("refund", Rows.column(refunds, RefundRow::id))
        .param("at", Rows.column(refunds, row -> row.refund.at()))
        .param("amount", Rows.column(refunds, row -> row.refund.amount()))
        .param("currency", Rows.column(refunds, row -> row.refund.currency()))
        .param("kind", Rows.column(refunds, row -> row.refund.kind().code()))
        .update();
  }

  /// Adds what changed to the customers' figures; sums of differences do not depend on their order.
  private void addToBuyers(List<OrderState> states) {
    Map<BuyerKey, BuyerFigures> changes = new TreeMap<>();
    for (OrderState state : states) {
      ProfileId before = state.ownerBefore == null ? state.owner : state.ownerBefore;
      add(changes, before, state.worthBefore, -1);
      add(changes, state.owner, state.baseWorth(), 1);
    }
    changes.values().removeIf(BuyerFigures::isNothing);
    addToBuyers(changes);
  }

  private static void add(
      Map<BuyerKey, BuyerFigures> changes, ProfileId profile, Worth worth, int sign) {
    if (worth.currency() != null) {
      changes.merge(
          new BuyerKey(profile, worth.currency()),
          BuyerFigures.of(worth, sign),
          BuyerFigures::plus);
    }
  }

  void addToBuyers(Map<BuyerKey, BuyerFigures> sorted) {
    if (sorted.isEmpty()) {
      return;
    }
    List<Map.Entry<BuyerKey, BuyerFigures>> rows = List.copyOf(sorted.entrySet());
    jdbc.sql(
            """
            insert into orders.buyer as b (profile_id, currency, orders, revenue, refunded)
            select * from unnest(
              :profile::uuid[], :currency, :orders::int[], :revenue::numeric[],
              :refunded::numeric[])
            on conflict (profile_id, currency) do update set
              orders = b.orders + excluded.orders,
              revenue = b.revenue + excluded.revenue,
              refunded = b.refunded + excluded.refunded
            """)
        .param("profile", Rows.column(rows, row -> row.getKey().profile()))
        .param("currency", Rows.column(rows, row -> row.getKey().currency()))
        .param("orders", Rows.column(rows, row -> row.getValue().orders()))
        .param("revenue", Rows.column(rows, row -> row.getValue().revenue()))
        .param("refunded", Rows.column(rows, row -> row.getValue().refunded()))
        .update();
  }

  private record LineRow(OrderState order, int number, OrderChange.Line line) {
    void writeTo(CopyRows rows) {
      rows.row(LINE_COLUMNS);
      rows.uuid(order.owner.value());
      rows.uuid(order.id());
      rows.integer(number);
      rows.text(line.productId());
      rows.text(line.sku());
      rows.text(line.title());
      rows.text(line.variant());
      rows.text(line.category());
      rows.numeric(line.quantity());
      rows.numeric(line.unitPrice());
      rows.text(line.url());
      rows.text(line.imageUrl());
    }
  }

  private record RefundRow(OrderState order, String id, Refund refund) {}

  record BuyerKey(ProfileId profile, String currency) implements Comparable<BuyerKey> {
    @Override
    public int compareTo(BuyerKey other) {
      int byProfile = profile.compareTo(other.profile);
      return byProfile != 0 ? byProfile : currency.compareTo(other.currency);
    }
  }

  /// What a customer's figures grow by.
  record BuyerFigures(int orders, BigDecimal revenue, BigDecimal refunded) {

    static BuyerFigures of(Worth worth, int sign) {
      BigDecimal factor = BigDecimal.valueOf(sign);
      return new BuyerFigures(
          worth.counts() ? sign : 0,
          worth.net().multiply(factor),
          worth.refunded().multiply(factor));
    }

    BuyerFigures plus(BuyerFigures other) {
      return new BuyerFigures(
          orders + other.orders, revenue.add(other.revenue), refunded.add(other.refunded));
    }

    boolean isNothing() {
      return orders == 0 && revenue.signum() == 0 && refunded.signum() == 0;
    }
  }
}
