package io.kundig.sources.shops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That a shop has a record, and when it last changed it.
///
/// @param modifiedAt null: the shop does not say
/// @param whole for what changes without its time; null: the time tells
public record Stamp(String id, @Nullable Instant modifiedAt, @Nullable ShopRecord whole) {

  public Stamp(String id, @Nullable Instant modifiedAt) {
    this(id, modifiedAt, null);
  }
}
