package io.kundig.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `messaging.message`, without the data it is rendered from.
record StoredMessage(
    MessageRef ref,
    int shopId,
    String channel,
    String kind,
    String originKind,
    @Nullable UUID originId,
    @Nullable String originStep,
    @Nullable UUID originRun,
    String templateKey,
    @Nullable Integer templateVersion,
    @Nullable String address,
    MessageState state,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String subject,
    DecisionJson decision,
    int attempts,
    Instant plannedAt,
    @Nullable Instant sentAt,
    @Nullable String history,
    int opens,
    @Nullable Instant openedAt,
    int clicks,
    @Nullable Instant clickedAt) {

  static final String SELECT =
      """
      select profile_id, message_id, shop_id, channel, kind, origin_kind, origin_id, origin_step,
        origin_run, template_key, template_version, address, state, reason, detail, subject,
        decision, attempts, planned_at, sent_at, history, opens, opened_at, clicks, clicked_at
      from messaging.message
      """;

  static StoredMessage of(ResultSet row, int number) throws SQLException {
    return new StoredMessage(
        new MessageRef(
            row.getObject("profile_id", UUID.class), row.getObject("message_id", UUID.class)),
        row.getInt("shop_id"),
        row.getString("channel"),
        row.getString("kind"),
        row.getString("origin_kind"),
        row.getObject("origin_id", UUID.class),
        row.getString("origin_step"),
        row.getObject("origin_run", UUID.class),
        row.getString("template_key"),
        row.getObject("template_version", Integer.class),
        row.getString("address"),
        MessageState.of(row.getString("state")),
        row.getString("reason"),
        row.getString("detail"),
        row.getString("subject"),
        DecisionJson.parse(row.getString("decision")),
        row.getInt("attempts"),
        instant(row, "planned_at"),
        instantOrNull(row, "sent_at"),
        row.getString("history"),
        row.getInt("opens"),
        instantOrNull(row, "opened_at"),
        row.getInt("clicks"),
        instantOrNull(row, "clicked_at"));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
