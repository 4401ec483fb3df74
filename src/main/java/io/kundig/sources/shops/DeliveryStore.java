package io.kundig.sources.shops;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Payloads as they came.
@Repository
class DeliveryStore {

  private final JdbcTemplate template;
  private final JdbcClient jdbc;

  DeliveryStore(JdbcTemplate template, JdbcClient jdbc) {
    this.template = template;
    this.jdbc = jdbc;
  }

  /// @param id the same for the same delivery sent again
  record Stored(UUID id, UUID connection, Instant receivedAt, String topic, byte[] body) {

    /// The shop's own id of a delivery alone would not do: WooCommerce makes it of the second, so
    /// that two changes of one second share it.
    static Stored of(
        UUID connection, Instant receivedAt, String topic, String deliveryId, byte[] body) {
      try {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(
            (connection + "\n" + topic + "\n" + deliveryId + "\n")
                .getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(sha.digest(body));
        UUID id =
            new UUID(
                (hash.getLong() & ~0xF000L) | 0x8000L,
                (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
        return new Stored(id, connection, receivedAt, topic, body);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// @param reason an [Unreadable.Reason]'s code
  record Kept(
      UUID id, UUID connection, Instant receivedAt, String topic, String reason, String detail) {}

  /// Those that are there already are left out.
  void add(List<Stored> deliveries) {
    insert(deliveries, "waiting", null, null);
  }

  void keep(Stored delivery, Unreadable problem) {
    insert(List.of(delivery), "unreadable", code(problem), problem.getMessage().replace('\0', ' '));
  }

  private void insert(
      List<Stored> deliveries, String state, @Nullable String reason, @Nullable String detail) {
    template.execute(
        """
        insert into sources.delivery (
          delivery_id, connection_id, received_at, topic, body, state, reason, detail)
        select id, connection, at, topic, body, ?, ?, ?
        from unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::bytea[])
          as n (id, connection, at, topic, body)
        on conflict (delivery_id) do nothing
        """,
        (PreparedStatement insert) -> {
          var connection = insert.getConnection();
          insert.setString(1, state);
          insert.setString(2, reason);
          insert.setString(3, detail);
          insert.setArray(4, connection.createArrayOf("text", texts(deliveries, Stored::id)));
          insert.setArray(
              5, connection.createArrayOf("text", texts(deliveries, Stored::connection)));
          insert.setArray(
              6, connection.createArrayOf("text", texts(deliveries, Stored::receivedAt)));
          insert.setArray(7, connection.createArrayOf("text", texts(deliveries, Stored::topic)));
          insert.setArray(
              8,
              connection.createArrayOf(
                  "bytea", deliveries.stream().map(Stored::body).toArray(byte[][]::new)));
          return insert.executeUpdate();
        });
  }

  private static @Nullable Object[] texts(
      List<Stored> rows, java.util.function.Function<Stored, Object> value) {
    return MirrorStore.column(rows, value);
  }

  /// Takes what waits the longest, as nobody else does until the transaction ends.
  List<Stored> take(int limit) {
    return jdbc.sql(
            """
            select delivery_id, connection_id, received_at, topic, body from sources.delivery
            where state = 'waiting' order by received_at, delivery_id limit :limit
            for update skip locked
            """)
        .param("limit", limit)
        .query((row, number) -> stored(row))
        .list();
  }

  Optional<Instant> oldestWaiting() {
    return jdbc.sql(
            "select received_at from sources.delivery where state = 'waiting' order by received_at limit 1")
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getObject("delivery_id", UUID.class),
        row.getObject("connection_id", UUID.class),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getString("topic"),
        row.getBytes("body"));
  }

  void remove(Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("delete from sources.delivery where delivery_id = any(:ids::uuid[])")
          .param("ids", MirrorStore.column(ids, id -> id))
          .update();
    }
  }

  void markUnreadable(UUID id, Unreadable problem) {
    jdbc.sql(
            """
            update sources.delivery set state = 'unreadable', reason = :reason, detail = :detail
            where delivery_id = :id
            """)
        .param("id", id)
        .param("reason", code(problem))
        .param("detail", problem.getMessage().replace('\0', ' '))
        .update();
  }

  private static String code(Unreadable problem) {
    return problem.reason().name().toLowerCase(java.util.Locale.ROOT);
  }

  /// Newest first.
  List<Kept> unreadable(UUID connection, int limit) {
    return jdbc.sql(
            """
            select * from sources.delivery
            where connection_id = :connection and state = 'unreadable'
            order by received_at desc, delivery_id limit :limit
            """)
        .param("connection", connection)
        .param("limit", limit)
        .query((row, number) -> kept(row))
        .list();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getObject("delivery_id", UUID.class),
        row.getObject("connection_id", UUID.class),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getString("topic"),
        row.getString("reason"),
        row.getString("detail"));
  }

  long countUnreadable(UUID connection) {
    return jdbc.sql(
            "select count(*) from sources.delivery where connection_id = :id and state = 'unreadable'")
        .param("id", connection)
        .query(Long.class)
        .single();
  }

  Optional<byte[]> body(UUID id) {
    return jdbc.sql("select body from sources.delivery where delivery_id = :id")
        .param("id", id)
        .query(byte[].class)
        .optional();
  }

  /// @return whether it was there to be read again
  boolean replay(UUID id) {
    return jdbc.sql(
                """
                update sources.delivery set state = 'waiting', reason = null, detail = null
                where delivery_id = :id and state = 'unreadable'
                """)
            .param("id", id)
            .update()
        == 1;
  }

  void replayAll(UUID connection) {
    jdbc.sql(
            """
            update sources.delivery set state = 'waiting', reason = null, detail = null
            where connection_id = :connection and state = 'unreadable'
            """)
        .param("connection", connection)
        .update();
  }

  void forget(UUID connection) {
    jdbc.sql("delete from sources.delivery where connection_id = :connection")
        .param("connection", connection)
        .update();
  }

  int forgetBefore(Instant time) {
    return jdbc.sql("delete from sources.delivery where received_at < :time")
        .param("time", MirrorStore.utc(time))
        .update();
  }
}
