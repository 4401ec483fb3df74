package io.kundig.sources.shops;

import io.kundig.platform.OutsideHttp.Reach;
import io.kundig.platform.Secret;
import io.kundig.sources.shops.ShopConnection.Comparison;
import io.kundig.sources.shops.ShopConnection.Live;
import io.kundig.sources.shops.ShopConnection.Refusal;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.ShopConnection.State;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes connections. Keys and secrets are encrypted with the installation's secret.
@Repository
class ConnectionStore {

  private static final String PURPOSE = "sources.connection";
  private static final TypeReference<Map<String, String>> KEYS = new TypeReference<>() {};
  private static final byte[] NOTHING = {};
  private static final TypeReference<List<Hook>> HOOKS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Secret secret;
  private final JsonMapper json = JsonMapper.builder().build();

  ConnectionStore(JdbcClient jdbc, Secret secret) {
    this.jdbc = jdbc;
    this.secret = secret;
  }

  /// Also takes up again what was disconnected: what is mirrored of the shop stays true.
  ///
  /// @return the id that the connection has
  UUID connect(ShopConnection fresh, Map<String, String> keys, String hookSecret) {
    return insert(fresh, encrypted(json.writeValueAsString(keys)), encrypted(hookSecret), null);
  }

  /// Without keys yet: the shop brings them.
  UUID await(ShopConnection fresh, Handshake handshake) {
    return insert(fresh, NOTHING, NOTHING, handshake);
  }

  private UUID insert(
      ShopConnection fresh, byte[] keys, byte[] hookSecret, @Nullable Handshake handshake) {
    return jdbc.sql(
            """
            insert into sources.connection as c (
              connection_id, shop_id, kind, address, state, live, settings, keys, hook_secret, hooks,
              greeting, connected_at, handshake)
            values (
              :id, :shop, :kind, :address, :state, :live, :settings::jsonb, :keys, :secret, '[]',
              :greeting::jsonb, :at, :handshake)
            on conflict (shop_id, kind, address) do update set
              state = excluded.state, live = excluded.live, settings = excluded.settings,
              keys = excluded.keys, hook_secret = excluded.hook_secret,
              greeting = excluded.greeting, handshake = excluded.handshake, problem = null
            returning connection_id
            """)
        .param("id", fresh.id())
        .param("shop", fresh.shopId())
        .param("kind", fresh.kind())
        .param("address", fresh.address().toString())
        .param("live", fresh.live().code())
        .param("settings", json.writeValueAsString(fresh.settings()))
        .param("state", fresh.state().code())
        .param("keys", keys)
        .param("secret", hookSecret)
        .param("greeting", json.writeValueAsString(fresh.greeting()))
        .param("at", MirrorStore.utc(fresh.connectedAt()))
        .param("handshake", handshake == null ? null : sealed(handshake), Types.BINARY)
        .query(UUID.class)
        .single();
  }

  Optional<ShopConnection> find(UUID id) {
    return jdbc.sql("select * from sources.connection where connection_id = :id")
        .param("id", id)
        .query((row, number) -> read(row))
        .optional();
  }

  List<ShopConnection> connected() {
    return jdbc.sql(
            """
            select * from sources.connection where state = 'connected'
            order by connected_at, connection_id
            """)
        .query((row, number) -> read(row))
        .list();
  }

  /// Also those that are awaited.
  List<ShopConnection> standing() {
    return jdbc.sql(
            """
            select * from sources.connection where state <> 'disconnected'
            order by connected_at, connection_id
            """)
        .query((row, number) -> read(row))
        .list();
  }

  Optional<ShopConnection> awaited(int shopId, String kind, URI address) {
    return jdbc.sql(
            """
            select * from sources.connection
            where shop_id = :shop and kind = :kind and address = :address and state = 'awaited'
            """)
        .param("shop", shopId)
        .param("kind", kind)
        .param("address", address.toString())
        .query((row, number) -> read(row))
        .optional();
  }

  /// Those that brought their keys, which are to be tried.
  List<ShopConnection> arrived(Instant now) {
    return jdbc.sql(
            """
            select * from sources.connection
            where state = 'awaited' and length(keys) > 0
              and (next_poll_at is null or next_poll_at <= :now)
            order by connection_id
            """)
        .param("now", MirrorStore.utc(now))
        .query((row, number) -> read(row))
        .list();
  }

  /// What happened in the shop before its first arrival is history.
  void arrived(UUID id, Greeting greeting, Instant now) {
    jdbc.sql(
            """
            update sources.connection set
              state = 'connected', greeting = :greeting::jsonb, problem = null,
              connected_at = case when next_comparison_at is null then :now else connected_at end
            where connection_id = :id and state = 'awaited'
            """)
        .param("id", id)
        .param("greeting", json.writeValueAsString(greeting))
        .param("now", MirrorStore.utc(now))
        .update();
  }

  /// @param secret that the shop signs with; null: none holds
  record Shaking(ShopConnection connection, @Nullable String secret, Handshake handshake) {}

  /// Holds the connection's row until the transaction ends.
  Optional<Shaking> lockHandshake(String kind, UUID id) {
    return jdbc.sql(
            """
            select * from sources.connection
            where connection_id = :id and kind = :kind and state <> 'disconnected'
              and handshake is not null
            for update
            """)
        .param("id", id)
        .param("kind", kind)
        .query(
            (row, number) ->
                new Shaking(
                    read(row),
                    opened(row.getBytes("hook_secret")),
                    json.readValue(opened(row.getBytes("handshake")), Handshake.class)))
        .optional();
  }

  /// Null: no app was offered.
  @Nullable Handshake handshake(UUID id) {
    return jdbc.sql("select handshake from sources.connection where connection_id = :id")
        .param("id", id)
        .query((row, number) -> Optional.ofNullable(opened(row.getBytes("handshake"))))
        .single()
        .map(text -> json.readValue(text, Handshake.class))
        .orElse(null);
  }

  private @Nullable String opened(byte @Nullable [] sealed) {
    return sealed == null || sealed.length == 0
        ? null
        : new String(secret.decrypt(PURPOSE, sealed), StandardCharsets.UTF_8);
  }

  private byte[] sealed(Handshake handshake) {
    return encrypted(json.writeValueAsString(handshake));
  }

  void shake(UUID id, Handshake handshake) {
    jdbc.sql("update sources.connection set handshake = :handshake where connection_id = :id")
        .param("id", id)
        .param("handshake", sealed(handshake))
        .update();
  }

  /// A shop that is awaited is asked at once.
  void handOver(UUID id, Map<String, String> keys, String hookSecret) {
    jdbc.sql(
            """
            update sources.connection set
              keys = :keys, hook_secret = :secret, problem = null,
              next_poll_at = case when state = 'awaited' then null else next_poll_at end
            where connection_id = :id
            """)
        .param("id", id)
        .param("keys", encrypted(json.writeValueAsString(keys)))
        .param("secret", encrypted(hookSecret))
        .update();
  }

  /// The shop has put the app out: its keys open nothing more. Puts it in again, it is known.
  void letGo(UUID id) {
    jdbc.sql(
            """
            update sources.connection set state = 'awaited', keys = '', hook_secret = '', hooks = '[]'
            where connection_id = :id and state = 'connected'
            """)
        .param("id", id)
        .update();
  }

  boolean isConnected(int shopId, String kind, URI address) {
    return jdbc.sql(
            """
            select count(*) > 0 from sources.connection
            where shop_id = :shop and kind = :kind and address = :address and state = 'connected'
            """)
        .param("shop", shopId)
        .param("kind", kind)
        .param("address", address.toString())
        .query(Boolean.class)
        .single();
  }

  ShopAccess access(ShopConnection connection) {
    String keys = decrypted(connection.id(), "keys");
    return new ShopAccess(
        connection.address(),
        json.readValue(keys, KEYS),
        connection.settings().insideNetwork() ? Reach.INSIDE_TOO : Reach.OUTSIDE);
  }

  String hookSecret(UUID id) {
    return decrypted(id, "hook_secret");
  }

  private String decrypted(UUID id, String column) {
    byte[] sealed =
        jdbc.sql("select " + column + " from sources.connection where connection_id = :id")
            .param("id", id)
            .query(byte[].class)
            .single();
    return new String(secret.decrypt(PURPOSE, sealed), StandardCharsets.UTF_8);
  }

  private byte[] encrypted(String text) {
    return secret.encrypt(PURPOSE, text.getBytes(StandardCharsets.UTF_8));
  }

  /// @param keys null: they stay
  /// @param hookSecret null: it stays
  void change(
      UUID id, Settings settings, @Nullable Map<String, String> keys, @Nullable String hookSecret) {
    jdbc.sql("update sources.connection set settings = :settings::jsonb where connection_id = :id")
        .param("id", id)
        .param("settings", json.writeValueAsString(settings))
        .update();
    if (keys != null) {
      jdbc.sql(
              "update sources.connection set keys = :keys, problem = null where connection_id = :id")
          .param("id", id)
          .param("keys", encrypted(json.writeValueAsString(keys)))
          .update();
    }
    if (hookSecret != null) {
      jdbc.sql("update sources.connection set hook_secret = :secret where connection_id = :id")
          .param("id", id)
          .param("secret", encrypted(hookSecret))
          .update();
    }
  }

  /// @param hooks none: the shop is asked again and again
  void subscribed(UUID id, List<Hook> hooks) {
    jdbc.sql(
            """
            update sources.connection set live = :live, hooks = :hooks::jsonb
            where connection_id = :id
            """)
        .param("id", id)
        .param("live", (hooks.isEmpty() ? Live.POLLING : Live.WEBHOOKS).code())
        .param("hooks", json.writeValueAsString(hooks))
        .update();
  }

  /// The keys go; what they opened is not asked any more.
  void disconnect(UUID id) {
    jdbc.sql(
            """
            update sources.connection set
              state = 'disconnected', keys = '', hook_secret = '', hooks = '[]', handshake = null,
              problem = null
            where connection_id = :id
            """)
        .param("id", id)
        .update();
  }

  void delivered(UUID id, long deliveries, Instant last, @Nullable Long lagMillis) {
    jdbc.sql(
            """
            update sources.connection set
              deliveries = deliveries + :deliveries,
              last_delivery_at = greatest(last_delivery_at, :last),
              last_lag_ms = coalesce(:lag::bigint, last_lag_ms)
            where connection_id = :id
            """)
        .param("id", id)
        .param("deliveries", deliveries)
        .param("last", MirrorStore.utc(last))
        .param("lag", lagMillis)
        .update();
  }

  /// @param reason null: the shop answered
  void answered(UUID id, ShopRefusal.@Nullable Reason reason, String detail, Instant at) {
    if (reason == null) {
      jdbc.sql(
              """
              update sources.connection set problem = null
              where connection_id = :id and problem is not null
              """)
          .param("id", id)
          .update();
      return;
    }
    jdbc.sql(
            """
            update sources.connection set problem = jsonb_build_object(
              'reason', :reason::text, 'detail', :detail::text, 'at', :at::text,
              'since', coalesce(problem ->> 'since', :at::text))
            where connection_id = :id
            """)
        .param("id", id)
        .param("reason", reason.code())
        .param("detail", detail.replace('\0', ' '))
        .param("at", at.toString())
        .update();
  }

  void nextPoll(UUID id, Instant at) {
    jdbc.sql("update sources.connection set next_poll_at = :at where connection_id = :id")
        .param("id", id)
        .param("at", MirrorStore.utc(at))
        .update();
  }

  void polled(UUID id, Instant at) {
    jdbc.sql("update sources.connection set last_poll_at = :at where connection_id = :id")
        .param("id", id)
        .param("at", MirrorStore.utc(at))
        .update();
  }

  /// When the shop last said all that had changed.
  Optional<Instant> lastPollAt(UUID id) {
    return jdbc.sql(
            """
            select last_poll_at from sources.connection
            where connection_id = :id and last_poll_at is not null
            """)
        .param("id", id)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  void compared(UUID id, Comparison comparison, Instant next) {
    jdbc.sql(
            """
            update sources.connection set
              comparison = :comparison::jsonb, next_comparison_at = :next
            where connection_id = :id
            """)
        .param("id", id)
        .param("comparison", json.writeValueAsString(comparison))
        .param("next", MirrorStore.utc(next))
        .update();
  }

  void compareAt(UUID id, Instant at) {
    jdbc.sql("update sources.connection set next_comparison_at = :at where connection_id = :id")
        .param("id", id)
        .param("at", MirrorStore.utc(at))
        .update();
  }

  private ShopConnection read(ResultSet row) throws SQLException {
    String problem = row.getString("problem");
    String comparison = row.getString("comparison");
    long lag = row.getLong("last_lag_ms");
    Long lagMillis = row.wasNull() ? null : lag;
    return new ShopConnection(
        row.getObject("connection_id", UUID.class),
        row.getInt("shop_id"),
        row.getString("kind"),
        URI.create(row.getString("address")),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("live").equals("webhooks") ? Live.WEBHOOKS : Live.POLLING,
        json.readValue(row.getString("settings"), Settings.class),
        json.readValue(row.getString("hooks"), HOOKS),
        json.readValue(row.getString("greeting"), Greeting.class),
        row.getObject("connected_at", OffsetDateTime.class).toInstant(),
        problem == null ? null : json.readValue(problem, Refusal.class),
        row.getLong("deliveries"),
        instant(row, "last_delivery_at"),
        lagMillis,
        instant(row, "next_poll_at"),
        instant(row, "next_comparison_at"),
        comparison == null ? null : json.readValue(comparison, Comparison.class));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
