package io.kundig.orders;

import static java.util.Objects.requireNonNull;

import io.kundig.orders.OrderState.Content;
import io.kundig.orders.OrderState.Kind;
import io.kundig.orders.OrderState.Refund;
import io.kundig.orders.OrderState.Worth;
import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads and writes orders. Owner rows are locked in the order of their keys, before anything else.
@Repository
class OrderStore {

  private final JdbcClient jdbc;

  OrderStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Locks the orders that the facts are about and reads what is known of them.
  Map<OrderRef, OrderState> claim(Map<OrderRef, List<OrderChange>> facts) {
    Map<OrderRef, ProfileId> claims = new TreeMap<>();
    facts.forEach((ref, changes) -> claims.put(ref, claimant(changes)));
    Set<String> fresh = insertOwners(claims);

    Map<OrderRef, OrderState> states = new TreeMap<>();
    List<OrderRef> known = new ArrayList<>();
    claims.forEach(
        (ref, claimant) -> {
          if (fresh.contains(ref.key())) {
            states.put(ref, OrderState.fresh(ref, claimant));
          } else {
            known.add(ref);
          }
        });
    if (!known.isEmpty()) {
      states.putAll(load(known));
    }
    return states;
  }

  /// Locks those of the orders that are known.
  Map<OrderRef, OrderState> lockKnown(Collection<OrderRef> refs) {
    Map<String, ProfileId> owners = lockOwners(Rows.column(refs, OrderRef::key));
    List<OrderRef> known = refs.stream().filter(ref -> owners.containsKey(ref.key())).toList();
    return known.isEmpty() ? Map.of() : load(known);
  }

  /// Who placed it; as long as that is unknown, whom the first fact names.
  private static ProfileId claimant(List<OrderChange> changes) {
    return changes.stream()
        .filter(OrderChange.Placed.class::isInstance)
        .findFirst()
        .orElse(changes.getFirst())
        .profileId();
  }

  private Set<String> insertOwners(Map<OrderRef, ProfileId> claims) {
    return jdbc.sql(
            """
            insert into orders.order_owner (ref, profile_id)
            select * from unnest(:ref, :profile::uuid[])
            on conflict (ref) do nothing
            returning ref
            """)
        .param("ref", Rows.column(claims.keySet(), OrderRef::key))
        .param("profile", Rows.column(claims.values(), ProfileId::value))
        .query(String.class)
        .set();
  }

  private Map<OrderRef, OrderState> load(List<OrderRef> refs) {
    Map<String, ProfileId> owners = lockOwners(Rows.column(refs, OrderRef::key));
    Map<UUID, OrderState> byId = new HashMap<>();
    Map<OrderRef, OrderState> states = new TreeMap<>();
    Map<UUID, OrderRef> refById = new HashMap<>();
    refs.forEach(ref -> refById.put(ref.id(), ref));

    String[] profiles = Rows.column(refs, ref -> owners.get(ref.key()));
    String[] ids = Rows.column(refs, OrderRef::id);
    jdbc.sql(
            """
            select o.*
            from orders.orders o
            join unnest(:profile::uuid[], :order::uuid[]) as k (profile_id, order_id)
              using (profile_id, order_id)
            """)
        .param("profile", profiles)
        .param("order", ids)
        .query(
            row -> {
              UUID id = row.getObject("order_id", UUID.class);
              OrderRef ref = requireNonNull(refById.get(id));
              OrderState state = read(ref, row);
              byId.put(id, state);
              states.put(ref, state);
            });
    jdbc.sql(
            """
            select r.*
            from orders.refund r
            join unnest(:profile::uuid[], :order::uuid[]) as k (profile_id, order_id)
              using (profile_id, order_id)
            """)
        .param("profile", profiles)
        .param("order", ids)
        .query(
            row -> {
              OrderState state = byId.get(row.getObject("order_id", UUID.class));
              if (state != null) {
                state.refunds.put(
                    row.getString("refund_id"),
                    new Refund(
                        instantOf(row, "at"),
                        row.getBigDecimal("amount"),
                        row.getString("currency"),
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT))));
              }
            });
    for (OrderRef ref : refs) {
      ProfileId owner = requireNonNull(owners.get(ref.key()));
      states.computeIfAbsent(ref, missing -> OrderState.fresh(missing, owner));
    }
    return states;
  }

  Map<String, ProfileId> lockOwners(@Nullable String[] keys) {
    Map<String, ProfileId> owners = new HashMap<>();
    jdbc.sql(
            """
            select ref, profile_id from orders.order_owner
            where ref = any(:ref) order by ref for update
            """)
        .param("ref", keys)
        .query(
            row -> {
              owners.put(
                  row.getString("ref"), new ProfileId(row.getObject("profile_id", UUID.class)));
            });
    return owners;
  }

  private static OrderState read(OrderRef ref, ResultSet row) throws SQLException {
    Instant placedAt = instant(row, "placed_at");
    Worth worth = Worth.NOTHING;
    if (placedAt != null) {
      worth =
          new Worth(
              row.getString("base_currency"),
              instant(row, "cancelled_at") == null,
              row.getBigDecimal("base_net"),
              row.getBigDecimal("base_refunded"));
    }
    OrderState state =
        OrderState.stored(
            ref, new ProfileId(row.getObject("profile_id", UUID.class)), worth, placedAt);
    state.cancelledAt = instant(row, "cancelled_at");
    state.fulfilledAt = instant(row, "fulfilled_at");
    state.recorded = row.getBoolean("recorded");
    BigDecimal rate = row.getBigDecimal("rate");
    String rateCurrency = row.getString("rate_currency");
    if (rate != null && rateCurrency != null) {
      state.rate = new OrderChange.Rate(rate, rateCurrency);
    }
    if (row.getString("currency") != null) {
      state.content =
          new Content(
              instantOf(row, "content_at"),
              row.getLong("content_hash"),
              row.getString("currency"),
              row.getBigDecimal("total"),
              row.getBigDecimal("tax"),
              row.getBigDecimal("shipping"),
              row.getBigDecimal("discount"),
              row.getString("coupon"));
    }
    return state;
  }

  Map<ProfileId, Orders.LastOrder> lastOrders(Collection<ProfileId> profiles) {
    Map<ProfileId, Orders.LastOrder> last = new HashMap<>();
    if (profiles.isEmpty()) {
      return last;
    }
    jdbc.sql(
            """
            select distinct on (profile_id) profile_id, external_id, placed_at
            from orders.orders
            where profile_id = any(:profiles::uuid[])
              and placed_at is not null and cancelled_at is null
            order by profile_id, placed_at desc, order_id
            """)
        .param("profiles", Rows.ids(new HashSet<>(profiles)))
        .query(
            row -> {
              last.put(
                  new ProfileId(row.getObject("profile_id", UUID.class)),
                  new Orders.LastOrder(row.getString("external_id"), instantOf(row, "placed_at")));
            });
    return last;
  }

  Set<String> placed(int shopId, Collection<String> orderIds) {
    if (orderIds.isEmpty()) {
      return Set.of();
    }
    List<OrderRef> refs = orderIds.stream().map(id -> OrderRef.of(shopId, id)).toList();
    Map<UUID, String> numbers = new HashMap<>();
    refs.forEach(ref -> numbers.put(ref.id(), ref.orderId()));
    Set<String> placed = new HashSet<>();
    jdbc.sql(
            """
            select o.order_id
            from orders.order_owner w
            join unnest(:ref, :order::uuid[]) as k (ref, order_id) using (ref)
            join orders.orders o on o.profile_id = w.profile_id and o.order_id = k.order_id
            where o.placed_at is not null
            """)
        .param("ref", Rows.column(refs, OrderRef::key))
        .param("order", Rows.column(refs, OrderRef::id))
        .query(
            row -> {
              placed.add(requireNonNull(numbers.get(row.getObject("order_id", UUID.class))));
            });
    return placed;
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  static Instant instantOf(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
