package io.kundig.messaging;

import io.kundig.consent.ChannelKind;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Stores messages with their decisions.
@Repository
class MessageStore {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  MessageStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /// @param person the profile, merges followed
  record NewMessage(
      MessageRequest request,
      ProfileId person,
      @Nullable String address,
      Decision decision,
      Instant decidedAt) {

    private MessageState state() {
      return switch (decision) {
        case Decision.Send _ ->
            request.at().isAfter(decidedAt) ? MessageState.PLANNED : MessageState.INTENDED;
        case Decision.Delay _ -> MessageState.PLANNED;
        case Decision.Skip _ -> MessageState.SKIPPED;
      };
    }

    private @Nullable String reason() {
      return switch (decision) {
        case Decision.Send _ -> null;
        case Decision.Delay delay -> DecisionJson.code(delay.reason());
        case Decision.Skip skip -> DecisionJson.code(skip.reason());
      };
    }

    private @Nullable Instant dueAt() {
      return switch (decision) {
        case Decision.Send _ -> request.at();
        case Decision.Delay delay -> delay.until();
        case Decision.Skip _ -> null;
      };
    }

    private int priority() {
      return request.kind() == Kind.TRANSACTIONAL ? 0 : 1;
    }
  }

  /// Makes the transaction one that writes before anything else is read: only then does the move of
  /// merged profiles wait for it.
  void beginWriting() {
    jdbc.sql("select pg_current_xact_id()::text").query(String.class).single();
  }

  /// Those of the messages that were decided before.
  Map<UUID, Decision> decisions(Collection<UUID> messageIds) {
    Map<UUID, Decision> found = new HashMap<>();
    jdbc.sql(
            """
            select message_id, decision from messaging.message
            where message_id = any(:ids::uuid[])
            """)
        .param("ids", Columns.of(messageIds, id -> id))
        .query(
            row -> {
              found.put(
                  row.getObject("message_id", UUID.class),
                  DecisionJson.parse(row.getString("decision")).decision());
            });
    return found;
  }

  /// Stores what is not stored yet, and queues what is to be sent.
  ///
  /// @return the decision that holds for each: another transaction may have been first
  Map<UUID, Decision> insert(List<NewMessage> messages) {
    Set<UUID> stored =
        jdbc.sql(INSERT)
            .param("profile", Columns.of(messages, m -> m.person().value()))
            .param("id", Columns.of(messages, m -> m.request().messageId()))
            .param("shop", Columns.of(messages, m -> m.request().shopId()))
            .param("channel", Columns.of(messages, m -> code(m.request().channel())))
            .param("kind", Columns.of(messages, m -> code(m.request().kind())))
            .param("originKind", Columns.of(messages, m -> m.request().origin().kind()))
            .param("originId", Columns.of(messages, m -> m.request().origin().id()))
            .param("originStep", Columns.of(messages, m -> m.request().origin().step()))
            .param("originRun", Columns.of(messages, m -> m.request().origin().runId()))
            .param("template", Columns.of(messages, m -> m.request().templateKey()))
            .param("address", Columns.of(messages, NewMessage::address))
            .param("state", Columns.of(messages, m -> m.state().code()))
            .param("reason", Columns.of(messages, NewMessage::reason))
            .param(
                "decision",
                Columns.of(messages, m -> DecisionJson.of(m.decision(), m.decidedAt()).write()))
            .param("data", Columns.of(messages, m -> json.writeValueAsString(m.request().data())))
            .param("planned", Columns.of(messages, m -> m.request().at()))
            .param("due", Columns.of(messages, NewMessage::dueAt))
            .param("priority", Columns.of(messages, NewMessage::priority))
            .query(UUID.class)
            .set();
    Map<UUID, Decision> holding = new LinkedHashMap<>();
    messages.forEach(m -> holding.put(m.request().messageId(), m.decision()));
    if (stored.size() < holding.size()) {
      holding.putAll(
          decisions(holding.keySet().stream().filter(id -> !stored.contains(id)).toList()));
    }
    return holding;
  }

  private static final String INSERT =
      """
      with fresh as (
        select * from unnest(
          :profile::uuid[], :id::uuid[], :shop::int[], :channel::text[], :kind::text[],
          :originKind::text[], :originId::uuid[], :originStep::text[], :originRun::uuid[],
          :template::text[], :address::text[], :state::text[], :reason::text[],
          :decision::jsonb[], :data::jsonb[], :planned::timestamptz[], :due::timestamptz[],
          :priority::smallint[])
        as f (profile_id, message_id, shop_id, channel, kind, origin_kind, origin_id, origin_step,
          origin_run, template_key, address, state, reason, decision, data, planned_at, due_at,
          priority)
      ), stored as (
        insert into messaging.message (
          profile_id, message_id, shop_id, channel, kind, origin_kind, origin_id, origin_step,
          origin_run, template_key, address, state, reason, decision, data, planned_at)
        select profile_id, message_id, shop_id, channel, kind, origin_kind, origin_id, origin_step,
          origin_run, template_key, address, state, reason, decision, data, planned_at
        from fresh order by profile_id, message_id
        on conflict (profile_id, message_id) do nothing
        returning profile_id, message_id
      ), queued as (
        insert into messaging.outbox (profile_id, message_id, channel, priority, due_at)
        select profile_id, message_id, channel, priority, due_at
        from fresh join stored using (profile_id, message_id) where due_at is not null
        on conflict (profile_id, message_id) do nothing
      )
      select message_id from stored
      """;

  Optional<StoredMessage> find(UUID messageId) {
    return jdbc.sql(StoredMessage.SELECT + "where message_id = :id limit 1")
        .param("id", messageId)
        .query(StoredMessage::of)
        .optional();
  }

  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static ChannelKind channel(String code) {
    return ChannelKind.valueOf(code.toUpperCase(Locale.ROOT));
  }

  int deleteToNobody(Collection<UUID> messageIds) {
    String[] ids = messageIds.stream().map(UUID::toString).toArray(String[]::new);
    jdbc.sql(
            """
            delete from messaging.content
              where profile_id = any(:ids::uuid[]) and profile_id = message_id
            """)
        .param("ids", ids)
        .update();
    jdbc.sql(
            """
            delete from messaging.outbox
              where profile_id = any(:ids::uuid[]) and profile_id = message_id
            """)
        .param("ids", ids)
        .update();
    return jdbc.sql(
            """
            delete from messaging.message
              where profile_id = any(:ids::uuid[]) and profile_id = message_id
            """)
        .param("ids", ids)
        .update();
  }
}
