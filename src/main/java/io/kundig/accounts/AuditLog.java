package io.kundig.accounts;

import io.kundig.shared.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What staff changed, when, from what to what. Append-only.
@Component
public class AuditLog {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final CurrentUser currentUser;
  private final Clock clock;

  AuditLog(JdbcClient jdbc, JsonMapper json, CurrentUser currentUser, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.currentUser = currentUser;
    this.clock = clock;
  }

  /// Records a change by the signed-in member of staff (or API key), in the caller's transaction.
  ///
  /// @param action e.g. `shop.updated`
  /// @param subject what was changed, e.g. `shop:1`
  /// @param changes field → [before, after]; never secrets
  public void record(String action, String subject, Map<String, @Nullable Object[]> changes) {
    record(currentUser.get().orElse(null), action, subject, changes);
  }

  /// For changes by somebody who is only just signing in.
  void record(
      @Nullable Actor actor,
      String action,
      String subject,
      Map<String, @Nullable Object[]> changes) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            insert into accounts.audit
              (id, at, actor_kind, actor_id, actor_name, action, subject, changes)
            values (:id, :at, :kind, :actorId, :actorName, :action, :subject, :changes::jsonb)
            """)
        .param("id", Ids.random(now))
        .param("at", now.atOffset(ZoneOffset.UTC))
        .param("kind", kind(actor))
        .param("actorId", actor == null ? null : actor.id())
        .param("actorName", actor == null ? null : actor.name())
        .param("action", action)
        .param("subject", subject)
        .param("changes", json.writeValueAsString(changes))
        .update();
  }

  private static @Nullable String kind(@Nullable Actor actor) {
    return switch (actor) {
      case null -> null;
      case Actor.Staff staff -> "staff";
      case Actor.Key key -> "key";
    };
  }
}
