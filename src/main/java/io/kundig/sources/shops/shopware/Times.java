package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Unreadable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When something was written. Shopware notes it at each row alone: an order's own time says
/// nothing of its parcels and payments.
final class Times {

  private Times() {}

  /// Its own last change, else when it was made.
  static Instant of(JsonFields row) throws Unreadable {
    Instant updatedAt = row.timeOrNull("updatedAt");
    return updatedAt == null ? row.time("createdAt") : updatedAt;
  }

  /// The last of some rows; null if there are none.
  static @Nullable Instant last(List<JsonFields> rows) throws Unreadable {
    Instant last = null;
    for (JsonFields row : rows) {
      last = later(last, row);
    }
    return last;
  }

  static Instant later(Instant one, List<JsonFields> rows) throws Unreadable {
    Instant last = last(rows);
    return last == null || last.isBefore(one) ? one : last;
  }

  private static @Nullable Instant later(@Nullable Instant one, JsonFields row) throws Unreadable {
    Instant updatedAt = row.timeOrNull("updatedAt");
    Instant other = updatedAt == null ? row.timeOrNull("createdAt") : updatedAt;
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }
}
