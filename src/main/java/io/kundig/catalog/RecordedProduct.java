package io.kundig.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A product as the shop's own system describes it, whole.
///
/// @param productId the shop's own id of it
/// @param at when the shop last changed it
/// @param urls of its page by language (BCP 47); under the empty text where there is but one
/// @param published whether customers can see it
public record RecordedProduct(
    int shopId,
    String productId,
    Instant at,
    String title,
    @Nullable String description,
    @Nullable String brand,
    List<String> categories,
    SortedMap<String, String> urls,
    @Nullable String imageUrl,
    String currency,
    boolean published,
    List<Variant> variants) {

  /// @param price without any sale; null: not for sale
  /// @param salePrice null: no sale now
  /// @param stock null: the shop does not count
  public record Variant(
      String variantId,
      @Nullable String sku,
      @Nullable String title,
      @Nullable BigDecimal price,
      @Nullable BigDecimal salePrice,
      @Nullable BigDecimal stock,
      boolean available,
      @Nullable String url,
      @Nullable String imageUrl) {

    @Nullable BigDecimal asked() {
      return salePrice == null ? price : salePrice;
    }
  }

  /// What the cheapest variant costs now.
  @Nullable BigDecimal price() {
    BigDecimal lowest = null;
    for (Variant variant : variants) {
      BigDecimal asked = variant.asked();
      if (asked != null && (lowest == null || asked.compareTo(lowest) < 0)) {
        lowest = asked;
      }
    }
    return lowest;
  }
}
