package io.kundig.messaging;

import io.kundig.accounts.HistoryWatcher;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.RowCallbackHandler;

/// When messages were sent, by shop: from rows of `shop_id` and `sent_at`.
final class SentMoments implements RowCallbackHandler {

  private final Map<Integer, Set<Instant>> byShop = new TreeMap<>();

  @Override
  public void processRow(ResultSet row) throws SQLException {
    OffsetDateTime sentAt = row.getObject("sent_at", OffsetDateTime.class);
    if (sentAt != null) {
      byShop
          .computeIfAbsent(row.getInt("shop_id"), shop -> new HashSet<>())
          .add(sentAt.toInstant());
    }
  }

  void tell(HistoryWatcher watcher, HistoryWatcher.Facts facts) {
    byShop.forEach((shop, at) -> watcher.changed(shop, facts, at));
  }
}
