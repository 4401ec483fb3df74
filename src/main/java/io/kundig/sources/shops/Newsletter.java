package io.kundig.sources.shops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody decided about the newsletter in the shop.
///
/// @param subscribed else unsubscribed
/// @param at null: the shop says how it stands, not since when; then only that it changes is a
///   decision
/// @param source where: plug-in, page or form
/// @param wording the sentence they agreed to; null: the shop does not keep it
public record Newsletter(
    boolean subscribed,
    @Nullable Instant at,
    String source,
    @Nullable String wording,
    @Nullable String ip) {}
