package io.kundig.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How many facts came to which end, by minute. Counted in memory and written every few seconds: a
/// killed server loses the last of these numbers, never a fact.
@Component
class Counts implements SmartLifecycle {

  private static final Duration KEPT = Duration.ofDays(90);

  private record Key(Instant minute, int shopId, String outcome, String reason) {}

  record Minute(OffsetDateTime at, long accepted, long duplicate, long dropped) {}

  record Reason(String reason, long count) {}

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
  private final JdbcClient jdbc;
  private final Clock clock;
  private volatile boolean running;

  Counts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void add(Instant at, int shopId, String outcome, String reason) {
    counts
        .computeIfAbsent(
            new Key(at.truncatedTo(ChronoUnit.MINUTES), shopId, outcome, reason),
            _ -> new LongAdder())
        .increment();
  }

  @Scheduled(fixedDelay = 5_000)
  synchronized void write() {
    List<Key> keys = new ArrayList<>(counts.keySet());
    for (Key key : keys) {
      LongAdder adder = counts.get(key);
      long count = adder == null ? 0 : adder.sumThenReset();
      if (count > 0) {
        write(key, count);
      } else if (key.minute().isBefore(clock.instant().minus(2, ChronoUnit.MINUTES))) {
        counts.remove(key);
      }
    }
  }

  private void write(Key key, long count) {
    jdbc.sql(
            """
            insert into ingest.minute_count as c (minute, shop_id, outcome, reason, count)
            values (:minute, :shop, :outcome, :reason, :count)
            on conflict (minute, shop_id, outcome, reason)
              do update set count = c.count + excluded.count
            """)
        .param("minute", utc(key.minute()))
        .param("shop", key.shopId())
        .param("outcome", key.outcome())
        .param("reason", key.reason())
        .param("count", count)
        .update();
  }

  @Scheduled(fixedDelay = 24 * 60 * 60 * 1000L, initialDelay = 10 * 60 * 1000L)
  void forget() {
    jdbc.sql("delete from ingest.minute_count where minute < :before")
        .param("before", utc(clock.instant().minus(KEPT)))
        .update();
  }

  List<Minute> perMinute(Instant from) {
    write();
    return jdbc.sql(
            """
            select minute as at,
              coalesce(sum(count) filter (where outcome = 'accepted'), 0)::bigint as accepted,
              coalesce(sum(count) filter (where outcome = 'duplicate'), 0)::bigint as duplicate,
              coalesce(sum(count) filter (where outcome in ('dropped', 'set_aside')), 0)::bigint
                as dropped
            from ingest.minute_count where minute >= :from
            group by minute order by minute
            """)
        .param("from", utc(from))
        .query(Minute.class)
        .list();
  }

  List<Reason> reasons(Instant from) {
    return jdbc.sql(
            """
            select reason, sum(count)::bigint as count
            from ingest.minute_count where minute >= :from and reason <> ''
            group by reason order by 2 desc, 1
            """)
        .param("from", utc(from))
        .query(Reason.class)
        .list();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    write();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
