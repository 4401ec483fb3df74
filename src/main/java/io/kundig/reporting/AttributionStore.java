package io.kundig.reporting;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.accounts.Shop;
import io.kundig.events.Event;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.postgresql.util.PGInterval;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds and keeps what orders are owed to.
@Component
class AttributionStore {

  private final JdbcClient jdbc;
  private final HistoryWatcher watcher;

  AttributionStore(JdbcClient jdbc, HistoryWatcher watcher) {
    this.jdbc = jdbc;
    this.watcher = watcher;
  }

  /// Credits these people's orders placed since then that are not credited yet: to the latest click
  /// or open of a marketing message of the shop within its windows, a click before an open of the
  /// same moment.
  void credit(Shop shop, Collection<ProfileId> people, Instant since) {
    List<Credited> credited = insert(shop, people, since);
    if (!credited.isEmpty()) {
      watcher.changed(shop.id(), HistoryWatcher.Facts.ORDERS, placed(credited));
    }
  }

  private record Credited(UUID profile, UUID order) {}

  /// When the orders were placed: from now to the end of the transaction, whatever is known of them
  /// by then.
  private List<Instant> placed(List<Credited> orders) {
    return jdbc.sql(
            """
            select o.placed_at
            from unnest(cast(:profiles as uuid[]), cast(:orders as uuid[])) as k (profile_id, order_id)
            join orders.orders o on o.profile_id = k.profile_id and o.order_id = k.order_id
            where o.placed_at is not null
            for share of o
            """)
        .param("profiles", orders.stream().map(order -> order.profile + "").toArray(String[]::new))
        .param("orders", orders.stream().map(order -> order.order + "").toArray(String[]::new))
        .query((row, n) -> row.getObject("placed_at", OffsetDateTime.class).toInstant())
        .list();
  }

  private List<Credited> insert(Shop shop, Collection<ProfileId> people, Instant since) {
    return jdbc.sql(
            """
            with bought as (
              select profile_id, order_id, placed_at
              from orders.orders
              where profile_id = any(cast(:people as uuid[])) and shop_id = :shop and placed_at >= :since
            ), touches as (
              select e.profile_id, e.at, cast(e.properties ->> 'messageId' as uuid) as message_id,
                case m.name when 'Clicked Email' then 'click' else 'open' end as touch
              from events.event e
              join events.metric m on m.metric_id = e.metric_id
              where e.profile_id = any(cast(:people as uuid[]))
                and m.name in ('Clicked Email', 'Opened Email')
                and e.at >= :since - :longest
                and e.properties ->> '$bot' is distinct from 'true'
                and e.properties ->> '$prefetch' is distinct from 'true'
                and e.properties ->> 'messageId' is not null
            ), ranked as (
              select b.profile_id, b.order_id, b.placed_at, t.message_id, t.touch, t.at,
                m.origin_id, m.origin_step, m.origin_kind,
                row_number() over (
                  partition by b.profile_id, b.order_id order by t.at desc, t.touch, t.message_id) as place
              from bought b
              join touches t on t.profile_id = b.profile_id
                and t.at <= b.placed_at
                and t.at >= b.placed_at - case t.touch when 'click' then :click else :open end
              join messaging.message m on m.profile_id = t.profile_id and m.message_id = t.message_id
                and m.kind = 'marketing' and m.shop_id = :shop
            )
            insert into reporting.attribution (profile_id, order_id, shop_id, placed_at, message_id, flow_id, step,
              touch, touched_at)
            select profile_id, order_id, :shop, placed_at, message_id,
              case origin_kind when 'flow' then origin_id end, origin_step, touch, at
            from ranked where place = 1
            on conflict (profile_id, order_id) do nothing
            returning profile_id, order_id
            """)
        .param("people", people.stream().map(ProfileId::toString).toArray(String[]::new))
        .param("shop", shop.id())
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param("click", interval(shop.rules().attributionClickDays()))
        .param("open", interval(shop.rules().attributionOpenDays()))
        .param(
            "longest",
            interval(
                Math.max(shop.rules().attributionClickDays(), shop.rules().attributionOpenDays())))
        .query(
            (row, n) ->
                new Credited(
                    row.getObject("profile_id", UUID.class), row.getObject("order_id", UUID.class)))
        .list();
  }

  /// @param goodbyes events that may name the message whose link was used
  void addUnsubscribes(List<Event> goodbyes) {
    jdbc.sql(
            """
            insert into reporting.unsubscribe (profile_id, event_id, shop_id, at, message_id, flow_id, step)
            select u.profile_id, u.event_id, u.shop_id, u.at, m.message_id,
              case m.origin_kind when 'flow' then m.origin_id end, m.origin_step
            from unnest(cast(:people as uuid[]), cast(:events as uuid[]), cast(:shops as int[]),
              cast(:times as timestamptz[]), cast(:messages as text[]))
              as u(profile_id, event_id, shop_id, at, message_id)
            left join messaging.message m
              on m.profile_id = u.profile_id and m.message_id::text = u.message_id
            on conflict (profile_id, event_id) do nothing
            """)
        .param("people", texts(goodbyes, event -> event.profileId().toString()))
        .param("events", texts(goodbyes, event -> event.id().toString()))
        .param("shops", texts(goodbyes, event -> Integer.toString(event.shopId())))
        .param("times", texts(goodbyes, event -> event.at().toString()))
        .param(
            "messages", texts(goodbyes, event -> event.properties().path("messageId").asString("")))
        .update();
  }

  private static String[] texts(List<Event> events, Function<Event, String> value) {
    return events.stream().map(value).toArray(String[]::new);
  }

  /// A window is so many times 24 hours, whatever the clocks did.
  private static PGInterval interval(int days) {
    return new PGInterval(0, 0, 0, (int) Duration.ofDays(days).toHours(), 0, 0);
  }

  void move(List<ProfilesMerged> merges) {
    String[] from = merges.stream().map(merge -> merge.from().toString()).toArray(String[]::new);
    String[] into = merges.stream().map(merge -> merge.into().toString()).toArray(String[]::new);
    jdbc.sql(
            """
            update reporting.attribution a set profile_id = m.target
            from unnest(cast(:from as uuid[]), cast(:into as uuid[])) as m(source, target)
            where a.profile_id = m.source
              and not exists (
                select 1 from reporting.attribution b where b.profile_id = m.target and b.order_id = a.order_id)
            """)
        .param("from", from)
        .param("into", into)
        .update();
    jdbc.sql(
            """
            update reporting.unsubscribe u set profile_id = m.target
            from unnest(cast(:from as uuid[]), cast(:into as uuid[])) as m(source, target)
            where u.profile_id = m.source
            """)
        .param("from", from)
        .param("into", into)
        .update();
  }
}
