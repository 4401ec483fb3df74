package io.kundig.sources.shops;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A check-out that somebody has begun.
///
/// @param key the same for all that is said of it; also by the script, as `messageId`
/// @param accountId null: a guest
/// @param url where it can be gone on with
public record ShopCheckout(
    String key,
    Instant startedAt,
    @Nullable String accountId,
    @Nullable String email,
    String currency,
    @Nullable BigDecimal total,
    @Nullable String url,
    List<ShopOrder.Line> lines) {}
