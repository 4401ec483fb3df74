package io.kundig.messaging;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of slots and claims. All but `move` is called inside a transaction.
@Repository
class SlotStore {

  /// A stopped process must not hold a slot's lock for longer than its lease.
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final JdbcClient jdbc;

  SlotStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// What a slot holds.
  ///
  /// @param refs by ordinal; null where a message was settled before
  record Held(
      Slot slot, long batch, int cur, @Nullable Instant curAt, List<@Nullable MessageRef> refs) {

    boolean has(int ordinal) {
      return ordinal <= refs.size() && refs.get(ordinal - 1) != null;
    }

    boolean isEmpty() {
      return refs.isEmpty();
    }
  }

  /// Takes a slot that nobody owns, or a new one.
  Slot acquire(String channel, String owner) {
    return jdbc.sql(
            """
            with free as (
              select slot from messaging.slot where channel = :channel and owner is null
              order by slot limit 1 for update skip locked)
            update messaging.slot s set owner = :owner, epoch = s.epoch + 1, batch = 0, cur = 0,
              profile_ids = '{}', message_ids = '{}'
            from free where s.slot = free.slot returning s.slot, s.epoch
            """)
        .param("channel", channel)
        .param("owner", owner)
        .query(SlotStore::slot)
        .optional()
        .or(() -> create(channel, owner))
        .orElseGet(() -> acquire(channel, owner));
  }

  private Optional<Slot> create(String channel, String owner) {
    return jdbc.sql(
            """
            insert into messaging.slot
              (slot, channel, owner, epoch, batch, cur, profile_ids, message_ids)
            select coalesce(max(slot), 0) + 1, :channel, :owner, 1, 0, 0, '{}', '{}'
            from messaging.slot on conflict (slot) do nothing returning slot, epoch
            """)
        .param("channel", channel)
        .param("owner", owner)
        .query(SlotStore::slot)
        .optional();
  }

  private static final String LOCK =
      """
      select slot, epoch, batch, cur, cur_at, profile_ids, message_ids,
        set_config('idle_in_transaction_session_timeout', :pause, true)%s
      from messaging.slot where slot = :slot and epoch = :epoch for update
      """;

  private static final String LOCK_DURABLY = LOCK.formatted("");

  private static final String LOCK_LAZILY =
      LOCK.formatted(", set_config('synchronous_commit', 'off', true)");

  /// Locks the slot until the end of the transaction.
  ///
  /// @throws Slot.Fenced if it is ours no more
  Held lock(Slot slot) {
    return lock(slot, LOCK_DURABLY);
  }

  /// The same for a transaction whose commit need not wait for the disk: the move of a cursor,
  /// which does, comes after it and before anything leaves.
  ///
  /// @throws Slot.Fenced if it is ours no more
  Held lockLazily(Slot slot) {
    return lock(slot, LOCK_LAZILY);
  }

  private Held lock(Slot slot, String sql) {
    return jdbc.sql(sql)
        .param("pause", LONGEST_PAUSE.toMillis() + "ms")
        .param("slot", slot.number())
        .param("epoch", slot.epoch())
        .query(SlotStore::held)
        .optional()
        .orElseThrow(() -> new Slot.Fenced(slot));
  }

  /// Moves many slots' cursors in one commit.
  ///
  /// @return the numbers of those that are still ours
  Set<Integer> move(Map<Slot, Integer> cursors, Instant now) {
    return jdbc.sql(
            """
            update messaging.slot s set cur = n.cur, cur_at = :now
            from unnest(:slots::int[], :epochs::bigint[], :curs::int[]) as n (slot, epoch, cur)
            where s.slot = n.slot and s.epoch = n.epoch returning s.slot
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("slots", Columns.of(cursors.keySet(), Slot::number))
        .param("epochs", Columns.of(cursors.keySet(), Slot::epoch))
        .param("curs", Columns.of(cursors.keySet(), cursors::get))
        .query(Integer.class)
        .set();
  }

  /// Empties the places of settled messages and moves the cursor; the slot is locked.
  void advance(Held held, Collection<Integer> settled, int cur, Instant now) {
    List<@Nullable MessageRef> refs = new ArrayList<>(held.refs());
    settled.forEach(ordinal -> refs.set(ordinal - 1, null));
    write(held.slot(), held.batch(), cur, now, refs);
  }

  /// Puts a new batch into a locked slot.
  void place(Held held, List<MessageRef> refs, Instant now) {
    write(held.slot(), held.batch() + 1, 0, now, refs);
  }

  private void write(
      Slot slot, long batch, int cur, Instant now, List<? extends @Nullable MessageRef> refs) {
    jdbc.sql(
            """
            update messaging.slot set batch = :batch, cur = :cur, cur_at = :now,
              profile_ids = :profiles::uuid[], message_ids = :messages::uuid[]
            where slot = :slot
            """)
        .param("batch", batch)
        .param("cur", cur)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("profiles", Columns.of(refs, ref -> ref == null ? null : ref.profileId()))
        .param("messages", Columns.of(refs, ref -> ref == null ? null : ref.messageId()))
        .param("slot", slot.number())
        .update();
  }

  /// Gives a locked slot back, empty.
  void release(Slot slot) {
    jdbc.sql(
            """
            update messaging.slot set owner = null, epoch = epoch + 1, cur = 0,
              profile_ids = '{}', message_ids = '{}'
            where slot = :slot
            """)
        .param("slot", slot.number())
        .update();
  }

  /// Takes what is due from the outbox, most urgent first; the caller puts it into a slot.
  List<Claimed> claim(String channel, Instant now, int limit) {
    return jdbc.sql(
            """
            with due as (
              select profile_id, message_id, priority, due_at from messaging.outbox
              where channel = :channel and due_at <= :now
              order by priority, due_at, message_id limit :limit for update skip locked
            ), taken as (
              delete from messaging.outbox o using due
              where o.profile_id = due.profile_id and o.message_id = due.message_id
            )
            select\s"""
                + Claimed.COLUMNS
                + """
                  , due.due_at from due join messaging.message m using (profile_id, message_id)
                  where m.state in ('planned', 'intended')
                  order by priority, due_at, message_id
                  """)
        .param("channel", channel)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .query(Claimed::of)
        .list();
  }

  /// Messages that a slot holds, wherever a merge has moved them. They were due at the latest when
  /// something was last heard of them.
  List<Claimed> load(Collection<MessageRef> refs) {
    return jdbc.sql(
            "select "
                + Claimed.COLUMNS
                + """
                  , greatest(m.planned_at, (m.decision ->> 'until')::timestamptz,
                    (m.history -> -1 ->> 'at')::timestamptz) as due_at
                  from messaging.message m where m.message_id = any(:ids::uuid[])
                  """)
        .param("ids", Columns.of(refs, MessageRef::messageId))
        .query(Claimed::of)
        .list();
  }

  List<Slot> ownedBy(String owner) {
    return jdbc.sql("select slot, epoch from messaging.slot where owner = :owner order by slot")
        .param("owner", owner)
        .query(SlotStore::slot)
        .list();
  }

  private static Slot slot(ResultSet row, int number) throws SQLException {
    return new Slot(row.getInt("slot"), row.getLong("epoch"));
  }

  private static Held held(ResultSet row, int number) throws SQLException {
    @Nullable Object[] profiles = elements(row.getArray("profile_ids"));
    @Nullable Object[] messages = elements(row.getArray("message_ids"));
    List<@Nullable MessageRef> refs = new ArrayList<>(messages.length);
    for (int i = 0; i < messages.length; i++) {
      boolean there = profiles[i] instanceof UUID && messages[i] instanceof UUID;
      refs.add(there ? new MessageRef((UUID) profiles[i], (UUID) messages[i]) : null);
    }
    return new Held(
        slot(row, number),
        row.getLong("batch"),
        row.getInt("cur"),
        StoredMessage.instantOrNull(row, "cur_at"),
        refs);
  }

  private static @Nullable Object[] elements(Array array) throws SQLException {
    return (Object[]) array.getArray();
  }
}
