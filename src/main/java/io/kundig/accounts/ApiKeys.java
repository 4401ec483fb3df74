package io.kundig.accounts;

import io.kundig.shared.Ids;
import io.kundig.shared.NotFound;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Secret keys for servers. Stored as hashes; the secret itself is shown once.
@Component
public class ApiKeys {

  static final String PREFIX = "kk_";

  private static final int SHOWN = 8;

  /// How coarse `lastUsedAt` is.
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(5);

  private final ApiKeyStore store;
  private final AuditLog audit;
  private final Clock clock;
  private final Snapshot<Map<ByteBuffer, ApiKey>> keys;
  private final Map<UUID, Instant> noted = new ConcurrentHashMap<>();

  ApiKeys(ApiKeyStore store, AuditLog audit, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.keys = new Snapshot<>(store::byHash);
  }

  /// The key a secret (`kk_…`) belongs to, or nothing. Cheap enough for every request.
  public Optional<ApiKey> authenticate(String secret) {
    ApiKey key = keys.get().get(ByteBuffer.wrap(new Token(secret).hash()));
    if (key != null) {
      noteUse(key.id());
    }
    return Optional.ofNullable(key);
  }

  List<Listed> all() {
    return store.all();
  }

  @Transactional
  Created create(String name) {
    return create(name, Token.random(PREFIX));
  }

  /// Makes a key of the operator's own secret, unless it exists.
  @Transactional
  void ensure(String name, String secret) {
    Token token = new Token(secret);
    if (!store.exists(token.hash())) {
      create(name, token);
    }
  }

  @Transactional
  void revoke(UUID id) {
    String name = store.delete(id).orElseThrow(() -> new NotFound("API key", id));
    audit.record(
        AuditAction.API_KEY_REVOKED, "api_key:" + id, Map.of("name", new Object[] {name, null}));
    keys.changed();
  }

  private Created create(String name, Token token) {
    String shown = token.text().substring(0, Math.min(SHOWN, token.text().length() / 3));
    Instant now = clock.instant();
    Listed key = new Listed(Ids.random(now), name, shown, now, null);
    store.insert(key, token.hash());
    audit.record(
        AuditAction.API_KEY_CREATED,
        "api_key:" + key.id(),
        Map.of("name", new Object[] {null, name}));
    keys.changed();
    return new Created(key, token.text());
  }

  private void noteUse(UUID id) {
    Instant now = clock.instant();
    Instant last = noted.get(id);
    if (last == null || last.plus(USE_NOTED_EVERY).isBefore(now)) {
      noted.put(id, now);
      Thread.startVirtualThread(() -> store.used(id, now));
    }
  }

  public record ApiKey(UUID id, String name) {}

  /// @param prefix the first letters of the secret, to tell keys apart
  record Listed(
      UUID id, String name, String prefix, Instant createdAt, @Nullable Instant lastUsedAt) {}

  record Created(Listed key, String secret) {}
}
