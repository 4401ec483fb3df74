package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Newsletter;
import io.kundig.sources.shops.ShopCustomer;
import io.kundig.sources.shops.Unreadable;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Customers of Shopify: every buyer is one, also without an account.
final class ShopifyCustomers {

  private ShopifyCustomers() {}

  /// Of telephone numbers only the customer's own counts, which no other customer of the shop has:
  /// what stands in an address was typed by whoever ordered.
  static ShopCustomer read(JsonFields customer) throws Unreadable {
    JsonFields address = customer.object("default_address");
    Instant createdAt = customer.time("created_at");
    Instant updatedAt = customer.timeOrNull("updated_at");
    Instant modifiedAt = updatedAt == null ? createdAt : updatedAt;
    return new ShopCustomer(
        customer.id("id"),
        modifiedAt,
        createdAt,
        customer.textOrNull("email"),
        customer.textOrNull("phone"),
        address.textOrNull("country_code"),
        traits(customer, address),
        newsletter(customer, modifiedAt),
        decided(customer.object("sms_marketing_consent"), modifiedAt));
  }

  /// @param names where the names stand
  static SortedMap<String, Object> traits(JsonFields names, JsonFields address) {
    SortedMap<String, Object> traits = new TreeMap<>();
    put(traits, "firstName", names.textOrNull("first_name"));
    put(traits, "lastName", names.textOrNull("last_name"));
    put(traits, "company", address.textOrNull("company"));
    put(traits, "city", address.textOrNull("city"));
    put(traits, "postalCode", address.textOrNull("zip"));
    put(traits, "country", address.textOrNull("country_code"));
    return traits;
  }

  private static void put(SortedMap<String, Object> traits, String name, @Nullable String value) {
    if (value != null) {
      traits.put(name, value);
    }
  }

  /// Versions before 2023-07 say it by `accepts_marketing`.
  private static @Nullable Newsletter newsletter(JsonFields customer, Instant modifiedAt)
      throws Unreadable {
    JsonFields consent = customer.object("email_marketing_consent");
    if (consent.textOrNull("state") == null) {
      Instant at = customer.timeOrNull("accepts_marketing_updated_at");
      return customer.isTrue("accepts_marketing") && at != null ? subscribed(customer, at) : null;
    }
    return decided(consent, modifiedAt);
  }

  private static @Nullable Newsletter decided(JsonFields consent, Instant modifiedAt)
      throws Unreadable {
    String state = consent.textOrNull("state");
    if (state == null) {
      return null;
    }
    Instant at = consent.timeOrNull("consent_updated_at");
    return switch (state) {
      case "subscribed" -> at == null ? null : subscribed(consent, at);
      case "unsubscribed" ->
          new Newsletter(false, at == null ? modifiedAt : at, "Shopify", null, null);
      default -> null; // never asked, not yet confirmed, no valid address, made nobody's
    };
  }

  private static Newsletter subscribed(JsonFields consent, Instant at) {
    String level = consent.textOrNull("opt_in_level");
    return new Newsletter(
        true, at, level == null ? "Shopify" : "Shopify (" + level + ")", null, null);
  }
}
