package io.kundig.events;

import io.kundig.platform.CopyRows;
import io.kundig.platform.UuidArray;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Writes the rows that events come to, and nothing else, into tables like those of the log: what
/// the database could do at most.
public final class RawWriter {

  /// How the rows get there.
  public enum Way {
    COPY,
    UNNEST
  }

  private static final int ROWS = 1_000;

  private RawWriter() {}

  public static void createTables(Connection connection, Instant now) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists bench cascade");
      statement.execute("create schema bench");
      for (String table : List.of("event", "taken")) {
        statement.execute(
            "create table bench.%1$s (like events.%1$s including all) partition by range (id)"
                .formatted(table));
        statement.execute(
            "create table bench.%1$s_all (like bench.%1$s including all)".formatted(table));
        statement.execute(
            "alter table bench.%1$s attach partition bench.%1$s_all for values from (minvalue) to (maxvalue)"
                .formatted(table));
      }
    }
  }

  /// Writes transactions of a thousand rows until the time is over.
  ///
  /// @return how many rows
  public static long write(
      Connection connection, Way way, List<UUID> people, String properties, Instant until)
      throws SQLException {
    connection.setAutoCommit(false);
    long written = 0;
    while (Instant.now().isBefore(until)) {
      TreeSet<UUID> ids = new TreeSet<>();
      Instant now = Instant.now();
      for (int i = 0; i < ROWS; i++) {
        ids.add(Ids.random(now.minusMillis(i)));
      }
      take(connection, ids);
      switch (way) {
        case COPY -> copy(connection, "bench.event", ids, people, properties, now);
        case UNNEST -> unnest(connection, ids, people, properties, now);
      }
      connection.commit();
      written += ROWS;
    }
    return written;
  }

  private static void take(Connection connection, TreeSet<UUID> ids) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into bench.taken (id) select k from unnest(?) as k")) {
      insert.setArray(1, UuidArray.of(ids).bindTo(connection));
      insert.executeUpdate();
    }
  }

  /// Appends without waking anybody.
  public static void copy(
      Connection connection,
      String table,
      Iterable<UUID> ids,
      List<UUID> people,
      String properties,
      Instant at)
      throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] document = properties.getBytes(StandardCharsets.UTF_8);
    CopyRows.send(
        connection,
        "copy "
            + table
            + " (profile_id, id, metric_id, shop_id, at, txid, seq, properties)"
            + " from stdin with (format binary)",
        rows -> {
          int seq = 0;
          for (UUID id : ids) {
            rows.row(8);
            rows.uuid(people.get(random.nextInt(people.size())));
            rows.uuid(id);
            rows.integer(1);
            rows.integer(1);
            rows.timestamp(at);
            rows.bigint(1);
            rows.integer(seq++);
            rows.jsonb(document);
          }
        });
  }

  private static void unnest(
      Connection connection, TreeSet<UUID> ids, List<UUID> people, String properties, Instant at)
      throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    List<UUID> who = new ArrayList<>();
    String[] texts = new String[ids.size()];
    for (int i = 0; i < texts.length; i++) {
      who.add(people.get(random.nextInt(people.size())));
      texts[i] = properties;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into bench.event (profile_id, id, metric_id, shop_id, at, txid, seq, properties)
            select p, i, 1, 1, ?, '1'::xid8, n, t::jsonb
            from unnest(?, ?, ?::text[]) with ordinality as r (p, i, t, n)
            """)) {
      insert.setObject(1, at.atOffset(java.time.ZoneOffset.UTC));
      insert.setArray(2, UuidArray.of(who).bindTo(connection));
      insert.setArray(3, UuidArray.of(ids).bindTo(connection));
      insert.setArray(4, connection.createArrayOf("text", texts));
      insert.executeUpdate();
    }
  }
}
