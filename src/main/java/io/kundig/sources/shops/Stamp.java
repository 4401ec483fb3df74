package io.kundig.sources.shops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That a shop has a record, and when it last changed it.
///
/// @param modifiedAt null: the shop does not say
public record Stamp(String id, @Nullable Instant modifiedAt) {}
