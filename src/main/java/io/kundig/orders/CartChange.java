package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fact about what somebody has in the cart.
public sealed interface CartChange {

  ProfileId profileId();

  int shopId();

  Instant at();

  record Added(ProfileId profileId, int shopId, Instant at, Item item) implements CartChange {}

  record Removed(
      ProfileId profileId, int shopId, Instant at, String productId, @Nullable BigDecimal quantity)
      implements CartChange {}

  /// The whole cart as the shop knows it (check-out started, cart viewed).
  record Replaced(
      ProfileId profileId,
      int shopId,
      Instant at,
      List<Item> items,
      @Nullable BigDecimal value,
      @Nullable String currency,
      @Nullable String url)
      implements CartChange {}

  /// Bought or emptied.
  record Cleared(ProfileId profileId, int shopId, Instant at) implements CartChange {}

  record Item(
      String productId,
      @Nullable String sku,
      String title,
      @Nullable String variant,
      BigDecimal quantity,
      @Nullable BigDecimal price,
      @Nullable String currency,
      @Nullable String url,
      @Nullable String imageUrl) {}
}
