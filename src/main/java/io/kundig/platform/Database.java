package io.kundig.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The database this process works on: the embedded one, or an operator's own.
final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final @Nullable EmbeddedPostgres embedded;
  private final HikariDataSource dataSource;

  private Database(@Nullable EmbeddedPostgres embedded, HikariDataSource dataSource) {
    this.embedded = embedded;
    this.dataSource = dataSource;
  }

  static Database open(Settings settings) {
    if (settings.databaseUrl() != null) {
      return new Database(null, pool(PostgresAddress.parse(settings.databaseUrl())));
    }
    EmbeddedPostgres embedded = EmbeddedPostgres.start(settings.data());
    return new Database(embedded, pool(embedded.address()));
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
    config.setInitializationFailTimeout(Duration.ofSeconds(30).toMillis());
    config.addDataSourceProperty("prepareThreshold", 1);
    config.addDataSourceProperty("reWriteBatchedInserts", true);
    config.addDataSourceProperty("tcpKeepAlive", true);
    config.addDataSourceProperty("ApplicationName", "kundig");
    return new HikariDataSource(config);
  }
}
