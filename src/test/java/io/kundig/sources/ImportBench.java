package io.kundig.sources;

import io.kundig.Kundig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// `bin/bench import [--rounds N]`: imports the retail file through the real server, then empties
/// the tables and copies the very rows back into them, over one connection. Rounds alternate; the
/// median of each counts. The first import of a fresh server is told, but is no round.
public final class ImportBench {

  private static final Path FILE = Path.of("../shared/data/online-retail.csv.gz");
  private static final double BAR = 0.3;

  private static final List<String> TABLES =
      List.of(
          "profiles.profile",
          "profiles.identifier_owner",
          "orders.order_owner",
          "orders.orders",
          "orders.line",
          "orders.refund",
          "orders.buyer",
          "events.taken",
          "events.event");

  private final Imports imports;
  private final JdbcClient jdbc;
  private final DataSource dataSource;
  private final Path folder;

  private ImportBench(ConfigurableApplicationContext server, Path folder) {
    this.imports = server.getBean(Imports.class);
    this.jdbc = server.getBean(JdbcClient.class);
    this.dataSource = server.getBean(DataSource.class);
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 1 && args[0].equals("--rounds") ? Integer.parseInt(args[1]) : 3;
    Path folder = Files.createTempDirectory("kundig-bench");
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    try (var server =
        SpringApplication.run(
            Kundig.class, "--kundig.data=" + folder.resolve("data"), "--kundig.port=0")) {
      new ImportBench(server, folder).run(rounds);
    }
  }

  private void run(int rounds) throws Exception {
    List<Double> imports = new ArrayList<>();
    List<Double> copies = new ArrayList<>();
    long rows = 0;
    for (int round = 0; round <= rounds; round++) {
      empty();
      long start = System.nanoTime();
      Import done = take();
      double imported = seconds(start);
      rows = done.progress().rows();
      settle();
      copyOut();
      empty();
      start = System.nanoTime();
      copyIn();
      double copied = seconds(start);
      System.err.printf(
          Locale.ROOT,
          "%s: import %.1f s, raw COPY %.1f s%n",
          round == 0 ? "fresh server" : "round " + round,
          imported,
          copied);
      if (round > 0) {
        imports.add(imported);
        copies.add(copied);
      }
    }
    double imported = median(imports);
    double copied = median(copies);
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"import\",\"figure\":%.0f,\"unit\":\"rows/s\",\"limit\":%.0f,\"ratio\":%.2f,\"bar\":%.1f}%n",
        rows / imported,
        rows / copied,
        copied / imported,
        BAR);
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() / 2);
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
    Import now = imports.get(job.id());
    while (now.state().isWorking()) {
      Thread.sleep(20);
      now = imports.get(job.id());
    }
    if (now.state() != ImportState.DONE) {
      throw new IllegalStateException(now.state() + " " + now.failure());
    }
    return now;
  }

  /// Until the followers of the log have caught up, or long enough for a busy machine.
  private void settle() throws InterruptedException {
    long before = -1;
    long patience = System.nanoTime() + 120_000_000_000L;
    for (long now = read(); now != before && System.nanoTime() < patience; now = read()) {
      before = now;
      Thread.sleep(3_000);
    }
  }

  private long read() {
    return jdbc.sql("select coalesce(sum(seq + txid::text::bigint), 0) from events.cursor")
        .query(Long.class)
        .single();
  }

  private void empty() {
    jdbc.sql("truncate " + String.join(", ", TABLES)).update();
    jdbc.sql("checkpoint").update();
  }

  private void copyOut() throws SQLException, IOException {
    for (String table : TABLES) {
      try (Connection connection = dataSource.getConnection();
          OutputStream out = Files.newOutputStream(folder.resolve(table))) {
        copy(connection)
            .copyOut("copy (select * from " + table + ") to stdout (format binary)", out);
      }
    }
  }

  private void copyIn() throws SQLException, IOException {
    List<String> tables = new ArrayList<>(TABLES);
    try (Connection connection = dataSource.getConnection()) {
      for (String table : tables) {
        try (InputStream in = Files.newInputStream(folder.resolve(table))) {
          copy(connection).copyIn("copy " + table + " from stdin (format binary)", in, 1 << 16);
        }
      }
    }
  }

  private static CopyManager copy(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
