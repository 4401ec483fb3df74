package io.kundig.support;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.kundig.platform.TestPostgres;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A migrated, empty database of a test class's own, without Spring:
///
/// ```java
/// @RegisterExtension static final TestDatabase database = new TestDatabase();
/// ```
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

  private static final String TEMPLATE = "template_migrated";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Queue<String> FINISHED = new ConcurrentLinkedQueue<>();

  private @Nullable HikariDataSource dataSource;
  private String name = "";

  /// A fresh clone; whoever made it says [#finished(String)] when it is not needed any more.
  static String cloneTemplate() {
    String name = "test_" + COUNT.incrementAndGet();
    JdbcClient server = Server.INSTANCE.jdbc;
    for (String old = FINISHED.poll(); old != null; old = FINISHED.poll()) {
      server.sql("drop database if exists " + old + " with (force)").update();
    }
    server.sql("create database " + name + " template " + TEMPLATE).update();
    return name;
  }

  static void finished(String name) {
    FINISHED.add(name);
  }

  /// As `KUNDIG_DATABASE_URL` takes it.
  static URI urlOf(String name) {
    return URI.create(Server.INSTANCE.url + name);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    name = cloneTemplate();
    HikariConfig config = new HikariConfig();
    config.setDataSource(source(Server.INSTANCE.url, name));
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(1);
    dataSource = new HikariDataSource(config);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (dataSource != null) {
      dataSource.close();
    }
    finished(name);
  }

  public DataSource dataSource() {
    if (dataSource == null) {
      throw new IllegalStateException("register it as a static extension");
    }
    return dataSource;
  }

  /// As `KUNDIG_DATABASE_URL` takes it.
  public URI url() {
    return urlOf(name);
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(dataSource());
  }

  public TransactionTemplate transactions() {
    return new TransactionTemplate(new JdbcTransactionManager(dataSource()));
  }

  private static PGSimpleDataSource source(String server, String database) {
    URI url = URI.create(server);
    String[] user = url.getUserInfo().split(":", 2);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {url.getHost()});
    source.setPortNumbers(new int[] {url.getPort()});
    source.setDatabaseName(database);
    source.setUser(user[0]);
    source.setPassword(user[1]);
    source.setPrepareThreshold(1);
    return source;
  }

  /// Started by the first test that asks.
  private static final class Server {

    static final Server INSTANCE = new Server();

    final String url = TestPostgres.start();
    final JdbcClient jdbc;

    private Server() {
      jdbc = JdbcClient.create(source(url, "postgres"));
      jdbc.sql("create database " + TEMPLATE).update();
      Flyway.configure()
          .dataSource(source(url, TEMPLATE))
          .defaultSchema("platform")
          .load()
          .migrate();
    }
  }
}
