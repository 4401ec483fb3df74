package io.kundig.sources.shops;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a delivery is judged by, remembered for a moment: hundreds come in a second. Strangers' ids
/// are remembered too, in small numbers, so that they cost no more.
@Component
class HookSecrets {

  private static final Duration REMEMBERED = Duration.ofSeconds(2);
  private static final long MOST = 1_000;

  private final ConnectionStore store;
  private final Cache<UUID, Optional<Known>> known =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST).build();

  HookSecrets(ConnectionStore store) {
    this.store = store;
  }

  record Known(String kind, boolean connected, String secret) {}

  /// @return null if there is no such connection
  @Nullable Known of(UUID connection) {
    return known.get(connection, this::load).orElse(null);
  }

  private Optional<Known> load(UUID id) {
    return store
        .find(id)
        .map(
            found ->
                new Known(
                    found.kind(),
                    found.connected(),
                    found.connected() ? store.hookSecret(id) : ""));
  }

  void forget(UUID connection) {
    known.invalidate(connection);
  }
}
