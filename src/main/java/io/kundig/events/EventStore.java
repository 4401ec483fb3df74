package io.kundig.events;

import io.kundig.platform.CopyRows;
import io.kundig.platform.UuidArray;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The SQL of the log itself.
@Component
class EventStore {

  private static final String COPY =
      "copy events.event (profile_id, id, metric_id, shop_id, at, txid, seq, properties)"
          + " from stdin with (format binary)";
  private static final int COLUMNS = 8;

  private final JdbcClient jdbc;
  private final DataSource dataSource;
  private final JsonMapper json;

  EventStore(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
    this.jdbc = jdbc;
    this.dataSource = dataSource;
    this.json = json;
  }

  boolean isEmpty() {
    return jdbc.sql("select not exists (select 1 from events.event)").query(Boolean.class).single();
  }

  /// @return the keys that were not taken before
  Set<UUID> take(Collection<UUID> keys) {
    Set<UUID> fresh = new HashSet<>();
    jdbc.sql(
            """
            insert into events.taken (id) select k from unnest(:keys) as k
            on conflict (id) do nothing
            returning id
            """)
        .param("keys", UuidArray.of(sorted(keys)))
        .query(
            row -> {
              fresh.add(row.getObject(1, UUID.class));
            });
    return fresh;
  }

  /// The same for keys without a time in them.
  Set<UUID> takeTimeless(Collection<UUID> keys, Instant now) {
    Set<UUID> fresh = new HashSet<>();
    jdbc.sql(
            """
            insert into events.taken_timeless (id, taken_at) select k, :now from unnest(:keys) as k
            on conflict (id) do nothing
            returning id
            """)
        .param("keys", UuidArray.of(sorted(keys)))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(
            row -> {
              fresh.add(row.getObject(1, UUID.class));
            });
    return fresh;
  }

  /// Ids of those that stand in the log, of the same people.
  Set<UUID> standing(List<Event> events) {
    return new HashSet<>(
        jdbc.sql(
                """
                select e.id
                from unnest(:profiles, :ids) as k (profile_id, id)
                join events.event e on e.profile_id = k.profile_id and e.id = k.id
                """)
            .param(
                "profiles",
                UuidArray.of(events.stream().map(it -> it.profileId().value()).toList()))
            .param("ids", UuidArray.of(events.stream().map(Event::id).toList()))
            .query(UUID.class)
            .list());
  }

  private static TreeSet<UUID> sorted(Collection<UUID> keys) {
    return new TreeSet<>(keys);
  }

  /// The number of the present transaction, given to it now if it had none.
  long transaction() {
    return jdbc.sql("select pg_current_xact_id()::text::bigint").query(Long.class).single();
  }

  /// The same for a transaction that reads by key only, and must go by index even where
  /// PostgreSQL's statistics are from a time when the tables were empty. Its commit does not wait
  /// for the disk.
  long keyedTransaction() {
    return jdbc.sql(
            """
            select pg_current_xact_id()::text::bigint, set_config('enable_seqscan', 'off', true),
              set_config('synchronous_commit', 'off', true)
            """)
        .query((row, _) -> row.getLong(1))
        .single();
  }

  void copy(List<Event> events, Map<String, Integer> metrics, long txid, int firstSeq) {
    CopyRows.send(
        dataSource,
        COPY,
        rows -> {
          int seq = firstSeq;
          for (Event event : events) {
            rows.row(COLUMNS);
            rows.uuid(event.profileId().value());
            rows.uuid(event.id());
            rows.integer(metrics.getOrDefault(event.metric(), 0));
            rows.integer(event.shopId());
            rows.timestamp(event.at());
            rows.bigint(txid);
            rows.integer(seq++);
            rows.jsonb(json.writeValueAsBytes(event.properties()));
          }
        });
  }

  /// Reads the log by its order's index and stops after the limit, which stands in the text so that
  /// the planner knows it. `o.txid` and not `txid`: the latter would be the column of the result.
  private static final String AFTER =
      """
      select o.profile_id, o.id, o.metric_id, o.shop_id, o.at, o.txid::text::bigint, o.seq,
        case when :properties then o.properties::text end
      from events.event o
      where (o.txid, o.seq) > (:txid::text::xid8, :seq) and o.txid < :until::text::xid8
        and (o.metric_id = any(array(
          select m.metric_id from events.metric m where m.name = any(:metrics)))) <> :all
      order by o.txid, o.seq
      limit %d
      """;

  /// The statement that [#after] runs.
  static String after(int limit) {
    return AFTER.formatted(limit);
  }

  /// A piece of the log.
  ///
  /// @param events the wanted ones
  /// @param end up to where nothing wanted is left
  record Piece(List<Event> events, Position end) {}

  /// What is wanted of that which follows a place, in order.
  ///
  /// @param until a transaction before which all have ended, so that nothing can be added
  Piece after(Position position, long until, int limit, Wanted wanted, Metrics metrics) {
    List<Event> events = new ArrayList<>();
    Position[] last = {position};
    jdbc.sql(after(limit))
        .param("all", wanted.all())
        .param("properties", wanted.properties())
        .param("metrics", wanted.metrics().toArray(String[]::new))
        .param("txid", Long.toString(position.txid()))
        .param("seq", position.seq())
        .param("until", Long.toString(until))
        .query(
            row -> {
              last[0] = new Position(row.getLong(6), row.getInt(7));
              events.add(
                  new Event(
                      row.getObject(2, UUID.class),
                      new ProfileId(row.getObject(1, UUID.class)),
                      row.getInt(4),
                      metrics.name(row.getInt(3)),
                      row.getObject(5, OffsetDateTime.class).toInstant(),
                      properties(row.getString(8))));
            });
    return new Piece(events, events.size() == limit ? last[0] : position.before(until));
  }

  private ObjectNode properties(@Nullable String text) {
    return text == null ? json.createObjectNode() : (ObjectNode) json.readTree(text);
  }

  /// Whether anything at all follows a place, wanted or not.
  boolean isAnythingAfter(Position position, long until) {
    return jdbc.sql(
            """
            select o.seq from events.event o
            where (o.txid, o.seq) > (:txid::text::xid8, :seq) and o.txid < :until::text::xid8
            order by o.txid, o.seq limit 1
            """)
        .param("txid", Long.toString(position.txid()))
        .param("seq", position.seq())
        .param("until", Long.toString(until))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /// Moves events of merged profiles; they keep their place in the log.
  void move(List<ProfilesMerged> merges) {
    jdbc.sql(
            """
            update events.event e set profile_id = m.into_id
            from unnest(:gone::uuid[], :into::uuid[]) as m (gone_id, into_id)
            where e.profile_id = m.gone_id
            """)
        .param("gone", UuidArray.of(merges.stream().map(merge -> merge.from().value()).toList()))
        .param("into", UuidArray.of(merges.stream().map(merge -> merge.into().value()).toList()))
        .update();
  }
}
