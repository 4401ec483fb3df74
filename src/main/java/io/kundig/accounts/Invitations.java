package io.kundig.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// One-time links: whoever opens one becomes a member of staff.
@Component
class Invitations {

  static final Duration VALID = Duration.ofHours(24);

  private final JdbcClient jdbc;
  private final WallTime time;

  Invitations(JdbcClient jdbc, WallTime time) {
    this.jdbc = jdbc;
    this.time = time;
  }

  /// A link for the owner; those given out before are void.
  Token forOwner() {
    jdbc.sql("delete from accounts.invitation where role = 'owner'").update();
    return create(new Invitation(Actor.Role.OWNER, null, null));
  }

  Token create(Invitation invitation) {
    Token token = Token.random("");
    Instant now = time.now();
    jdbc.sql(
            """
            insert into accounts.invitation (token_hash, role, name, email, created_at, expires_at)
            values (:hash, :role, :name, :email, :now, :expiresAt)
            """)
        .param("hash", token.hash())
        .param("role", StaffStore.code(invitation.role()))
        .param("name", invitation.name())
        .param("email", invitation.email())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("expiresAt", now.plus(VALID).atOffset(ZoneOffset.UTC))
        .update();
    return token;
  }

  Optional<Invitation> find(Token token) {
    return jdbc.sql(
            """
            select role, name, email
            from accounts.invitation
            where token_hash = :hash and expires_at > :now
            """)
        .param("hash", token.hash())
        .param("now", time.now().atOffset(ZoneOffset.UTC))
        .query(
            (row, number) ->
                new Invitation(
                    Actor.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                    row.getString("name"),
                    row.getString("email")))
        .optional();
  }

  /// Whether this call is the one that used it up, in the caller's transaction.
  boolean redeem(Token token) {
    return jdbc.sql("delete from accounts.invitation where token_hash = :hash")
            .param("hash", token.hash())
            .update()
        == 1;
  }

  int deleteExpired() {
    return jdbc.sql("delete from accounts.invitation where expires_at <= :now")
        .param("now", time.now().atOffset(ZoneOffset.UTC))
        .update();
  }

  /// @param name and
  /// @param email null for the owner, who says them when opening the link
  record Invitation(Actor.Role role, @Nullable String name, @Nullable String email) {}
}
