package io.kundig.customers;

import io.kundig.customers.Timeline.Item;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What changed about one person: consents and merges.
@Repository
class TimelineChanges {

  private final JdbcClient jdbc;

  TimelineChanges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record ConsentData(
      String channel,
      String purpose,
      String state,
      String source,
      @Nullable String wording,
      String method) {}

  List<Item> consentsBefore(UUID profile, TimelineCursor before, int limit) {
    return jdbc.sql(
            """
            select id, at, channel, purpose, state, source, wording, method
            from consent.ledger
            where profile_id = :profile
              and (date_trunc('milliseconds', at), id) < (:at::timestamptz, :id)
            order by at desc, id desc
            limit :limit
            """)
        .param("profile", profile)
        .param("at", before.at().atOffset(ZoneOffset.UTC))
        .param("id", before.id())
        .param("limit", limit)
        .query(
            (row, number) ->
                new Item(
                    row.getObject("id", UUID.class),
                    Objects.requireNonNull(PersonQueries.instant(row, "at")),
                    "consent",
                    null,
                    new ConsentData(
                        row.getString("channel"),
                        row.getString("purpose"),
                        row.getString("state"),
                        row.getString("source"),
                        row.getString("wording"),
                        row.getString("method"))))
        .list();
  }

  List<Item> mergesBefore(UUID profile, TimelineCursor before, int limit) {
    return jdbc.sql(
            """
            select profile_id, merged_at from profiles.merge
            where into_id = :profile
              and (date_trunc('milliseconds', merged_at), profile_id) < (:at::timestamptz, :id)
            order by merged_at desc, profile_id desc
            limit :limit
            """)
        .param("profile", profile)
        .param("at", before.at().atOffset(ZoneOffset.UTC))
        .param("id", before.id())
        .param("limit", limit)
        .query(
            (row, number) -> {
              UUID from = row.getObject("profile_id", UUID.class);
              return new Item(
                  from,
                  Objects.requireNonNull(PersonQueries.instant(row, "merged_at")),
                  "merge",
                  null,
                  Map.of("from", from));
            })
        .list();
  }

  long consents(UUID profile) {
    return count("select count(*) from consent.ledger where profile_id = :profile", profile);
  }

  long merges(UUID profile) {
    return count("select count(*) from profiles.merge where into_id = :profile", profile);
  }

  private long count(String sql, UUID profile) {
    return jdbc.sql(sql).param("profile", profile).query(Long.class).single();
  }
}
