package io.kundig.messaging;

import io.kundig.shared.Invalid;
import io.kundig.shared.Page;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads messages by what people look for, newest first.
@Repository
class MessageList {

  private final JdbcClient jdbc;

  MessageList(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// What is looked for; null: any.
  ///
  /// @param from inclusive
  /// @param until exclusive
  record Filter(
      @Nullable UUID profile,
      @Nullable UUID origin,
      @Nullable String step,
      @Nullable MessageState state,
      @Nullable Instant from,
      @Nullable Instant until) {}

  Page<StoredMessage> page(Filter filter, int limit, @Nullable String cursor) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> params = new HashMap<>();
    add(conditions, params, "profile_id = :profile", "profile", filter.profile);
    add(conditions, params, "origin_id = :origin", "origin", filter.origin);
    add(conditions, params, "origin_step = :step", "step", filter.step);
    if (filter.state == MessageState.IN_DOUBT) {
      conditions.add("doubt_since is not null");
    }
    if (filter.state != null) {
      conditions.add("state = '%s'".formatted(filter.state.code()));
    }
    add(conditions, params, "planned_at >= :from", "from", utc(filter.from));
    add(conditions, params, "planned_at < :until", "until", utc(filter.until));
    if (cursor != null) {
      Position after = Position.parse(cursor);
      conditions.add("(planned_at, message_id) < (:afterAt, :afterId)");
      params.put("afterAt", after.at.atOffset(ZoneOffset.UTC));
      params.put("afterId", after.id);
    }
    String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    List<StoredMessage> rows =
        jdbc.sql(
                StoredMessage.SELECT
                    + where
                    + " order by planned_at desc, message_id desc limit :limit")
            .params(params)
            .param("limit", limit + 1)
            .query(StoredMessage::of)
            .list();
    return rows.size() <= limit
        ? new Page<>(rows, null)
        : new Page<>(rows.subList(0, limit), Position.of(rows.get(limit - 1)).toString());
  }

  private static void add(
      List<String> conditions,
      Map<String, Object> params,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      params.put(name, value);
    }
  }

  private static @Nullable Object utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private record Position(Instant at, UUID id) {

    static Position of(StoredMessage message) {
      return new Position(message.plannedAt(), message.ref().messageId());
    }

    static Position parse(String cursor) {
      try {
        int end = cursor.indexOf('_');
        return new Position(
            Instant.parse(cursor.substring(0, Math.max(end, 0))),
            UUID.fromString(cursor.substring(end + 1)));
      } catch (DateTimeParseException | IllegalArgumentException e) {
        throw new Invalid("cursor", "This is not a cursor.", "Use the one from the page before.");
      }
    }

    @Override
    public String toString() {
      return at + "_" + id;
    }
  }
}
