package io.kundig.accounts;

import io.kundig.platform.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What was answered to a request with an `Idempotency-Key`, to be answered again. Encrypted: an
/// answer may hold a secret that is shown once.
@Component
class FirstAnswers {

  static final Duration KEPT = Duration.ofHours(24);

  /// Whoever has worked on a request for longer is taken to be dead.
  static final Duration LONGEST_REQUEST = Duration.ofMinutes(2);

  private static final String PURPOSE = "accounts.idempotency";
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Secret secret;
  private final WallTime time;

  FirstAnswers(JdbcClient jdbc, JsonMapper json, Secret secret, WallTime time) {
    this.jdbc = jdbc;
    this.json = json;
    this.secret = secret;
    this.time = time;
  }

  /// Claims the key for this request, or says what became of the first one with it.
  Claim claim(byte[] key, byte[] request) {
    Instant now = time.now();
    int fresh =
        jdbc.sql(
                """
                insert into accounts.idempotency as i (key_hash, request_hash, started_at)
                values (:key, :request, :now)
                on conflict (key_hash) do update
                set request_hash = :request, started_at = :now, status = null, headers = null, body = null
                where i.started_at < :old
                """)
            .param("key", key)
            .param("request", request)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("old", now.minus(KEPT).atOffset(ZoneOffset.UTC))
            .update();
    return fresh == 1 ? new Claimed() : earlier(key, request, now);
  }

  void keep(byte[] key, Answer answer) {
    jdbc.sql(
            """
            update accounts.idempotency
            set status = :status, headers = :headers::jsonb, body = :body
            where key_hash = :key
            """)
        .param("status", answer.status)
        .param("headers", json.writeValueAsString(answer.headers))
        .param("body", secret.encrypt(PURPOSE, answer.body))
        .param("key", key)
        .update();
  }

  /// Nothing was created: the key may be used again.
  void release(byte[] key) {
    jdbc.sql("delete from accounts.idempotency where key_hash = :key and status is null")
        .param("key", key)
        .update();
  }

  int deleteOld() {
    return jdbc.sql("delete from accounts.idempotency where started_at < :old")
        .param("old", time.now().minus(KEPT).atOffset(ZoneOffset.UTC))
        .update();
  }

  private Claim earlier(byte[] key, byte[] request, Instant now) {
    return jdbc.sql(
            """
            select request_hash, started_at, status, headers, body
            from accounts.idempotency
            where key_hash = :key
            """)
        .param("key", key)
        .query(
            (row, number) -> {
              if (!Arrays.equals(row.getBytes("request_hash"), request)) {
                return new OtherRequest();
              }
              if (row.getObject("status") != null) {
                return new Answered(
                    new Answer(
                        row.getInt("status"),
                        json.readValue(row.getString("headers"), HEADERS),
                        secret.decrypt(PURPOSE, row.getBytes("body"))));
              }
              Instant started = row.getTimestamp("started_at").toInstant();
              return started.isBefore(now.minus(LONGEST_REQUEST))
                  ? new Interrupted()
                  : new Running();
            })
        .optional()
        .map(Claim.class::cast)
        .orElseGet(Running::new);
  }

  sealed interface Claim {}

  record Claimed() implements Claim {}

  record Answered(Answer answer) implements Claim {}

  /// The key was used with a different request.
  record OtherRequest() implements Claim {}

  record Running() implements Claim {}

  /// The server died over the first request; whether it took effect is not known.
  record Interrupted() implements Claim {}

  record Answer(int status, Map<String, String> headers, byte[] body) {}
}
