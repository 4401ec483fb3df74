package io.kundig.orders;

import io.kundig.orders.Carts.CartKey;
import io.kundig.profiles.ProfileId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes carts.
@Repository
class CartStore {

  private static final TypeReference<List<CartChange.Item>> ITEMS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  CartStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Makes the rows that are missing, so that each can be locked, and reads all.
  Map<CartKey, CartState> lock(Set<CartKey> sorted) {
    jdbc.sql(
            """
            insert into orders.cart (
              profile_id, shop_id, facts, items, item_count, updated_at)
            select profile_id, shop_id, '{"whole":null,"steps":[]}', '[]', 0, 'epoch'
            from unnest(:profile::uuid[], :shop::int[]) as k (profile_id, shop_id)
            on conflict (profile_id, shop_id) do nothing
            """)
        .param("profile", Rows.column(sorted, CartKey::profile))
        .param("shop", Rows.column(sorted, CartKey::shopId))
        .update();
    Map<CartKey, CartState> states = new TreeMap<>();
    jdbc.sql(
            """
            select c.profile_id, c.shop_id, c.facts
            from orders.cart c
            join unnest(:profile::uuid[], :shop::int[]) as k (profile_id, shop_id)
              using (profile_id, shop_id)
            order by c.profile_id, c.shop_id
            for update of c
            """)
        .param("profile", Rows.column(sorted, CartKey::profile))
        .param("shop", Rows.column(sorted, CartKey::shopId))
        .query(
            row -> {
              ProfileId profile = new ProfileId(row.getObject("profile_id", UUID.class));
              states.put(
                  new CartKey(profile, row.getInt("shop_id")),
                  json.readValue(row.getString("facts"), CartState.class));
            });
    return states;
  }

  void save(Map<CartKey, CartState> states) {
    Set<Map.Entry<CartKey, CartState>> rows = states.entrySet();
    jdbc.sql(
            """
            update orders.cart c set
              facts = n.facts, items = n.items, item_count = n.item_count, value = n.value,
              currency = n.currency, url = n.url, updated_at = n.updated_at
            from unnest(
              :profile::uuid[], :shop::int[], :facts::jsonb[], :items::jsonb[], :count::int[],
              :value::numeric[], :currency, :url, :updated::timestamptz[])
              as n (profile_id, shop_id, facts, items, item_count, value, currency, url, updated_at)
            where c.profile_id = n.profile_id and c.shop_id = n.shop_id
            """)
        .param("profile", Rows.column(rows, row -> row.getKey().profile()))
        .param("shop", Rows.column(rows, row -> row.getKey().shopId()))
        .param("facts", Rows.column(rows, row -> json.writeValueAsString(row.getValue())))
        .param("items", of(rows, state -> json.writeValueAsString(state.items())))
        .param("count", of(rows, state -> state.items().size()))
        .param("value", of(rows, CartState::value))
        .param("currency", of(rows, CartState::currency))
        .param("url", of(rows, CartState::url))
        .param("updated", of(rows, CartState::updatedAt))
        .update();
  }

  private static @Nullable String[] of(
      Set<Map.Entry<CartKey, CartState>> rows,
      Function<CartState, ? extends @Nullable Object> value) {
    return Rows.column(rows, row -> value.apply(row.getValue()));
  }

  Map<ProfileId, Carts.Cart> open(Collection<ProfileId> profiles) {
    Map<ProfileId, Carts.Cart> open = new HashMap<>();
    if (profiles.isEmpty()) {
      return open;
    }
    jdbc.sql(
            """
            select distinct on (profile_id) profile_id, items, value, currency, url, updated_at
            from orders.cart
            where profile_id = any(:profiles::uuid[]) and item_count > 0
            order by profile_id, updated_at desc, shop_id
            """)
        .param("profiles", Rows.ids(profiles))
        .query(
            row -> {
              open.put(
                  new ProfileId(row.getObject("profile_id", UUID.class)),
                  new Carts.Cart(
                      json.readValue(row.getString("items"), ITEMS),
                      row.getBigDecimal("value"),
                      row.getString("currency"),
                      row.getString("url"),
                      OrderStore.instantOf(row, "updated_at")));
            });
    return open;
  }

  /// The carts of people who are now others.
  Set<CartKey> keysOf(Collection<ProfileId> profiles) {
    return jdbc.sql(
            """
            select profile_id, shop_id from orders.cart where profile_id = any(:profiles::uuid[])
            """)
        .param("profiles", Rows.ids(profiles))
        .query(
            (row, number) ->
                new CartKey(
                    new ProfileId(row.getObject("profile_id", UUID.class)), row.getInt("shop_id")))
        .set();
  }

  void delete(Collection<CartKey> carts) {
    jdbc.sql(
            """
            delete from orders.cart c using unnest(:profile::uuid[], :shop::int[]) as k (profile_id, shop_id)
            where c.profile_id = k.profile_id and c.shop_id = k.shop_id
            """)
        .param("profile", Rows.column(carts, CartKey::profile))
        .param("shop", Rows.column(carts, CartKey::shopId))
        .update();
  }
}
