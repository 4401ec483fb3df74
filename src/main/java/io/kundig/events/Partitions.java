package io.kundig.events;

import io.kundig.shared.Ids;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes the partitions of the log and of the keys taken: a month each, and a year each for history
/// that is brought in, since every read of the log visits every partition.
@Component
class Partitions {

  private static final Logger log = LoggerFactory.getLogger(Partitions.class);

  private static final int MONTHS_AHEAD = 2;
  private static final int MONTHLY_YEARS = 2;
  private static final int MONTHS_REMEMBERED = 13;
  private static final long LOCK = 0x6b756e646967L;

  private final JdbcClient jdbc;
  private final TransactionTemplate own;
  private final Clock clock;

  /// First to last millisecond of those that exist.
  private volatile TreeMap<Long, Long> ranges = new TreeMap<>();

  Partitions(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.own = new TransactionTemplate(transactions);
    this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Scheduled(fixedDelay = 6 * 60 * 60 * 1000L, initialDelay = 6 * 60 * 60 * 1000L)
  void makeAhead() {
    YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
      make(now.plusMonths(ahead));
    }
  }

  /// Forgets keys that nobody repeats any more. A partition of old history goes by when it was
  /// made, so that an import can be repeated.
  @Scheduled(fixedDelay = 24 * 60 * 60 * 1000L, initialDelay = 20 * 60 * 1000L)
  void forgetKeys() {
    OffsetDateTime before = clock.instant().atOffset(ZoneOffset.UTC).minusMonths(MONTHS_REMEMBERED);
    own.executeWithoutResult(
        _ ->
            jdbc.sql(
                    """
                    select from_month, to_month from events.partition
                    where to_month < :before and created_at < :before
                    """)
                .param("before", before)
                .query(
                    row -> {
                      forgetKeys(
                          YearMonth.from(row.getObject(1, LocalDate.class)),
                          YearMonth.from(row.getObject(2, LocalDate.class)));
                    }));
    jdbc.sql("delete from events.taken_timeless where taken_at < :before")
        .param("before", before)
        .update();
  }

  /// Emptied and not dropped: a late fact of that month still needs the partition.
  private void forgetKeys(YearMonth from, YearMonth to) {
    jdbc.sql("truncate events.taken_" + suffix(from, to)).update();
  }

  /// Makes what is missing for these ids. Attaching does not wait for those who write, so this may
  /// be called within a transaction that has written already.
  void ensure(Collection<UUID> ids) {
    TreeMap<Long, Long> known = ranges;
    long first = 1;
    long last = 0;
    for (UUID id : ids) {
      long time = id.getMostSignificantBits() >>> 16;
      if (time < first || time > last) {
        Map.Entry<Long, Long> range = known.floorEntry(time);
        if (range == null || range.getValue() < time) {
          make(YearMonth.from(Ids.timeOf(id).atOffset(ZoneOffset.UTC)));
          known = ranges;
          range = known.floorEntry(time);
        }
        if (range != null) {
          first = range.getKey();
          last = range.getValue();
        }
      }
    }
  }

  private synchronized void make(YearMonth month) {
    if (covers(month)) {
      return;
    }
    own.executeWithoutResult(
        _ -> {
          jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(_ -> {});
          readRanges();
          if (!covers(month)) {
            create(month);
          }
        });
    readRanges();
  }

  private boolean covers(YearMonth month) {
    Map.Entry<Long, Long> range = ranges.floorEntry(millis(month));
    return range != null && range.getValue() >= millis(month);
  }

  private void readRanges() {
    TreeMap<Long, Long> read = new TreeMap<>();
    jdbc.sql("select from_month, to_month from events.partition")
        .query(
            row -> {
              YearMonth from = YearMonth.from(row.getObject(1, LocalDate.class));
              YearMonth to = YearMonth.from(row.getObject(2, LocalDate.class));
              read.put(millis(from), millis(to) - 1);
            });
    ranges = read;
  }

  private void create(YearMonth month) {
    YearMonth from = month;
    YearMonth to = month.plusMonths(1);
    YearMonth yearStart = month.withMonth(1);
    boolean old =
        month.getYear() <= clock.instant().atOffset(ZoneOffset.UTC).getYear() - MONTHLY_YEARS;
    if (old && isFree(yearStart, yearStart.plusYears(1))) {
      from = yearStart;
      to = yearStart.plusYears(1);
    }
    String suffix = suffix(from, to);
    for (String table : List.of("event", "taken")) {
      attach("events." + table, "events." + table + "_" + suffix, from, to);
    }
    jdbc.sql(
            "insert into events.partition (from_month, to_month, created_at) values (:from, :to, :at)")
        .param("from", from.atDay(1))
        .param("to", to.atDay(1))
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    log.atInfo().addKeyValue("from", from).addKeyValue("to", to).log("made partitions");
  }

  private static String suffix(YearMonth from, YearMonth to) {
    return to.equals(from.plusMonths(1))
        ? "%04d_%02d".formatted(from.getYear(), from.getMonthValue())
        : "%04d".formatted(from.getYear());
  }

  private boolean isFree(YearMonth from, YearMonth to) {
    return ranges.subMap(millis(from), millis(to)).isEmpty();
  }

  private void attach(String parent, String partition, YearMonth from, YearMonth to) {
    jdbc.sql("create table %s (like %s including all)".formatted(partition, parent)).update();
    jdbc.sql(
            "alter table %s attach partition %s for values from ('%s') to ('%s')"
                .formatted(parent, partition, lowest(from), lowest(to)))
        .update();
  }

  /// The lowest id of a month.
  private static UUID lowest(YearMonth month) {
    return new UUID(millis(month) << 16, 0);
  }

  private static long millis(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
