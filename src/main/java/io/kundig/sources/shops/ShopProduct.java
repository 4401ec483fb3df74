package io.kundig.sources.shops;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A product with all its variants; one without variants has a single one of its own id.
///
/// @param published whether customers can see it
/// @param urls of its page, by language (BCP 47); under the empty text where there is but one
public record ShopProduct(
    String id,
    Instant modifiedAt,
    String title,
    boolean published,
    @Nullable String description,
    @Nullable String brand,
    List<String> categories,
    @Nullable String imageUrl,
    SortedMap<String, String> urls,
    List<Variant> variants)
    implements ShopRecord {

  @Override
  public Resource resource() {
    return Resource.PRODUCT;
  }

  /// @param price without any sale, with tax as the shop shows it; null: not for sale
  /// @param salePrice null: no sale now
  /// @param stock null: the shop does not count
  public record Variant(
      String id,
      @Nullable String sku,
      @Nullable String title,
      @Nullable BigDecimal price,
      @Nullable BigDecimal salePrice,
      @Nullable BigDecimal stock,
      boolean available,
      @Nullable String url,
      @Nullable String imageUrl) {}
}
