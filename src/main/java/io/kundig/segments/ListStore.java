package io.kundig.segments;

import io.kundig.platform.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of lists.
@Repository
class ListStore {

  private static final String SELECT =
      """
      select list_id, name, description, created_at, changed_at, archived_at from segments.list
      """;

  private final JdbcClient jdbc;

  ListStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<StaticList> all() {
    return jdbc.sql(SELECT + "order by lower(name), no").query(ListStore::list).list();
  }

  Optional<StaticList> find(UUID id) {
    return jdbc.sql(SELECT + "where list_id = :id")
        .param("id", id)
        .query(ListStore::list)
        .optional();
  }

  void insert(UUID id, String name, String description, Instant now) {
    jdbc.sql(
            """
            insert into segments.list (list_id, name, description, created_at, changed_at, people_at)
            values (:id, :name, :description, :now, :now, :now)
            """)
        .param("id", id)
        .param("name", name)
        .param("description", description)
        .param("now", FactsStore.utc(now))
        .update();
  }

  void rename(UUID id, String name, String description, Instant now) {
    jdbc.sql(
            """
            update segments.list set name = :name, description = :description, changed_at = :now
            where list_id = :id
            """)
        .param("id", id)
        .param("name", name)
        .param("description", description)
        .param("now", FactsStore.utc(now))
        .update();
  }

  void archive(UUID id, @Nullable Instant at) {
    jdbc.sql("update segments.list set archived_at = :at where list_id = :id")
        .param("id", id)
        .param("at", at == null ? null : FactsStore.utc(at), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  /// Until the end of the transaction nobody else changes who is on it.
  ///
  /// @return whether it is there and not put away
  boolean lock(UUID id, Instant now) {
    return jdbc.sql(
                """
                update segments.list set people_at = :now
                where list_id = :id and archived_at is null
                """)
            .param("id", id)
            .param("now", FactsStore.utc(now))
            .update()
        > 0;
  }

  /// Those of the people who are there, known by something, and not on it yet.
  ///
  /// @return who is on it now and was not before
  List<UUID> add(UUID list, Collection<UUID> people, Lists.Origin origin, Instant now) {
    return jdbc.sql(
            """
            insert into segments.list_member (profile_id, list_id, added_at, how, by_whom)
            select p, :list, :now, :how, :by from unnest(:people) as p
            where exists (select 1 from profiles.identifier_owner o where o.profile_id = p)
            order by p on conflict (profile_id, list_id) do nothing returning profile_id
            """)
        .param("list", list)
        .param("people", UuidArray.of(Set.copyOf(people)))
        .param("now", FactsStore.utc(now))
        .param("how", origin.how().code())
        .param("by", origin.by())
        .query(UUID.class)
        .list();
  }

  /// @return who was on it
  List<UUID> remove(UUID list, Collection<UUID> people) {
    return jdbc.sql(
            """
            delete from segments.list_member where (profile_id, list_id) in (
              select profile_id, list_id from segments.list_member
              where list_id = :list and profile_id = any(:people) order by profile_id for update)
            returning profile_id
            """)
        .param("list", list)
        .param("people", UuidArray.of(people))
        .query(UUID.class)
        .list();
  }

  /// Some of those who were put on it until a moment.
  List<UUID> addedUntil(UUID list, Instant until, int limit) {
    return jdbc.sql(
            """
            select profile_id from segments.list_member
            where list_id = :list and added_at <= :until limit :limit
            """)
        .param("list", list)
        .param("until", FactsStore.utc(until))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  void copyPeople(UUID from, UUID to, @Nullable String by, Instant now) {
    jdbc.sql(
            """
            insert into segments.list_member (profile_id, list_id, added_at, how, by_whom)
            select profile_id, :to, :now, 'copy', :by from segments.list_member
            where list_id = :from
            """)
        .param("from", from)
        .param("to", to)
        .param("by", by)
        .param("now", FactsStore.utc(now))
        .update();
  }

  /// Moves memberships; whoever was on a list twice is on it since the earlier time.
  void move(List<UUID> from, List<UUID> into) {
    jdbc.sql(
            """
            insert into segments.list_member as t (profile_id, list_id, added_at, how, by_whom)
            select distinct on (m.target, o.list_id) m.target, o.list_id, o.added_at, o.how, o.by_whom
            from unnest(:from, :into) as m (source, target)
            join segments.list_member o on o.profile_id = m.source
            order by m.target, o.list_id, o.added_at
            on conflict (profile_id, list_id) do update
              set added_at = excluded.added_at, how = excluded.how, by_whom = excluded.by_whom
              where excluded.added_at < t.added_at
            """)
        .param("from", UuidArray.of(from))
        .param("into", UuidArray.of(into))
        .update();
    forget(from);
  }

  void forget(Collection<UUID> people) {
    jdbc.sql("delete from segments.list_member where profile_id = any(:people)")
        .param("people", UuidArray.of(people))
        .update();
  }

  Map<UUID, Integer> counts() {
    Map<UUID, Integer> counts = new HashMap<>();
    jdbc.sql("select list_id, count(*) from segments.list_member group by list_id")
        .query(
            row -> {
              counts.put(row.getObject(1, UUID.class), row.getInt(2));
            });
    return counts;
  }

  int count(UUID list) {
    return jdbc.sql("select count(*) from segments.list_member where list_id = :list")
        .param("list", list)
        .query(Integer.class)
        .single();
  }

  record Member(UUID profileId, Instant since, String how, @Nullable String by) {}

  /// Where a page ends.
  record Place(Instant since, UUID profileId) {}

  /// Newest first.
  List<Member> members(UUID list, @Nullable Place after, int limit) {
    return jdbc.sql(
            """
            select profile_id, added_at, how, by_whom from segments.list_member
            where list_id = :list
              and (cast(:after as timestamptz) is null or (added_at, profile_id) < (:after, :person))
            order by added_at desc, profile_id desc limit :limit
            """)
        .param("list", list)
        .param(
            "after",
            after == null ? null : FactsStore.utc(after.since()),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .param("person", after == null ? null : after.profileId(), java.sql.Types.OTHER)
        .param("limit", limit)
        .query(
            (row, _) ->
                new Member(
                    row.getObject(1, UUID.class),
                    instant(row, "added_at"),
                    row.getString("how"),
                    row.getString("by_whom")))
        .list();
  }

  /// Since when people are on which list, by its number.
  Map<UUID, Map<Integer, Instant>> of(Collection<UUID> people) {
    Map<UUID, Map<Integer, Instant>> lists = new HashMap<>();
    jdbc.sql(
            """
            select m.profile_id, l.no, m.added_at
            from segments.list_member m join segments.list l using (list_id)
            where m.profile_id = any(:people)
            """)
        .param("people", UuidArray.of(people))
        .query(
            row -> {
              lists
                  .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashMap<>())
                  .put(row.getInt(2), instant(row, "added_at"));
            });
    return lists;
  }

  record OnList(UUID id, String name, Instant since) {}

  /// The lists somebody is on, those put away left out.
  List<OnList> of(UUID person) {
    return jdbc.sql(
            """
            select l.list_id, l.name, m.added_at
            from segments.list_member m join segments.list l using (list_id)
            where m.profile_id = :person and l.archived_at is null order by lower(l.name)
            """)
        .param("person", person)
        .query(
            (row, _) ->
                new OnList(
                    row.getObject(1, UUID.class), row.getString(2), instant(row, "added_at")))
        .list();
  }

  /// Notes the people of a segment as they are now.
  void noteSegment(UUID list, int segment, @Nullable String by, Instant now) {
    jdbc.sql(
            """
            insert into segments.list_work (list_id, chunk, bits, by_whom, at)
            select :list, chunk, bits, :by, :now from segments.member
            where segment_no = :segment and members > 0 order by chunk
            """)
        .param("list", list)
        .param("segment", segment)
        .param("by", by)
        .param("now", FactsStore.utc(now))
        .update();
  }

  void noteClearing(UUID list, @Nullable String by, Instant now) {
    jdbc.sql(
            """
            insert into segments.list_work (list_id, by_whom, at) values (:list, :by, :now)
            """)
        .param("list", list)
        .param("by", by)
        .param("now", FactsStore.utc(now))
        .update();
  }

  /// @param bits null: everybody is to be taken off
  record Work(
      long id, UUID listId, int chunk, byte @Nullable [] bits, @Nullable String by, Instant at) {}

  /// The next piece that nobody else is at, of each list in its order.
  Optional<Work> takeWork() {
    return jdbc.sql(
            """
            select id, list_id, coalesce(chunk, 0), bits, by_whom, at from segments.list_work w
            where not exists (
              select 1 from segments.list_work o where o.list_id = w.list_id and o.id < w.id)
            order by id limit 1 for update skip locked
            """)
        .query(
            (row, _) ->
                new Work(
                    row.getLong(1),
                    row.getObject(2, UUID.class),
                    row.getInt(3),
                    row.getBytes(4),
                    row.getString(5),
                    instant(row, "at")))
        .optional();
  }

  void done(long work) {
    jdbc.sql("delete from segments.list_work where id = :id").param("id", work).update();
  }

  boolean hasWork() {
    return jdbc.sql("select exists (select 1 from segments.list_work)")
        .query(Boolean.class)
        .single();
  }

  /// The lists that people are still being put on or taken off.
  Set<UUID> worked() {
    return Set.copyOf(
        jdbc.sql("select distinct list_id from segments.list_work").query(UUID.class).list());
  }

  private static StaticList list(ResultSet row, int number) throws SQLException {
    @Nullable OffsetDateTime archived = row.getObject("archived_at", OffsetDateTime.class);
    return new StaticList(
        row.getObject("list_id", UUID.class),
        row.getString("name"),
        row.getString("description"),
        instant(row, "created_at"),
        instant(row, "changed_at"),
        archived == null ? null : archived.toInstant());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
  }
}
