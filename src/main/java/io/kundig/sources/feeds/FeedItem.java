package io.kundig.sources.feeds;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of a feed: a variant, with what it says of its product.
///
/// @param productId the group's, or the entry's own
/// @param salePrice null: none now
/// @param stock null: the feed does not count
record FeedItem(
    String productId,
    String variantId,
    String title,
    @Nullable String variant,
    @Nullable String description,
    @Nullable String brand,
    List<String> categories,
    @Nullable String url,
    @Nullable String imageUrl,
    @Nullable String sku,
    @Nullable BigDecimal price,
    @Nullable BigDecimal salePrice,
    String currency,
    @Nullable BigDecimal stock,
    boolean available) {}
