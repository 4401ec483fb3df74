package io.kundig.customers;

import io.kundig.customers.Timeline.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The messages to one person, sent and not sent, in the shape of the list of messages.
@Repository
class TimelineMessages {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  TimelineMessages(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  record MessageData(
      UUID id,
      UUID profileId,
      @Nullable String who,
      String channel,
      String purpose,
      Source source,
      @Nullable String subject,
      String state,
      @Nullable String reason,
      Instant plannedAt,
      @Nullable Instant sentAt,
      @Nullable Instant openedAt,
      @Nullable Instant clickedAt,
      int opens,
      int clicks) {}

  record Source(String kind, @Nullable UUID id, Object name, @Nullable String step) {}

  List<Item> before(UUID profile, TimelineCursor before, int limit) {
    return jdbc.sql(
            """
            select m.*, coalesce(m.sent_at, m.planned_at) as shown_at, f.name as flow_name,
              nullif(concat_ws(' ', p.first_name, p.last_name), '') as who
            from messaging.message m
            join profiles.profile p using (profile_id)
            left join flows.flow f on f.flow_id = m.origin_id
            where m.profile_id = :profile
              and (date_trunc('milliseconds', coalesce(m.sent_at, m.planned_at)), m.message_id)
                < (:at::timestamptz, :id)
            order by coalesce(m.sent_at, m.planned_at) desc, m.message_id desc
            limit :limit
            """)
        .param("profile", profile)
        .param("at", before.at().atOffset(ZoneOffset.UTC))
        .param("id", before.id())
        .param("limit", limit)
        .query((row, number) -> read(row))
        .list();
  }

  private Item read(ResultSet row) throws SQLException {
    UUID id = row.getObject("message_id", UUID.class);
    String who = row.getString("who");
    MessageData data =
        new MessageData(
            id,
            row.getObject("profile_id", UUID.class),
            who == null ? row.getString("address") : who,
            row.getString("channel"),
            row.getString("kind"),
            source(row),
            row.getString("subject"),
            row.getString("state"),
            row.getString("reason"),
            Objects.requireNonNull(PersonQueries.instant(row, "planned_at")),
            PersonQueries.instant(row, "sent_at"),
            PersonQueries.instant(row, "opened_at"),
            PersonQueries.instant(row, "clicked_at"),
            row.getInt("opens"),
            row.getInt("clicks"));
    Instant at = Objects.requireNonNull(PersonQueries.instant(row, "shown_at"));
    return new Item(id, at, "message", null, data);
  }

  private Source source(ResultSet row) throws SQLException {
    String kind = row.getString("origin_kind");
    String flow = row.getString("flow_name");
    Object name =
        flow != null
            ? json.readTree(flow)
            : switch (kind) {
              case "signup" -> Map.of("de", "Anmeldung", "en", "Sign-up");
              case "test" -> Map.of("de", "Testmail", "en", "Test email");
              default -> Map.of("de", kind, "en", kind);
            };
    return new Source(
        kind, row.getObject("origin_id", UUID.class), name, row.getString("origin_step"));
  }

  long count(UUID profile) {
    return jdbc.sql("select count(*) from messaging.message where profile_id = :profile")
        .param("profile", profile)
        .query(Long.class)
        .single();
  }
}
