package io.kundig.platform;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.springframework.jdbc.core.support.AbstractSqlTypeValue;

/// A `uuid[]` parameter in PostgreSQL's binary format, which the driver itself only sends as text.
/// Made for `= any(:ids)` and `unnest(:ids)`.
public final class UuidArray extends AbstractSqlTypeValue {

  private final List<UUID> ids;

  private UuidArray(List<UUID> ids) {
    this.ids = ids;
  }

  public static UuidArray of(Collection<UUID> ids) {
    return new UuidArray(List.copyOf(ids));
  }

  /// The same for raw JDBC.
  public PgArray bindTo(Connection connection) throws SQLException {
    return new PgArray(connection.unwrap(BaseConnection.class), Oid.UUID_ARRAY, encoded());
  }

  @Override
  protected Object createTypeValue(Connection connection, int sqlType, @Nullable String typeName)
      throws SQLException {
    return bindTo(connection);
  }

  private byte[] encoded() {
    ByteBuffer buffer = ByteBuffer.allocate(20 + ids.size() * 20);
    buffer.putInt(ids.isEmpty() ? 0 : 1).putInt(0).putInt(Oid.UUID);
    if (ids.isEmpty()) {
      return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }
    buffer.putInt(ids.size()).putInt(1);
    for (UUID id : ids) {
      buffer.putInt(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    return buffer.array();
  }
}
