package io.kundig.sources.shops;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private final Clock clock;

  HookSecrets(ConnectionStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// @param secrets that a delivery may be signed with now, the newest first; empty: with none
  record Known(String kind, List<String> secrets) {}

  /// @return null if there is no such connection
  @Nullable Known of(UUID connection) {
    return known.get(connection, this::load).orElse(null);
  }

  private Optional<Known> load(UUID id) {
    return store.find(id).map(found -> new Known(found.kind(), secrets(found)));
  }

  private List<String> secrets(ShopConnection connection) {
    if (!connection.connected()) {
      return List.of();
    }
    List<String> secrets = new ArrayList<>();
    secrets.add(store.hookSecret(connection.id()));
    Handshake handshake = store.handshake(connection.id());
    if (handshake != null
        && handshake.former() != null
        && handshake.former().until().isAfter(clock.instant())) {
      secrets.add(handshake.former().secret());
    }
    return secrets;
  }

  void forget(UUID connection) {
    known.invalidate(connection);
  }
}
