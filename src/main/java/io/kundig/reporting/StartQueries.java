package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.messaging.Messaging;
import io.kundig.messaging.Outage;
import io.kundig.platform.Room;
import io.kundig.reporting.Dashboard.Attention;
import io.kundig.reporting.Dashboard.Recent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What wants a look, and what happened since yesterday.
@Component
class StartQueries {

  private static final int MOST = 5;

  private static final double SUSPICIOUS = 4;

  /// Fewer messages say nothing about the share that bounced.
  private static final int LEAST_SENT = 20;

  private static final double BOUNCES_WORTH_A_LOOK = 0.02;

  /// The database alone may take as much for a while.
  private static final long LITTLE_ROOM = 1L << 30;

  private final JdbcClient jdbc;
  private final Messaging messaging;
  private final Room room;

  StartQueries(JdbcClient jdbc, Messaging messaging, Room room) {
    this.jdbc = jdbc;
    this.messaging = messaging;
    this.room = room;
  }

  /// The most urgent first, five at most.
  List<Attention> attention(Shop shop, Instant now) {
    List<Attention> found = new ArrayList<>();
    room(found);
    messaging.outage().map(StartQueries::outage).ifPresent(found::add);
    if (!shop.sender().missing().isEmpty()) {
      found.add(new Attention("sender_missing", Map.of("missing", shop.sender().missing())));
    }
    if (!shop.impressum().missing().isEmpty()) {
      found.add(new Attention("impressum_missing", Map.of("missing", shop.impressum().missing())));
    }
    inDoubt(shop, found);
    bounces(shop, now, found);
    silence(shop, now, found);
    setAside(shop, found);
    pausedFlows(shop, found);
    failedRuns(shop, now, found);
    return found.subList(0, Math.min(MOST, found.size()));
  }

  private void room(List<Attention> found) {
    if (!room.isLeftInTheDatabase()) {
      found.add(new Attention("disk_full", Map.of()));
    } else if (room.left() < LITTLE_ROOM) {
      found.add(new Attention("disk_low", Map.of("bytes", room.left())));
    }
  }

  private static Attention outage(Outage outage) {
    return new Attention(
        "smtp_failing",
        Map.of(
            "since", outage.since().toString(),
            "reason", outage.reason(),
            "detail", outage.detail(),
            "passing", outage.passing()));
  }

  private void inDoubt(Shop shop, List<Attention> found) {
    int messages =
        jdbc.sql(
                "select count(*) from messaging.message where doubt_since is not null and state = 'in_doubt' and shop_id = :shop")
            .param("shop", shop.id())
            .query(Integer.class)
            .single();
    if (messages > 0) {
      found.add(new Attention("in_doubt", Map.of("messages", messages)));
    }
  }

  private void bounces(Shop shop, Instant now, List<Attention> found) {
    jdbc.sql(
            """
            select count(*) as messages, count(*) filter (where state in ('bounced', 'failed')) as bounced
            from messaging.message
            where shop_id = :shop and planned_at >= :since
              and state in ('handed_over', 'delivered', 'bounced', 'failed')
            """)
        .param("shop", shop.id())
        .param("since", utc(now.minus(Duration.ofDays(1))))
        .query(
            row -> {
              int messages = row.getInt("messages");
              int bounced = row.getInt("bounced");
              if (messages >= LEAST_SENT && bounced > messages * BOUNCES_WORTH_A_LOOK) {
                found.add(
                    new Attention("bounces", Map.of("messages", messages, "bounced", bounced)));
              }
            });
  }

  /// Silent is a shop in which, since its last order, at least so many orders would have come in
  /// the same hours of the four weeks before.
  private void silence(Shop shop, Instant now, List<Attention> found) {
    jdbc.sql(
            """
            with last as (
              select max(placed_at) as at from orders.orders
              where shop_id = :shop and placed_at <= :now and placed_at > :now - interval '7 days'
            )
            select last.at, (
              select count(*) / 4.0 from orders.orders o, generate_series(1, 4) as week
              where o.shop_id = :shop
                and o.placed_at > last.at - week * interval '168 hours'
                and o.placed_at <= :now - week * interval '168 hours') as usual
            from last where last.at is not null
            """)
        .param("shop", shop.id())
        .param("now", utc(now))
        .query(
            row -> {
              double usual = row.getDouble("usual");
              if (usual >= SUSPICIOUS) {
                found.add(
                    new Attention(
                        "shop_silent",
                        Map.of(
                            "lastOrderAt",
                            instant(row, "at").toString(),
                            "usual",
                            Math.round(usual))));
              }
            });
  }

  private void setAside(Shop shop, List<Attention> found) {
    int facts =
        jdbc.sql("select count(*) from ingest.set_aside where shop_id = :shop")
            .param("shop", shop.id())
            .query(Integer.class)
            .single();
    if (facts > 0) {
      found.add(new Attention("set_aside", Map.of("count", facts)));
    }
  }

  private void pausedFlows(Shop shop, List<Attention> found) {
    jdbc.sql(
            """
            select f.flow_id, f.name::text as name, f.paused_at,
              (select count(*) from flows.flow_run r where r.flow_id = f.flow_id and r.state = 'waiting') as waiting
            from flows.flow f where f.shop_id = :shop and f.state = 'paused'
            """)
        .param("shop", shop.id())
        .query(
            row -> {
              found.add(
                  new Attention(
                      "flow_paused",
                      Map.of(
                          "flowId", row.getString("flow_id"),
                          "name", row.getString("name"),
                          "waiting", row.getInt("waiting"))));
            });
  }

  private void failedRuns(Shop shop, Instant now, List<Attention> found) {
    int failed =
        jdbc.sql(
                """
                select count(*) from flows.flow_run r join flows.flow f on f.flow_id = r.flow_id
                where f.shop_id = :shop and r.state = 'failed' and r.ended_at >= :since
                """)
            .param("shop", shop.id())
            .param("since", utc(now.minus(Duration.ofDays(7))))
            .query(Integer.class)
            .single();
    if (failed > 0) {
      found.add(new Attention("runs_failed", Map.of("people", failed)));
    }
  }

  List<Recent> recent(Shop shop, Instant now) {
    OffsetDateTime since = utc(now.minus(Duration.ofDays(1)));
    List<Recent> happened = new ArrayList<>();
    add(
        happened,
        "orders",
        """
        select max(placed_at) as at, count(*) as count, coalesce(sum(base_net), 0)::text as amount, null as name
        from orders.orders
        where shop_id = :shop and placed_at >= :since and cancelled_at is null and base_currency = :currency
        """,
        shop,
        since);
    add(
        happened,
        "messages",
        """
        select max(m.sent_at) as at, count(*) as count, null as amount, f.name::text as name
        from messaging.message m join flows.flow f on f.flow_id = m.origin_id
        where m.shop_id = :shop and m.sent_at >= :since and m.planned_at >= :since - interval '7 days'
        group by f.flow_id, f.name
        """,
        shop,
        since);
    add(
        happened,
        "signups",
        """
        select max(l.at) as at, count(*) as count, null as amount, null as name
        from consent.ledger l
        where l.at >= :since and l.purpose = 'marketing' and l.state = 'subscribed' and exists (
          select 1 from events.event e join events.metric m using (metric_id)
          where e.profile_id = l.profile_id and e.id >= :first and e.at = l.at and e.shop_id = :shop
            and m.name like 'Subscribed to % Marketing')
        """,
        shop,
        since);
    add(
        happened,
        "unsubscribes",
        """
        select max(at) as at, count(*) as count, null as amount, null as name
        from reporting.unsubscribe where shop_id = :shop and at >= :since
        """,
        shop,
        since);
    happened.sort((a, b) -> b.at().compareTo(a.at()));
    return happened;
  }

  private void add(
      List<Recent> happened, String kind, String sql, Shop shop, OffsetDateTime since) {
    JdbcClient.StatementSpec query = jdbc.sql(sql).param("shop", shop.id()).param("since", since);
    if (sql.contains(":currency")) {
      query = query.param("currency", shop.currency());
    }
    if (sql.contains(":first")) {
      query = query.param("first", new UUID(since.toInstant().toEpochMilli() << 16, 0));
    }
    query.query(
        row -> {
          Instant at = optional(row, "at");
          if (at != null) {
            happened.add(new Recent(kind, at, data(row)));
          }
        });
  }

  private static Map<String, Object> data(ResultSet row) throws SQLException {
    Map<String, Object> data = new java.util.HashMap<>(Map.of("count", row.getInt("count")));
    if (row.getString("amount") != null) {
      data.put("amount", row.getString("amount"));
    }
    if (row.getString("name") != null) {
      data.put("name", row.getString("name"));
    }
    return data;
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
