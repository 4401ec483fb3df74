package io.kundig.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Who is signed in where. In the database, so that sessions survive restarts and are the same on
/// every node; a change of role or password counts from the next request.
///
/// A session begins with signing in and its token is made then: there is none before that could be
/// fixed.
@Component
class Sessions {

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  static final Duration IDLE = Duration.ofDays(14);
  static final Duration LONGEST = Duration.ofDays(90);

  private static final Duration SEEN_NOTED_EVERY = Duration.ofMinutes(5);

  private final JdbcClient jdbc;
  private final WallTime time;

  Sessions(JdbcClient jdbc, WallTime time) {
    this.jdbc = jdbc;
    this.time = time;
  }

  Token begin(UUID staffId) {
    Token token = Token.random("");
    Instant now = time.now();
    jdbc.sql(
            """
            insert into accounts.session (token_hash, staff_id, created_at, seen_at, expires_at)
            values (:hash, :staffId, :now, :now, :expiresAt)
            """)
        .param("hash", token.hash())
        .param("staffId", staffId)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("expiresAt", now.plus(IDLE).atOffset(ZoneOffset.UTC))
        .update();
    return token;
  }

  Optional<StaffMember> find(Token token) {
    Instant now = time.now();
    Optional<Found> found =
        jdbc.sql(
                """
                select s.staff_id, s.created_at, s.seen_at, m.name, m.email, m.role, m.locale, m.theme
                from accounts.session s
                join accounts.staff m on m.id = s.staff_id
                where s.token_hash = :hash and s.expires_at > :now
                """)
            .param("hash", token.hash())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .query(
                (row, number) ->
                    new Found(
                        StaffStore.member(row, "staff_id"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("seen_at").toInstant()))
            .optional();
    found
        .filter(f -> f.seenAt.plus(SEEN_NOTED_EVERY).isBefore(now))
        .ifPresent(f -> noteSeen(token, f, now));
    return found.map(Found::member);
  }

  /// On a full disk nothing can be noted, yet people may still read.
  private void noteSeen(Token token, Found session, Instant now) {
    try {
      seen(token, session, now);
    } catch (DataAccessResourceFailureException e) {
      log.atWarn().setCause(e).log("a session's last use could not be noted");
    }
  }

  void end(Token token) {
    jdbc.sql("delete from accounts.session where token_hash = :hash")
        .param("hash", token.hash())
        .update();
  }

  void endOthers(UUID staffId, Token current) {
    jdbc.sql("delete from accounts.session where staff_id = :staffId and token_hash <> :hash")
        .param("staffId", staffId)
        .param("hash", current.hash())
        .update();
  }

  int deleteExpired() {
    return jdbc.sql("delete from accounts.session where expires_at <= :now")
        .param("now", time.now().atOffset(ZoneOffset.UTC))
        .update();
  }

  private void seen(Token token, Found session, Instant now) {
    Instant idle = now.plus(IDLE);
    Instant longest = session.createdAt.plus(LONGEST);
    jdbc.sql(
            """
            update accounts.session set seen_at = :now, expires_at = :expiresAt where token_hash = :hash
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("expiresAt", (idle.isBefore(longest) ? idle : longest).atOffset(ZoneOffset.UTC))
        .param("hash", token.hash())
        .update();
  }

  private record Found(StaffMember member, Instant createdAt, Instant seenAt) {}
}
