package io.kundig.catalog;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one event says about a product.
///
/// @param productId the shop's own id of it
public record SeenProduct(
    int shopId,
    String productId,
    @Nullable String title,
    @Nullable String url,
    @Nullable String imageUrl,
    @Nullable BigDecimal price,
    @Nullable String currency,
    @Nullable String category,
    Instant at) {

  Key key() {
    return new Key(shopId, productId);
  }

  /// The newer one, its gaps filled from the older.
  SeenProduct combined(SeenProduct other) {
    SeenProduct newer = other.at.isBefore(at) ? this : other;
    SeenProduct older = newer == this ? other : this;
    return new SeenProduct(
        shopId,
        productId,
        newer.title == null ? older.title : newer.title,
        newer.url == null ? older.url : newer.url,
        newer.imageUrl == null ? older.imageUrl : newer.imageUrl,
        newer.price == null ? older.price : newer.price,
        newer.price == null ? older.currency : newer.currency,
        newer.category == null ? older.category : newer.category,
        newer.at);
  }

  /// Whether the other one would change what is known by this one, or is a day newer.
  boolean learns(SeenProduct other) {
    SeenProduct both = combined(other);
    return other.at.isAfter(at.plus(Duration.ofDays(1)))
        || !Objects.equals(both.title, title)
        || !Objects.equals(both.url, url)
        || !Objects.equals(both.imageUrl, imageUrl)
        || !Objects.equals(both.price, price)
        || !Objects.equals(both.currency, currency)
        || !Objects.equals(both.category, category);
  }

  /// About how many characters it holds.
  int size() {
    return Stream.of(productId, title, url, imageUrl, category)
        .filter(Objects::nonNull)
        .mapToInt(String::length)
        .sum();
  }

  /// Products are written in this order.
  record Key(int shopId, String productId) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byShop = Integer.compare(shopId, other.shopId);
      return byShop != 0 ? byShop : productId.compareTo(other.productId);
    }
  }
}
