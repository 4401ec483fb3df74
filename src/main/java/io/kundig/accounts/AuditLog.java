package io.kundig.accounts;

import io.kundig.shared.Ids;
import io.kundig.shared.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What staff changed, when, from what to what. Append-only.
@Component
public class AuditLog {

  private static final TypeReference<Map<String, @Nullable Object[]>> CHANGES =
      new TypeReference<>() {};

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
  /// @param subject what was changed, e.g. `shop:1`
  /// @param changes field → [before, after]; never secrets
  public void record(AuditAction action, String subject, Map<String, @Nullable Object[]> changes) {
    record(currentUser.get().orElse(null), action, subject, changes);
  }

  /// For changes by somebody who is only just signing in.
  void record(
      @Nullable Actor actor,
      AuditAction action,
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
        .param("action", action.code())
        .param("subject", subject)
        .param("changes", json.writeValueAsString(changes))
        .update();
  }

  /// Forgets what is kept of an erased person: what was changed of them, though not that it was,
  /// and answers that name them.
  ///
  /// @param words in lower case, by which answers name them
  public void forget(List<String> subjects, List<String> words) {
    jdbc.sql("update accounts.audit set changes = '{}' where subject = any(:subjects)")
        .param("subjects", subjects.toArray(String[]::new))
        .update();
    jdbc.sql(
            """
            delete from accounts.idempotency
            where exists (
              select 1 from unnest(:words) as word where position(convert_to(word, 'UTF8') in body) > 0)
            """)
        .param("words", words.toArray(String[]::new))
        .update();
  }

  /// @param after the id of the last entry already seen
  Page<AuditEntry> newestFirst(int limit, @Nullable UUID after) {
    List<AuditEntry> found =
        jdbc.sql(
                """
                select id, at, actor_id, actor_name, action, subject, changes
                from accounts.audit
                where :after::uuid is null or id < :after::uuid
                order by id desc
                limit :limit
                """)
            .param("after", after)
            .param("limit", limit + 1)
            .query(this::entry)
            .list();
    boolean more = found.size() > limit;
    List<AuditEntry> items = more ? found.subList(0, limit) : found;
    return new Page<>(items, more ? items.getLast().id().toString() : null);
  }

  private AuditEntry entry(ResultSet row, int number) throws SQLException {
    UUID actorId = row.getObject("actor_id", UUID.class);
    return new AuditEntry(
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        actorId == null ? null : new AuditEntry.By(actorId, row.getString("actor_name")),
        AuditAction.of(row.getString("action")),
        row.getString("subject"),
        json.readValue(row.getString("changes"), CHANGES));
  }

  private static @Nullable String kind(@Nullable Actor actor) {
    return switch (actor) {
      case null -> null;
      case Actor.Staff staff -> "staff";
      case Actor.Key key -> "key";
    };
  }
}
