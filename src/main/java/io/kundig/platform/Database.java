package io.kundig.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The database this process works on: the embedded one, or an operator's own.
final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

  private final @Nullable EmbeddedPostgres embedded;
  private final HikariDataSource dataSource;

  private Database(@Nullable EmbeddedPostgres embedded, HikariDataSource dataSource) {
    this.embedded = embedded;
    this.dataSource = dataSource;
  }

  static Database open(Settings settings, DataFolder data) {
    if (settings.databaseUrl() != null) {
      PostgresAddress address = PostgresAddress.parse(settings.databaseUrl());
      ExternalPostgres.check(address);
      return new Database(null, pool(address));
    }
    EmbeddedPostgres embedded = EmbeddedPostgres.start(data);
    try {
      return new Database(embedded, pool(embedded.address()));
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  HikariDataSource dataSource() {
    return dataSource;
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
    config.addDataSourceProperty("ApplicationName", "kundig");
    return new HikariDataSource(config);
  }
}
