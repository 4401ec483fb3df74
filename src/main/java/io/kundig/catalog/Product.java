package io.kundig.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A product as it is known now.
///
/// @param id the shop's own
public record Product(
    int shopId,
    String id,
    String title,
    @Nullable String url,
    @Nullable String imageUrl,
    @Nullable BigDecimal price,
    @Nullable String currency,
    @Nullable String category,
    Instant lastSeenAt) {}
