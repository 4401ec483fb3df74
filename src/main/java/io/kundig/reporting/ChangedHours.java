package io.kundig.reporting;

import io.kundig.accounts.HistoryWatcher;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The hours of shops whose facts changed after their days were worked out. Each writing
/// transaction adds rows of its own, so that writers never wait for each other and no change is
/// forgotten with an earlier one.
@Component
class ChangedHours implements HistoryWatcher {

  private final JdbcClient jdbc;

  ChangedHours(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void changed(int shopId, Facts facts, Collection<Instant> at) {
    if (at.isEmpty()) {
      return;
    }
    Set<Instant> hours =
        at.stream()
            .map(moment -> moment.truncatedTo(ChronoUnit.HOURS))
            .collect(Collectors.toCollection(TreeSet::new));
    jdbc.sql(
            """
            insert into reporting.changed_hour (shop_id, facts, hour)
            select :shop, :facts, unnest(cast(:hours as timestamptz[]))
            """)
        .param("shop", shopId)
        .param("facts", code(facts))
        .param("hours", texts(hours))
        .update();
  }

  /// Oldest first.
  List<Instant> of(int shopId, Collection<Facts> facts) {
    return jdbc.sql(
            """
            select distinct hour from reporting.changed_hour
            where shop_id = :shop and facts = any(:facts) order by hour
            """)
        .param("shop", shopId)
        .param("facts", facts.stream().map(ChangedHours::code).toArray(String[]::new))
        .query((row, n) -> row.getObject("hour", OffsetDateTime.class).toInstant())
        .list();
  }

  void forget(int shopId, Collection<Instant> hours) {
    jdbc.sql(
            """
            delete from reporting.changed_hour
            where shop_id = :shop and hour = any(cast(:hours as timestamptz[]))
            """)
        .param("shop", shopId)
        .param("hours", texts(hours))
        .update();
  }

  private static String[] texts(Collection<Instant> hours) {
    return hours.stream().map(Instant::toString).toArray(String[]::new);
  }

  private static String code(Facts facts) {
    return facts.name().toLowerCase(Locale.ROOT);
  }
}
