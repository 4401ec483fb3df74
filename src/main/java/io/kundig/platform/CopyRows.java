package io.kundig.platform;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteConverter;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/// Rows in the binary format of PostgreSQL's COPY (see "Binary Format" under COPY in its manual),
/// sent while they are written, so that the database works on the first while the last are made.
public final class CopyRows {

  private static final SQLExceptionTranslator EXCEPTIONS = new SQLStateSQLExceptionTranslator();
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final byte JSONB_VERSION = 1;
  private static final long EPOCH_2000_SECONDS = 946_684_800L;
  private static final int SEND_AT = 32_768;

  private final CopyIn copy;
  private byte[] bytes = new byte[SEND_AT * 2];
  private int size;

  private CopyRows(CopyIn copy) {
    this.copy = copy;
  }

  /// Sends rows in the present transaction.
  ///
  /// @param statement `copy … from stdin with (format binary)`
  /// @param writer begins each row with [#row(int)] and writes its columns in order
  public static void send(DataSource dataSource, String statement, Consumer<CopyRows> writer) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      send(connection, statement, writer);
    } catch (SQLException e) {
      throw EXCEPTIONS.translate("copy rows", statement, e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  /// The same on a connection of one's own.
  public static void send(Connection connection, String statement, Consumer<CopyRows> writer)
      throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      CopyRows rows = new CopyRows(copy);
      rows.begin();
      writer.accept(rows);
      rows.end();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void begin() {
    raw(SIGNATURE);
    int32(0);
    int32(0);
  }

  private void end() throws SQLException {
    int16(-1);
    copy.writeToCopy(bytes, 0, size);
    copy.endCopy();
  }

  public void row(int columns) {
    if (size >= SEND_AT) {
      flush();
    }
    int16(columns);
  }

  private void flush() {
    try {
      copy.writeToCopy(bytes, 0, size);
      size = 0;
    } catch (SQLException e) {
      throw EXCEPTIONS.translate("copy rows", null, e);
    }
  }

  public void uuid(UUID value) {
    int32(16);
    int64(value.getMostSignificantBits());
    int64(value.getLeastSignificantBits());
  }

  public void integer(int value) {
    int32(4);
    int32(value);
  }

  public void bigint(long value) {
    int32(8);
    int64(value);
  }

  public void bool(boolean value) {
    int32(1);
    reserve(1);
    bytes[size++] = (byte) (value ? 1 : 0);
  }

  public void timestamp(@Nullable Instant value) {
    if (value == null) {
      int32(-1);
      return;
    }
    long micros =
        (value.getEpochSecond() - EPOCH_2000_SECONDS) * 1_000_000 + value.getNano() / 1000;
    bigint(micros);
  }

  public void text(@Nullable String value) {
    if (value == null) {
      int32(-1);
      return;
    }
    sized(value.getBytes(StandardCharsets.UTF_8));
  }

  public void numeric(BigDecimal value) {
    sized(ByteConverter.numeric(value));
  }

  /// @param value JSON in UTF-8
  public void jsonb(byte[] value) {
    int32(value.length + 1);
    reserve(1);
    bytes[size++] = JSONB_VERSION;
    raw(value);
  }

  private void sized(byte[] value) {
    int32(value.length);
    raw(value);
  }

  private void int16(int value) {
    reserve(2);
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) value;
  }

  private void int32(int value) {
    reserve(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
  }

  private void int64(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
  }

  private void raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
