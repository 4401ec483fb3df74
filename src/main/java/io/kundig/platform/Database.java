package io.kundig.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The database this process works on: the embedded one, or an operator's own.
final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

  /// A server that hangs says nothing and closes nothing. Longer than any statement takes; an
  /// operator may set another with `?socketTimeout=` in the address.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  private final @Nullable EmbeddedPostgres embedded;
  private final PostgresAddress address;
  private final HikariDataSource dataSource;

  private Database(@Nullable EmbeddedPostgres embedded, PostgresAddress address) {
    this.embedded = embedded;
    this.address = address;
    this.dataSource = pool(address);
  }

  /// @throws StartFailure when the operator's server cannot be reached or is too old
  static Database at(URI url) {
    PostgresAddress address = PostgresAddress.parse(url);
    ExternalPostgres.check(address);
    return new Database(null, address);
  }

  /// Stops the server when it is closed, or cannot be used.
  static Database on(EmbeddedPostgres embedded) {
    try {
      return new Database(embedded, embedded.address());
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  HikariDataSource dataSource() {
    return dataSource;
  }

  /// Connections that wait for an answer however long it takes, each opened anew.
  DataSource patient() {
    return new DriverManagerDataSource(address.jdbcUrl(), address.user(), address.password());
  }

  /// Closes the connections, then stops the embedded server.
  @Override
  public void close() {
    dataSource.close();
    if (embedded != null) {
      embedded.close();
    }
  }

  private static HikariDataSource pool(PostgresAddress address) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(4);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setInitializationFailTimeout(FIRST_PATIENCE.toMillis());
    config.addDataSourceProperty("prepareThreshold", 1);
    config.addDataSourceProperty("reWriteBatchedInserts", true);
    config.addDataSourceProperty("tcpKeepAlive", true);
    config.addDataSourceProperty("socketTimeout", LONGEST_SILENCE.toSeconds());
    config.addDataSourceProperty("ApplicationName", "kundig");
    return new HikariDataSource(config);
  }
}
