package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopCustomer;
import io.kundig.sources.shops.Unreadable;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Customers of `/wc/v3/customers`.
final class WooCustomers {

  private WooCustomers() {}

  static ShopCustomer read(JsonFields customer) throws Unreadable {
    JsonFields billing = customer.object("billing");
    Instant createdAt = customer.time("date_created_gmt");
    Instant modifiedAt = customer.timeOrNull("date_modified_gmt");
    return new ShopCustomer(
        customer.id("id"),
        modifiedAt == null ? createdAt : modifiedAt,
        createdAt,
        customer.textOrNull("email"),
        billing.textOrNull("phone"),
        billing.textOrNull("country"),
        traits(customer, billing),
        null);
  }

  /// @param names where the names stand
  static SortedMap<String, Object> traits(JsonFields names, JsonFields billing) {
    SortedMap<String, Object> traits = new TreeMap<>();
    put(traits, "firstName", names.textOrNull("first_name"));
    put(traits, "lastName", names.textOrNull("last_name"));
    put(traits, "company", billing.textOrNull("company"));
    put(traits, "city", billing.textOrNull("city"));
    put(traits, "postalCode", billing.textOrNull("postcode"));
    put(traits, "country", billing.textOrNull("country"));
    return traits;
  }

  private static void put(SortedMap<String, Object> traits, String name, @Nullable String value) {
    if (value != null) {
      traits.put(name, WooOrders.plain(value));
    }
  }
}
