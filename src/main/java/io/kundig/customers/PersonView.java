package io.kundig.customers;

import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One person, as the profile page shows them.
///
/// @param mergedInto always null: whoever asks for an alias gets the person it leads to
record PersonView(
    UUID id,
    @Nullable String name,
    @Nullable String email,
    @Nullable String phone,
    boolean known,
    Instant createdAt,
    @Nullable Instant firstSeenAt,
    @Nullable Instant lastSeenAt,
    @Nullable UUID mergedInto,
    Map<String, Object> traits,
    List<IdentifierView> identifiers,
    Value value,
    List<Favourite> favourites,
    @Nullable CartView cart) {

  /// @param kind `email`, `phone`, `userId`, `anonymousId` or `externalId`
  record IdentifierView(String kind, String value, Instant since, @Nullable Integer shopId) {}

  /// What the person has bought.
  ///
  /// @param revenue net of refunds
  /// @param clv what they brought so far, net of refunds
  record Value(
      int orders,
      Money revenue,
      Money refunded,
      @Nullable Money averageOrder,
      @Nullable Money clv,
      @Nullable Instant firstOrderAt,
      @Nullable Instant lastOrderAt,
      @Nullable BigDecimal daysBetweenOrders) {}

  record Favourite(String productId, String title, BigDecimal quantity) {}

  record CartView(List<CartItem> items, @Nullable Money value, Instant updatedAt) {}

  record CartItem(
      String productId,
      String title,
      BigDecimal quantity,
      @Nullable Money price,
      @Nullable String imageUrl,
      @Nullable String url) {}
}
