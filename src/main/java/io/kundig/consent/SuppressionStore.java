package io.kundig.consent;

import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Consents.Suppression.Reason;
import io.kundig.platform.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of suppressions. Addresses are kept as a keyed hash only.
@Component
class SuppressionStore {

  private static final String PURPOSE = "consent.suppression";

  /// What somebody who asks for messages again cannot lift: the address itself does not work.
  private static final String[] BOUNCES = {"hard_bounce", "soft_bounces", "invalid_address"};

  private final JdbcClient jdbc;
  private final Secret secret;

  SuppressionStore(JdbcClient jdbc, Secret secret) {
    this.jdbc = jdbc;
    this.secret = secret;
  }

  Map<String, Suppression> find(ChannelKind channel, Collection<String> addresses) {
    Map<ByteBuffer, List<String>> byHash = new HashMap<>();
    for (String address : addresses) {
      byHash
          .computeIfAbsent(
              ByteBuffer.wrap(hash(channel, address)), _ -> new java.util.ArrayList<>(1))
          .add(address);
    }
    Map<String, Suppression> found = new HashMap<>();
    jdbc.sql(
            """
            select address_hash, reason, at, detail
              from consent.suppression
              where channel = :channel and address_hash = any(:hashes) and lifted_at is null
            """)
        .param("channel", ConsentStore.code(channel))
        .param("hashes", byHash.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new))
        .query(
            row -> {
              Suppression suppression =
                  new Suppression(
                      Reason.valueOf(ConsentStore.name(row.getString("reason"))),
                      row.getObject("at", OffsetDateTime.class).toInstant(),
                      row.getString("detail"));
              byHash
                  .getOrDefault(ByteBuffer.wrap(row.getBytes("address_hash")), List.of())
                  .forEach(address -> found.put(address, suppression));
            });
    return found;
  }

  void put(ChannelKind channel, String address, Suppression suppression) {
    jdbc.sql(
            """
            insert into consent.suppression as held (channel, address_hash, reason, at, detail)
            values (:channel, :hash, :reason, :at, :detail)
            on conflict (channel, address_hash) do update
              set reason = excluded.reason, at = excluded.at, detail = excluded.detail, lifted_at = null
              where held.lifted_at is not null or not held.reason = any(:bounces)
            """)
        .param("channel", ConsentStore.code(channel))
        .param("hash", hash(channel, address))
        .param("reason", ConsentStore.code(suppression.reason()))
        .param("at", suppression.at().atOffset(ZoneOffset.UTC))
        .param("detail", withoutAddresses(suppression.detail()))
        .param("bounces", BOUNCES)
        .update();
  }

  /// @param bounces whether bounces are lifted, or everything else
  void lift(ChannelKind channel, String address, boolean bounces, Instant now) {
    jdbc.sql(
            """
            update consent.suppression set lifted_at = :now
              where channel = :channel and address_hash = :hash and lifted_at is null
                and (reason = any(:bounces)) = :lift_bounces
            """)
        .param("lift_bounces", bounces)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("channel", ConsentStore.code(channel))
        .param("hash", hash(channel, address))
        .param("bounces", BOUNCES)
        .update();
  }

  private byte[] hash(ChannelKind channel, String address) {
    String normal = channel + ":" + address.strip().toLowerCase(Locale.ROOT);
    return secret.sign(PURPOSE, normal.getBytes(StandardCharsets.UTF_8));
  }

  /// A provider's reply often repeats the address, which must not stay here.
  private static @Nullable String withoutAddresses(@Nullable String detail) {
    return detail == null ? null : detail.replaceAll("\\S+@\\S+", "…");
  }
}
