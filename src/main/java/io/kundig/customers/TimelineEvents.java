package io.kundig.customers;

import io.kundig.customers.Timeline.Item;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The events of one person that are not shown as something else: whoever left a flow before its
/// end is told of by [TimelineFlowExits].
@Repository
class TimelineEvents {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  TimelineEvents(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<Item> before(UUID profile, TimelineKind kind, TimelineCursor before, int limit) {
    if (kind == TimelineKind.CONSENT) {
      return List.of();
    }
    List<String> named = new ArrayList<>(TimelineKind.SHOWN_OTHERWISE);
    String condition = "<> all";
    switch (kind) {
      case ALL, CONSENT -> {}
      case OTHER -> {
        named.addAll(TimelineKind.OF_ORDERS);
        named.addAll(TimelineKind.OF_MESSAGES);
        named.addAll(TimelineKind.OF_SITE);
      }
      case ORDERS, MESSAGES, SITE -> {
        condition = "= any";
        named =
            switch (kind) {
              case ORDERS -> TimelineKind.OF_ORDERS;
              case MESSAGES -> TimelineKind.OF_MESSAGES;
              case SITE, ALL, CONSENT, OTHER -> TimelineKind.OF_SITE;
            };
      }
    }
    return jdbc.sql(
            """
            select e.id, e.at, m.name,
              case when s.subject is null then e.properties
                else jsonb_build_object('subject', s.subject) || e.properties end as properties
            from events.event e
            join events.metric m using (metric_id)
            left join messaging.message s on m.name = any(:ofMessages)
              and s.profile_id = e.profile_id and s.message_id::text = e.properties ->> 'messageId'
            where e.profile_id = :profile and e.id < :bound and m.name %s (:named)
              and not (m.name = 'Left Flow' and e.properties ->> 'reason' is not null)
            order by e.id desc
            limit :limit
            """
                .formatted(condition))
        .param("profile", profile)
        .param("bound", before.eventBound())
        .param("named", named.toArray(String[]::new))
        .param("limit", limit)
        .param("ofMessages", TimelineKind.OF_MESSAGES.toArray(String[]::new))
        .query(
            (row, number) ->
                new Item(
                    row.getObject("id", UUID.class),
                    java.util.Objects.requireNonNull(PersonQueries.instant(row, "at")),
                    "event",
                    row.getString("name"),
                    json.readTree(row.getString("properties"))))
        .list();
  }

  Map<TimelineKind, Long> counts(UUID profile) {
    Map<TimelineKind, Long> counts = new EnumMap<>(TimelineKind.class);
    jdbc.sql(
            """
            select m.name, c.count - case when m.name = 'Left Flow' then (
                select count(*) from events.event e
                where e.profile_id = :profile and e.metric_id = m.metric_id
                  and e.properties ->> 'reason' is not null) else 0 end as count
            from (
              select metric_id, count(*) from events.event where profile_id = :profile
              group by metric_id) c
            join events.metric m using (metric_id)
            """)
        .param("profile", profile)
        .query(
            row -> {
              String metric = row.getString("name");
              if (!TimelineKind.SHOWN_OTHERWISE.contains(metric)) {
                counts.merge(TimelineKind.ofMetric(metric), row.getLong("count"), Long::sum);
              }
            });
    return counts;
  }
}
