package io.kundig.messaging;

import io.kundig.consent.ChannelKind;
import io.kundig.messaging.Circumstances.Addressee;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.messaging.MessageRequest.Origin;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A message that a sender has taken from the outbox.
///
/// @param dueAt when it should have left, or should have been tried again
record Claimed(
    MessageRef ref,
    int shopId,
    ChannelKind channel,
    Kind kind,
    Origin origin,
    String templateKey,
    @Nullable String address,
    DecisionJson decision,
    Map<String, Object> data,
    int attempts,
    Instant plannedAt,
    Instant dueAt) {

  static final String COLUMNS =
      """
      m.profile_id, m.message_id, m.shop_id, m.channel, m.kind, m.origin_kind, m.origin_id,
      m.origin_step, m.origin_run, m.template_key, m.address, m.decision, m.data, m.attempts,
      m.planned_at
      """;

  private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  static Claimed of(ResultSet row, int number) throws SQLException {
    @Nullable String data = row.getString("data");
    return new Claimed(
        new MessageRef(
            row.getObject("profile_id", UUID.class), row.getObject("message_id", UUID.class)),
        row.getInt("shop_id"),
        MessageStore.channel(row.getString("channel")),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        new Origin(
            row.getString("origin_kind"),
            row.getObject("origin_id", UUID.class),
            row.getString("origin_step"),
            row.getObject("origin_run", UUID.class)),
        row.getString("template_key"),
        row.getString("address"),
        DecisionJson.parse(row.getString("decision")),
        data == null ? Map.of() : JSON.readValue(data, DATA),
        row.getInt("attempts"),
        StoredMessage.instant(row, "planned_at"),
        StoredMessage.instant(row, "due_at"));
  }

  /// The address it was decided for stays, whatever the profile says by now.
  Addressee addressee() {
    return new Addressee(ref.profile(), shopId, address);
  }

  MessageKey key() {
    return new MessageKey(ref.profile(), ref.messageId(), shopId);
  }
}
