package io.kundig.profiles;

import io.kundig.platform.UuidArray;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of merges: the pointers, and the moves that follow them.
@Component
class MergeStore {

  private final JdbcClient jdbc;

  MergeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Makes each key an alias of its value, with all that led to it. The rows of both are locked.
  void merge(Map<UUID, UUID> intoByGone, Instant at) {
    merging(
        """
        update profiles.identifier_owner o set profile_id = m.into_id
        from unnest(:gone::uuid[], :into::uuid[]) as m (gone_id, into_id)
        where o.profile_id = m.gone_id
        """,
        intoByGone);
    merging(
        """
        update profiles.profile p set merged_into = m.into_id
        from unnest(:gone::uuid[], :into::uuid[]) as m (gone_id, into_id)
        where p.merged_into = m.gone_id
        """,
        intoByGone);
    merging(
        """
        update profiles.profile p
        set merged_into = m.into_id, traits = '{}', trait_times = '{}', email = null, phone = null,
          first_name = null, last_name = null, locale = null, time_zone = null, city = null,
          country = null, search = null
        from unnest(:gone::uuid[], :into::uuid[]) as m (gone_id, into_id)
        where p.profile_id = m.gone_id
        """,
        intoByGone);
    jdbc.sql(
            """
            insert into profiles.merge (profile_id, into_id, merged_at, due_at)
            select m.gone_id, m.into_id, :at, :at
            from unnest(:gone::uuid[], :into::uuid[]) as m (gone_id, into_id)
            """)
        .param("gone", UuidArray.of(intoByGone.keySet()))
        .param("into", UuidArray.of(intoByGone.values()))
        .param("at", ProfileStore.utc(at))
        .update();
  }

  private void merging(String sql, Map<UUID, UUID> intoByGone) {
    jdbc.sql(sql)
        .param("gone", UuidArray.of(intoByGone.keySet()))
        .param("into", UuidArray.of(intoByGone.values()))
        .update();
  }

  Map<ProfileId, ProfileId> pointers(Collection<UUID> ids) {
    Map<ProfileId, ProfileId> pointers = new HashMap<>();
    jdbc.sql(
            """
            select profile_id, merged_into from profiles.profile
            where profile_id = any(:ids) and merged_into is not null
            """)
        .param("ids", UuidArray.of(ids))
        .query(
            row -> {
              pointers.put(
                  new ProfileId(row.getObject(1, UUID.class)),
                  new ProfileId(row.getObject(2, UUID.class)));
            });
    return pointers;
  }

  Optional<Instant> nextDue() {
    return jdbc.sql("select min(due_at) from profiles.merge where moved_at is null")
        .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  /// Fixes, after the merges became visible, which transactions may still write by the old
  /// pointers.
  int setHorizons() {
    return jdbc.sql(
            """
            update profiles.merge set horizon = pg_snapshot_xmax(pg_current_snapshot())
            where moved_at is null and horizon is null
            """)
        .update();
  }

  /// Merges whose rows may move now, leading to where they lead today; locked.
  List<ProfilesMerged> movable(Instant now, int limit) {
    return jdbc.sql(
            """
            select m.profile_id, p.merged_into, m.merged_at
            from profiles.merge m join profiles.profile p on p.profile_id = m.profile_id
            where m.moved_at is null and m.due_at <= :now
              and m.horizon <= pg_snapshot_xmin(pg_current_snapshot())
            order by m.due_at
            limit :limit
            for update of m skip locked
            """)
        .param("now", ProfileStore.utc(now))
        .param("limit", limit)
        .query(
            (row, _) ->
                new ProfilesMerged(
                    new ProfileId(row.getObject(1, UUID.class)),
                    new ProfileId(row.getObject(2, UUID.class)),
                    row.getObject(3, OffsetDateTime.class).toInstant()))
        .list();
  }

  void moved(List<ProfilesMerged> merges, Instant now) {
    jdbc.sql("update profiles.merge set moved_at = :now where profile_id = any(:ids)")
        .param("ids", gone(merges))
        .param("now", ProfileStore.utc(now))
        .update();
  }

  void failed(List<ProfilesMerged> merges, Instant retryAt) {
    jdbc.sql(
            """
            update profiles.merge set failures = failures + 1, due_at = :retryAt
            where profile_id = any(:ids)
            """)
        .param("ids", gone(merges))
        .param("retryAt", ProfileStore.utc(retryAt))
        .update();
  }

  private static UuidArray gone(List<ProfilesMerged> merges) {
    return UuidArray.of(merges.stream().map(merge -> merge.from().value()).toList());
  }
}
