package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Newsletter;
import io.kundig.sources.shops.ShopCustomer;
import io.kundig.sources.shops.Unreadable;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Customers of `/V1/customers/search`.
final class MagentoCustomers {

  private static final Pattern DAY =
      Pattern.compile("(19|20)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");

  private MagentoCustomers() {}

  /// Of an account the addresses that it keeps are its own; whoever is signed in typed them.
  static ShopCustomer read(JsonFields customer, Stores stores) throws Unreadable {
    JsonFields address = address(customer);
    Instant createdAt = customer.time("created_at");
    Instant updatedAt = customer.timeOrNull("updated_at");
    SortedMap<String, Object> traits = traits(customer, address);
    put(traits, "locale", stores.language(customer.idOrNull("store_id")));
    put(traits, "birthday", day(customer.textOrNull("dob")));
    put(traits, "customerGroup", stores.groups().get(text(customer, "group_id")));
    return new ShopCustomer(
        customer.id("id"),
        updatedAt == null ? createdAt : updatedAt,
        createdAt,
        customer.textOrNull("email"),
        address.textOrNull("telephone"),
        address.textOrNull("country_id"),
        traits,
        newsletter(customer));
  }

  private static String text(JsonFields of, String name) {
    String text = of.textOrNull(name);
    return text == null ? "" : text;
  }

  private static JsonFields address(JsonFields customer) {
    JsonFields found = customer.object("address");
    for (JsonFields address : customer.list("addresses")) {
      if (address.isTrue("default_billing")) {
        return address;
      }
      found = found.has("id") ? found : address;
    }
    return found;
  }

  /// @param names where the names stand
  static SortedMap<String, Object> traits(JsonFields names, JsonFields address) {
    SortedMap<String, Object> traits = new TreeMap<>();
    put(traits, "firstName", names.textOrNull("firstname"));
    put(traits, "lastName", names.textOrNull("lastname"));
    put(traits, "company", address.textOrNull("company"));
    put(traits, "city", address.textOrNull("city"));
    put(traits, "postalCode", address.textOrNull("postcode"));
    put(traits, "country", address.textOrNull("country_id"));
    return traits;
  }

  static void put(SortedMap<String, Object> traits, String name, @Nullable String value) {
    if (value != null) {
      traits.put(name, value);
    }
  }

  /// Some versions write a time of midnight beside it, or zeros for none.
  private static @Nullable String day(@Nullable String date) {
    return date != null && DAY.matcher(date).lookingAt()
        ? date.substring(0, "yyyy-MM-dd".length())
        : null;
  }

  /// Versions before 2.4 do not say it in lists.
  private static @Nullable Newsletter newsletter(JsonFields customer) {
    JsonFields extension = customer.object("extension_attributes");
    return extension.has("is_subscribed")
        ? new Newsletter(
            extension.isTrue("is_subscribed"), null, "Magento (is_subscribed)", null, null)
        : null;
  }
}
