package io.kundig.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kundig.support.KundigTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The whole of UCI Online Retail (Daqing Chen, 2015, CC BY 4.0), with all its dirt.
@KundigTest
class RetailTests {

  private static final Path FILE = Path.of("../shared/data/online-retail.csv.gz");

  private final Imports imports;
  private final JdbcClient jdbc;

  RetailTests(Imports imports, JdbcClient jdbc) {
    this.imports = imports;
    this.jdbc = jdbc;
  }

  @Test
  void aYearOfARealShopIsTakenWholeAndTwiceTheSame() throws Exception {
    assumeThat(FILE).as("the file, which is no part of the project").exists();
    Import done = take();
    Import.Progress rows = done.progress();
    assertThat(rows.rows()).isEqualTo(541_909);
    assertThat(rows.failed()).isZero();
    assertThat(rows.imported() + rows.updated() + rows.skipped()).isEqualTo(rows.rows());
    assertThat(rows.updated()).isZero();
    assertThat(done.problems())
        .extracting(Import.Finding::code)
        .containsExactlyInAnyOrder(
            "duplicate_row",
            "stock_correction",
            "credit_without_order",
            "accounting_entry",
            "no_value_no_customer");
    Map<String, Object> first = figures();

    Import again = take();
    assertThat(again.progress().updated()).isPositive();
    assertThat(figures()).isEqualTo(first);
  }

  private Import take() throws Exception {
    Import job =
        imports.create(
            ImportKind.ORDERS, 1, "online-retail.csv.gz", target -> Files.copy(FILE, target));
    imports.remap(
        job.id(),
        job.mapping(),
        new ImportOptions(null, "Europe/London", "GBP", null, null, null, null));
    imports.start(job.id(), ImportState.RUNNING);
    long start = System.nanoTime();
    Import now = imports.get(job.id());
    while (now.state().isWorking()
        && System.nanoTime() - start < Duration.ofMinutes(10).toNanos()) {
      Thread.sleep(100);
      now = imports.get(job.id());
    }
    assertThat(now.state()).as("%s", now.failure()).isEqualTo(ImportState.DONE);
    return now;
  }

  private Map<String, @Nullable Object> figures() {
    return jdbc.sql(
            """
            select
              (select count(*) from orders.orders where placed_at is not null) as orders,
              (select count(*) from orders.orders where placed_at is null) as unplaced,
              (select count(*) from orders.line) as lines,
              (select sum(total) from orders.orders) as total,
              (select sum(net) from orders.orders) as net,
              (select sum(revenue) from orders.buyer) as revenue,
              (select count(*) from orders.refund) as refunds,
              (select count(*) from profiles.profile where known) as known,
              (select count(*) from profiles.profile where not known) as guests,
              (select count(*) from events.event) as events
            """)
        .query()
        .singleRow();
  }
}
