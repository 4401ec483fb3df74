package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Newsletter;
import io.kundig.sources.shops.ShopCustomer;
import io.kundig.sources.shops.ShopSubscriber;
import io.kundig.sources.shops.Unreadable;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Customers of Shopware with an account, and recipients of its newsletter. Who orders as a guest
/// gets a row of customers for each order, which says nothing of who that is.
final class ShopwareCustomers {

  private ShopwareCustomers() {}

  static boolean isGuest(JsonFields customer) {
    return customer.isTrue("guest");
  }

  /// Whether the account is one of whoever has its address: where the shop wants that confirmed by
  /// a mail, not before it is.
  static boolean isAccount(JsonFields customer) {
    boolean confirmed =
        !customer.isTrue("doubleOptInRegistration") || customer.has("doubleOptInConfirmDate");
    return !isGuest(customer) && confirmed;
  }

  static Instant modifiedAt(JsonFields customer) throws Unreadable {
    return Times.later(Times.of(customer), List.of(customer.object("defaultBillingAddress")));
  }

  static ShopCustomer read(JsonFields customer) throws Unreadable {
    JsonFields address = customer.object("defaultBillingAddress");
    SortedMap<String, Object> traits = traits(customer, address);
    put(traits, "birthday", day(customer.textOrNull("birthday")));
    put(traits, "locale", customer.object("language").object("locale").textOrNull("code"));
    return new ShopCustomer(
        customer.id("id"),
        modifiedAt(customer),
        customer.time("createdAt"),
        customer.textOrNull("email"),
        address.textOrNull("phoneNumber"),
        address.object("country").textOrNull("iso"),
        traits,
        null);
  }

  private static @Nullable String day(@Nullable String birthday) {
    return birthday != null && birthday.matches("\\d{4}-\\d{2}-\\d{2}.*")
        ? birthday.substring(0, 10)
        : null;
  }

  /// @param names where the names stand
  static SortedMap<String, Object> traits(JsonFields names, JsonFields address) {
    SortedMap<String, Object> traits = new TreeMap<>();
    String company = names.textOrNull("company");
    put(traits, "firstName", names.textOrNull("firstName"));
    put(traits, "lastName", names.textOrNull("lastName"));
    put(traits, "company", company == null ? address.textOrNull("company") : company);
    put(traits, "city", address.textOrNull("city"));
    put(traits, "postalCode", address.textOrNull("zipcode"));
    put(traits, "country", address.object("country").textOrNull("iso"));
    return traits;
  }

  private static void put(SortedMap<String, Object> traits, String name, @Nullable String value) {
    if (value != null) {
      traits.put(name, value);
    }
  }

  static ShopSubscriber subscriber(JsonFields recipient) throws Unreadable {
    SortedMap<String, Object> traits = new TreeMap<>();
    put(traits, "firstName", recipient.textOrNull("firstName"));
    put(traits, "lastName", recipient.textOrNull("lastName"));
    put(traits, "city", recipient.textOrNull("city"));
    put(traits, "postalCode", recipient.textOrNull("zipCode"));
    put(traits, "locale", recipient.object("language").object("locale").textOrNull("code"));
    return new ShopSubscriber(
        recipient.id("id"),
        Times.of(recipient),
        recipient.time("createdAt"),
        recipient.text("email"),
        traits,
        "optIn".equals(recipient.textOrNull("status")),
        newsletter(recipient));
  }

  /// Who was taken in directly may have left and come back, of which only the last change tells.
  private static @Nullable Newsletter newsletter(JsonFields recipient) throws Unreadable {
    String status = recipient.textOrNull("status");
    Instant confirmedAt = recipient.timeOrNull("confirmedAt");
    return switch (status == null ? "" : status) {
      case "optIn" ->
          decided(true, confirmedAt == null ? Times.of(recipient) : confirmedAt, "double opt-in");
      case "direct" -> decided(true, Times.of(recipient), "without confirmation");
      case "optOut" -> decided(false, Times.of(recipient), "unsubscribed");
      default -> null; // not confirmed yet
    };
  }

  private static Newsletter decided(boolean subscribed, Instant at, String how) {
    return new Newsletter(subscribed, at, "Shopware newsletter (" + how + ")", null, null);
  }
}
