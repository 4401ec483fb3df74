package io.kundig.sources;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/// Lets one server at a time do some work, by a lock that the database drops with the connection of
/// a server that dies.
@Component
public class OnlyOneNode {

  private static final long IMPORTS = 0x6b756e646967_0001L;

  /// The key of taking over the past of shops.
  public static final long HISTORY = 0x6b756e646967_0002L;

  private final DataSource dataSource;

  OnlyOneNode(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// @return false if another server is at work
  boolean run(Runnable work) throws SQLException {
    return run(IMPORTS, work);
  }

  /// The same for other work.
  public boolean run(long key, Runnable work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (!call(connection, key, "select pg_try_advisory_lock(?)")) {
        return false;
      }
      try {
        work.run();
        return true;
      } finally {
        call(connection, key, "select pg_advisory_unlock(?)");
      }
    }
  }

  private static boolean call(Connection connection, long key, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, key);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
