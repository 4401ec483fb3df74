package io.kundig.orders;

import io.kundig.accounts.Shop;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps from where on a shop's orders are still to be valued anew.
@Repository
class RevaluationStore {

  private final JdbcClient jdbc;

  RevaluationStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The last order that was looked at.
  record Place(Instant at, UUID order) {}

  record Found(OrderRef ref, Place place) {}

  /// From then on, besides what is still to be done.
  void begin(Shop shop, Instant from) {
    jdbc.sql(
            """
            insert into orders.valuation as v (shop_id, currency, at) values (:shop, :currency, :from)
            on conflict (shop_id) do update set currency = excluded.currency,
              order_id = case when v.at < excluded.at then v.order_id
                else '00000000-0000-0000-0000-000000000000' end,
              at = least(v.at, excluded.at)
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .param("from", utc(from))
        .update();
  }

  /// Whether the shop's orders were never valued in its currency of now.
  boolean isInAnotherCurrency(Shop shop) {
    return jdbc.sql(
            """
            select count(*) = 0 from orders.valuation where shop_id = :shop and currency = :currency
            """)
        .param("shop", shop.id())
        .param("currency", shop.currency())
        .query(Boolean.class)
        .single();
  }

  boolean isBegun(int shopId) {
    return jdbc.sql(
            "select count(*) > 0 from orders.valuation where shop_id = :shop and at is not null")
        .param("shop", shopId)
        .query(Boolean.class)
        .single();
  }

  /// Locks where the shop's revaluation stands; empty when there is nothing to do.
  Optional<Place> lock(int shopId) {
    return jdbc.sql(
            """
            select at, order_id from orders.valuation
            where shop_id = :shop and at is not null for update
            """)
        .param("shop", shopId)
        .query(
            (row, n) ->
                new Place(OrderStore.instantOf(row, "at"), row.getObject("order_id", UUID.class)))
        .optional();
  }

  void reach(int shopId, Place place) {
    jdbc.sql("update orders.valuation set at = :at, order_id = :order where shop_id = :shop")
        .param("shop", shopId)
        .param("at", utc(place.at()))
        .param("order", place.order())
        .update();
  }

  void end(int shopId) {
    jdbc.sql("update orders.valuation set at = null where shop_id = :shop")
        .param("shop", shopId)
        .update();
  }

  /// Orders of other currencies than the shop's, or valued in another one.
  List<Found> next(Shop shop, Place after, int most) {
    return jdbc.sql(
            """
            select external_id, placed_at, order_id from orders.orders
            where shop_id = :shop and placed_at is not null and placed_at >= :at
              and (placed_at, order_id) > (:at, :order)
              and (currency <> :currency or base_currency <> :currency)
            order by placed_at, order_id limit :most
            """)
        .param("shop", shop.id())
        .param("at", utc(after.at()))
        .param("order", after.order())
        .param("currency", shop.currency())
        .param("most", most)
        .query(
            (row, n) ->
                new Found(
                    OrderRef.of(shop.id(), row.getString("external_id")),
                    new Place(
                        OrderStore.instantOf(row, "placed_at"),
                        row.getObject("order_id", UUID.class))))
        .list();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
