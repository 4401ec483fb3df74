package io.kundig.sources;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/// Lets one server at a time work on imports, by a lock that the database drops with the connection
/// of a server that dies.
@Component
class OnlyOneNode {

  private static final long KEY = 0x6b756e646967_0001L;

  private final DataSource dataSource;

  OnlyOneNode(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// @return false if another server is at work
  boolean run(Runnable work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (!call(connection, "select pg_try_advisory_lock(?)")) {
        return false;
      }
      try {
        work.run();
        return true;
      } finally {
        call(connection, "select pg_advisory_unlock(?)");
      }
    }
  }

  private static boolean call(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, KEY);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
