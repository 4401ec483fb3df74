package io.kundig.messaging;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// The SQL of settled messages.
@Repository
class SettlementStore {

  private static final String UPDATE =
      """
      with settled as (
        select * from unnest(
          :profile::uuid[], :id::uuid[], :state::text[], :reason::text[], :detail::text[],
          :subject::text[], :version::int[], :decision::jsonb[], :at::timestamptz[],
          :tried::boolean[], :history::jsonb[])
        as s (profile_id, message_id, state, reason, detail, subject, version, decision, at, tried,
          history)
      )
      update messaging.message m set
        state = s.state, reason = s.reason, detail = s.detail,
        subject = coalesce(s.subject, m.subject),
        template_version = coalesce(s.version, m.template_version),
        decision = coalesce(s.decision, m.decision),
        attempts = m.attempts + s.tried::int,
        sent_at = case when s.state = 'handed_over' then s.at else m.sent_at end,
        doubt_since = case when s.state = 'in_doubt' then s.at end,
        data = case when s.state = 'handed_over' then null else m.data end,
        history = case when s.history is null then m.history
          else coalesce(m.history, '[]') || s.history end
      from settled s
      where %s and m.state = any(:from)
      returning m.message_id
      """;

  private static final String BY_KEY =
      UPDATE.formatted("m.profile_id = s.profile_id and m.message_id = s.message_id");

  /// For messages that a merge has moved to another profile meanwhile.
  private static final String BY_ID = UPDATE.formatted("m.message_id = s.message_id");

  private final JdbcClient jdbc;
  private final JsonMapper json;

  SettlementStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<UUID> update(List<Settled> settled, Set<MessageState> from) {
    return update(BY_KEY, settled, from);
  }

  List<UUID> updateMoved(List<Settled> settled, Set<MessageState> from) {
    return update(BY_ID, settled, from);
  }

  private List<UUID> update(String sql, List<Settled> settled, Set<MessageState> from) {
    return jdbc.sql(sql)
        .param("profile", Columns.of(settled, one -> one.message().ref().profileId()))
        .param("id", Columns.of(settled, one -> one.message().ref().messageId()))
        .param("state", Columns.of(settled, one -> stateOf(one).code()))
        .param("reason", Columns.of(settled, Settled::reason))
        .param("detail", Columns.of(settled, Settled::detail))
        .param("subject", Columns.of(settled, Settled::subject))
        .param("version", Columns.of(settled, Settled::version))
        .param("decision", Columns.of(settled, SettlementStore::decision))
        .param("at", Columns.of(settled, Settled::at))
        .param("tried", Columns.of(settled, Settled::tried))
        .param("history", Columns.of(settled, this::history))
        .param("from", Columns.of(from, MessageState::code))
        .query(UUID.class)
        .list();
  }

  private static MessageState stateOf(Settled settled) {
    if (settled.state() == null) {
      throw new IllegalArgumentException("nothing to store");
    }
    return settled.state();
  }

  private static @Nullable String decision(Settled settled) {
    return settled.decision() == null
        ? null
        : DecisionJson.of(settled.decision(), settled.at()).write();
  }

  /// What is out of the ordinary; the ordinary can be read from the columns.
  private @Nullable String history(Settled settled) {
    MessageState state = stateOf(settled);
    if (state == MessageState.HANDED_OVER && settled.message().attempts() == 0) {
      return null;
    }
    ArrayNode entries = json.createArrayNode();
    entries
        .addObject()
        .put("at", settled.at().toString())
        .put("state", state.code())
        .put("reason", settled.reason())
        .put("detail", settled.detail());
    return entries.toString();
  }

  /// Puts messages back into the outbox, under the profile they belong to by now.
  void enqueue(Collection<Settled> again) {
    if (again.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into messaging.outbox (profile_id, message_id, channel, priority, due_at)
            select m.profile_id, m.message_id, m.channel,
              case m.kind when 'transactional' then 0 else 1 end, w.due_at
            from unnest(:ids::uuid[], :due::timestamptz[]) as w (message_id, due_at)
            join messaging.message m using (message_id)
            where m.state in ('planned', 'intended')
            on conflict (profile_id, message_id) do nothing
            """)
        .param("ids", Columns.of(again, one -> one.message().ref().messageId()))
        .param("due", Columns.of(again, Settled::again))
        .update();
  }
}
