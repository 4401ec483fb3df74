package io.kundig.sources;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Repository;

/// The rows of one order file in the database, so that they can be read customer by customer and
/// order by order, whatever their order in the file and however many they are.
@Repository
class Staging {

  private static final int ROWS_PER_FETCH = 5_000;

  private final DataSource dataSource;

  Staging(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void clear() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement truncate = connection.prepareStatement("truncate sources.staged_row")) {
      truncate.execute();
    }
  }

  /// @param rows lines of COPY's text format, see [#line]
  void copy(String rows) throws SQLException, IOException {
    try (Connection connection = dataSource.getConnection()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy sources.staged_row (row_no, order_ref, customer, placed_at, cells) from stdin",
              new java.io.StringReader(rows));
    }
  }

  static void line(StringBuilder target, OrderRows.StagedRow row) {
    target.append(row.cells().row()).append('\t');
    escape(target, row.orderRef());
    target.append('\t');
    escape(target, row.customer());
    target.append('\t');
    escape(target, row.placedAt() == null ? null : row.placedAt().toString());
    target.append('\t');
    escape(target, row.cells().packed());
    target.append('\n');
  }

  private static void escape(StringBuilder target, @Nullable String text) {
    if (text == null) {
      target.append("\\N");
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> target.append("\\\\");
        case '\t' -> target.append("\\t");
        case '\n' -> target.append("\\n");
        case '\r' -> target.append("\\r");
        default -> target.append(c);
      }
    }
  }

  /// Hands out all rows: customers together, each customer's orders by time, an order's rows as in
  /// the file. The transaction only reads, so it holds up no reader of the log.
  ///
  /// @param fromCustomer the customer to begin with, null for the first
  void forEach(@Nullable String fromCustomer, Consumer consumer) throws IOException, SQLException {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (PreparedStatement memory = connection.prepareStatement("set local work_mem = '64MB'")) {
        memory.execute();
      }
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              with o as (
                select order_ref, coalesce(min(customer), 'guest:' || order_ref) collate "C" as customer,
                  min(placed_at) as placed_at
                from sources.staged_row group by order_ref)
              select o.customer, o.placed_at, s.order_ref, s.row_no, s.cells
              from o join sources.staged_row s using (order_ref)
              where o.customer >= ?
              order by o.customer, o.placed_at nulls last, s.order_ref collate "C", s.row_no
              """)) {
        select.setFetchSize(ROWS_PER_FETCH);
        select.setString(1, fromCustomer == null ? "" : fromCustomer);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            consumer.accept(read(rows));
          }
        }
      }
    } finally {
      connection.rollback();
      connection.setReadOnly(false);
      connection.setAutoCommit(true);
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  private static Row read(ResultSet row) throws SQLException {
    OffsetDateTime placed = row.getObject(2, OffsetDateTime.class);
    return new Row(
        row.getString(1),
        placed == null ? null : placed.toInstant(),
        row.getString(3),
        row.getInt(4),
        row.getString(5));
  }

  interface Consumer {
    void accept(Row row) throws IOException, SQLException;
  }

  /// @param placedAt the earliest that any row of the order names
  record Row(
      String customer, @Nullable Instant placedAt, String orderRef, int number, String cells) {}
}
