package io.kundig.orders;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.orders.OrderWriter.BuyerFigures;
import io.kundig.orders.OrderWriter.BuyerKey;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Moves the orders of people who turned out to be somebody else.
@Component
class OrdersFollowMerges implements MergeParticipant {

  private static final List<String> MOVED = List.of("orders", "line", "refund");

  private final JdbcClient jdbc;
  private final OrderStore store;
  private final OrderWriter writer;
  private final HistoryWatcher watcher;

  OrdersFollowMerges(
      JdbcClient jdbc, OrderStore store, OrderWriter writer, HistoryWatcher watcher) {
    this.jdbc = jdbc;
    this.store = store;
    this.writer = writer;
    this.watcher = watcher;
  }

  @Override
  @Transactional
  public void move(List<ProfilesMerged> merges) {
    Map<ProfileId, ProfileId> into =
        merges.stream()
            .collect(Collectors.toMap(ProfilesMerged::from, ProfilesMerged::into, (a, b) -> b));
    into.replaceAll((from, to) -> last(into, to));
    List<Map.Entry<ProfileId, ProfileId>> pairs = List.copyOf(into.entrySet());
    String[] from = Rows.column(pairs, Map.Entry::getKey);
    String[] to = Rows.column(pairs, Map.Entry::getValue);

    moveOwners(from, to);
    tell(from);
    MOVED.forEach(table -> moveRows(table, from, to));
    moveFigures(into);
  }

  private static ProfileId last(Map<ProfileId, ProfileId> into, ProfileId profile) {
    ProfileId last = profile;
    for (ProfileId next = into.get(last); next != null; next = into.get(last)) {
      last = next;
    }
    return last;
  }

  private void moveOwners(String[] from, String[] to) {
    List<OrderRef> refs =
        jdbc.sql(
                """
                select shop_id, external_id from orders.orders
                where profile_id = any(:from::uuid[])
                """)
            .param("from", from)
            .query(
                (row, number) -> OrderRef.of(row.getInt("shop_id"), row.getString("external_id")))
            .list();
    String[] keys = Rows.column(refs, OrderRef::key);
    store.lockOwners(keys);
    jdbc.sql(
            """
            update orders.order_owner w set profile_id = m.into_id
            from unnest(:from::uuid[], :into::uuid[]) as m (from_id, into_id)
            where w.ref = any(:ref) and w.profile_id = m.from_id
            """)
        .param("from", from)
        .param("into", to)
        .param("ref", keys)
        .update();
  }

  private void tell(String[] from) {
    Map<Integer, Set<Instant>> moments = new TreeMap<>();
    jdbc.sql(
            """
            select shop_id, placed_at from orders.orders
            where profile_id = any(:from::uuid[]) and placed_at is not null
            """)
        .param("from", from)
        .query(
            row -> {
              moments
                  .computeIfAbsent(row.getInt("shop_id"), shop -> new HashSet<>())
                  .add(OrderStore.instantOf(row, "placed_at"));
            });
    moments.forEach((shop, at) -> watcher.changed(shop, HistoryWatcher.Facts.ORDERS, at));
  }

  /// Copied and deleted, as the key that rows are spread by cannot be updated.
  private void moveRows(String table, String[] from, String[] to) {
    String columns = COLUMNS.get(table);
    jdbc.sql(
            """
            insert into orders.%1$s (profile_id, %2$s)
            select m.into_id, %2$s
            from orders.%1$s t
            join unnest(:from::uuid[], :into::uuid[]) as m (from_id, into_id)
              on t.profile_id = m.from_id
            """
                .formatted(table, columns))
        .param("from", from)
        .param("into", to)
        .update();
    jdbc.sql("delete from orders.%s where profile_id = any(:from::uuid[])".formatted(table))
        .param("from", from)
        .update();
  }

  private void moveFigures(Map<ProfileId, ProfileId> into) {
    String[] from = Rows.ids(into.keySet());
    Map<BuyerKey, BuyerFigures> figures = new HashMap<>();
    jdbc.sql(
            """
            select * from orders.buyer where profile_id = any(:from::uuid[])
            order by profile_id, currency for update
            """)
        .param("from", from)
        .query(
            row -> {
              ProfileId profile = new ProfileId(row.getObject("profile_id", UUID.class));
              figures.merge(
                  new BuyerKey(into.getOrDefault(profile, profile), row.getString("currency")),
                  new BuyerFigures(
                      row.getInt("orders"),
                      row.getBigDecimal("revenue"),
                      row.getBigDecimal("refunded")),
                  BuyerFigures::plus);
            });
    writer.addToBuyers(new TreeMap<>(figures));
    jdbc.sql("delete from orders.buyer where profile_id = any(:from::uuid[])")
        .param("from", from)
        .update();
  }

  private static final Map<String, String> COLUMNS =
      Map.of(
          "orders",
          """
          order_id, shop_id, external_id, placed_at, content_at, content_hash, currency, total, tax,
          shipping, discount, coupon, cancelled_at, fulfilled_at, refunded, net, status,
          recorded, rate, rate_currency, base_currency, base_rate, base_net, base_refunded\
          """,
          "line",
          """
          order_id, line_no, product_id, sku, title, variant, category, quantity, unit_price, url,
          image_url\
          """,
          "refund",
          "order_id, refund_id, at, amount, currency, kind");
}
