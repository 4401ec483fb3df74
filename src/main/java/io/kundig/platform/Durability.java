package io.kundig.platform;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Waits for the disk on behalf of transactions that committed with `synchronous_commit = off`, so
/// that one flush serves many of them.
@Component
public class Durability {

  private final JdbcClient jdbc;

  Durability(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Returns once everything that was committed before the call is on disk: a commit that wrote
  /// flushes the log of all commits before it.
  ///
  /// @throws DataAccessException when the database is away: what was committed may be lost
  public void flush() {
    jdbc.sql("select pg_logical_emit_message(true, 'kundig', '')").query(_ -> {});
  }
}
