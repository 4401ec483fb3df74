package io.kundig.messaging;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kundig.accounts.Shop;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps what messages have in common. It is what the template says to somebody made up, so that
/// nobody's data lives on in another's message.
@Repository
class Dictionaries {

  private static final int KEPT_IN_MEMORY = 200;

  private final JdbcClient jdbc;
  private final Cache<Origin, Dictionary> byOrigin =
      Caffeine.newBuilder().maximumSize(KEPT_IN_MEMORY).build();
  private final Cache<UUID, Delta> byId = Caffeine.newBuilder().maximumSize(KEPT_IN_MEMORY).build();

  Dictionaries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The id is made of the bytes.
  record Dictionary(UUID id, Delta delta) {}

  /// What decides how a template looks to nobody.
  record Origin(String templateKey, int version, Locale locale, Shop shop) {}

  /// Durable when this returns.
  Dictionary of(Origin origin, Supplier<Content> neutral) {
    return byOrigin.get(origin, _ -> store(ContentCodec.dictionary(neutral.get())));
  }

  private Dictionary store(byte[] bytes) {
    var dictionary = new Dictionary(idOf(bytes), new Delta(bytes));
    jdbc.sql(
            """
            insert into messaging.content_dictionary (id, body) values (:id, :body)
            on conflict (id) do nothing
            """)
        .param("id", dictionary.id())
        .param("body", bytes)
        .update();
    return dictionary;
  }

  /// @throws EmptyResultDataAccessException if there is none
  Delta find(UUID id) {
    return byId.get(id, this::load);
  }

  private Delta load(UUID id) {
    return jdbc.sql("select body from messaging.content_dictionary where id = :id")
        .param("id", id)
        .query((row, _) -> new Delta(row.getBytes("body")))
        .single();
  }

  private static UUID idOf(byte[] bytes) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new UUID(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
