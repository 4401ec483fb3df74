package io.kundig.accounts;

import io.kundig.accounts.ApiKeys.ApiKey;
import io.kundig.accounts.ApiKeys.Listed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ApiKeyStore {

  private final JdbcClient jdbc;

  ApiKeyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<ByteBuffer, ApiKey> byHash() {
    Map<ByteBuffer, ApiKey> keys = new HashMap<>();
    jdbc.sql("select id, name, secret_hash from accounts.api_key")
        .query(
            row -> {
              keys.put(
                  ByteBuffer.wrap(row.getBytes("secret_hash")),
                  new ApiKey(row.getObject("id", UUID.class), row.getString("name")));
            });
    return Map.copyOf(keys);
  }

  List<Listed> all() {
    return jdbc.sql(
            """
            select id, name, prefix, created_at, last_used_at
            from accounts.api_key
            order by created_at, id
            """)
        .query(Listed.class)
        .list();
  }

  boolean exists(byte[] hash) {
    return jdbc.sql("select exists (select from accounts.api_key where secret_hash = :hash)")
        .param("hash", hash)
        .query(Boolean.class)
        .single();
  }

  void insert(Listed key, byte[] hash) {
    jdbc.sql(
            """
            insert into accounts.api_key (id, name, prefix, secret_hash, created_at)
            values (:id, :name, :prefix, :hash, :createdAt)
            on conflict do nothing
            """)
        .param("id", key.id())
        .param("name", key.name())
        .param("prefix", key.prefix())
        .param("hash", hash)
        .param("createdAt", key.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /// The name of the key that was deleted.
  Optional<String> delete(UUID id) {
    return jdbc.sql("delete from accounts.api_key where id = :id returning name")
        .param("id", id)
        .query(String.class)
        .optional();
  }

  void used(UUID id, Instant at) {
    jdbc.sql("update accounts.api_key set last_used_at = :at where id = :id")
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }
}
