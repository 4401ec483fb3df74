package io.kundig.forms;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of sign-ups.
@Component
class SignUpStore {

  private static final TypeReference<Map<String, Object>> TRAITS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  SignUpStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void add(SignUp signUp) {
    jdbc.sql(
            """
            insert into forms.signup
              (id, shop_id, form_key, email, language, wording, tracking_wording, traits, source, ip, user_agent,
               created_at, expires_at, wanted)
            values (:id, :shop, :form, :email, :language, :wording, :tracking, :traits::jsonb, :source, :ip, :agent,
                    :created, :expires, :wanted::jsonb)
            """)
        .param("id", signUp.id())
        .param("shop", signUp.shopId())
        .param("form", signUp.formKey())
        .param("email", signUp.email())
        .param("language", signUp.language())
        .param("wording", signUp.wording())
        .param("tracking", signUp.trackingWording())
        .param("traits", json.writeValueAsString(signUp.traits()))
        .param("source", signUp.source())
        .param("ip", signUp.ip())
        .param("agent", signUp.userAgent())
        .param("created", signUp.createdAt().atOffset(ZoneOffset.UTC))
        .param("expires", signUp.expiresAt().atOffset(ZoneOffset.UTC))
        .param("wanted", signUp.wanted() == null ? null : json.writeValueAsString(signUp.wanted()))
        .update();
  }

  Optional<SignUp> find(UUID id) {
    return jdbc.sql("select * from forms.signup where id = :id")
        .param("id", id)
        .query(this::read)
        .optional();
  }

  /// A marketing consent has its proof in the ledger; one to hear of a product has it here, for
  /// [SignUps#PROOF_KEPT].
  void confirmed(SignUp signUp, Instant now, @Nullable String ip, @Nullable String userAgent) {
    boolean isProof = signUp.wanted() != null;
    jdbc.sql(
            """
            update forms.signup set confirmed_at = :now, traits = '{}', expires_at = :expires,
                confirmed_ip = :ip, confirmed_agent = :agent
              where id = :id and confirmed_at is null
            """)
        .param("id", signUp.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param(
            "expires",
            (isProof ? now.plus(SignUps.PROOF_KEPT) : signUp.expiresAt()).atOffset(ZoneOffset.UTC))
        .param("ip", isProof ? ip : null)
        .param("agent", isProof ? userAgent : null)
        .update();
  }

  /// Counts one confirmation mail to the address, if it may have another within the window.
  ///
  /// @return whether it may
  boolean spend(byte[] addressHash, Instant windowStart, Instant now, int most) {
    return jdbc.sql(
                """
                insert into forms.confirmation_budget as spent (address_hash, since, sent)
                values (:hash, :now, 1)
                on conflict (address_hash) do update
                  set since = case when spent.since between :start and :now
                        then spent.since else excluded.since end,
                      sent = case when spent.since between :start and :now
                        then spent.sent + 1 else 1 end
                  where spent.since not between :start and :now or spent.sent < :most
                """)
            .param("hash", addressHash)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("start", windowStart.atOffset(ZoneOffset.UTC))
            .param("most", most)
            .update()
        == 1;
  }

  Optional<Instant> nextExpiry() {
    return jdbc.sql("select min(expires_at) from forms.signup")
        .query((row, n) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  /// @return the ids of the deleted ones
  List<UUID> deleteExpired(Instant now, Instant budgetsBefore) {
    jdbc.sql("delete from forms.confirmation_budget where since < :before")
        .param("before", budgetsBefore.atOffset(ZoneOffset.UTC))
        .update();
    return jdbc.sql("delete from forms.signup where expires_at <= :now returning id")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .list();
  }

  private SignUp read(ResultSet row, int n) throws SQLException {
    return new SignUp(
        row.getObject("id", UUID.class),
        row.getInt("shop_id"),
        row.getString("form_key"),
        row.getString("email"),
        row.getString("language"),
        row.getString("wording"),
        row.getString("tracking_wording"),
        json.readValue(row.getString("traits"), TRAITS),
        row.getString("source"),
        row.getString("ip"),
        row.getString("user_agent"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("confirmed_at", OffsetDateTime.class)),
        wanted(row.getString("wanted")));
  }

  private SignUp.@Nullable Wanted wanted(@Nullable String stored) {
    return stored == null ? null : json.readValue(stored, SignUp.Wanted.class);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
