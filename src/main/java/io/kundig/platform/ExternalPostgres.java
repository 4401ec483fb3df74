package io.kundig.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An operator's own server, which may be starting at the same time as we are.
final class ExternalPostgres {

  private static final Logger log = LoggerFactory.getLogger(ExternalPostgres.class);

  static final int OLDEST = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration RETRY_EVERY = Duration.ofMillis(500);

  private ExternalPostgres() {}

  /// @throws StartFailure when it cannot be reached or is too old
  static void check(PostgresAddress address) {
    check(address, PATIENCE);
  }

  static void check(PostgresAddress address, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try (Connection connection = address.connect()) {
        checkVersion(address, connection.getMetaData().getDatabaseMajorVersion());
        return;
      } catch (SQLException e) {
        if (PostgresAddress.isRefusal(e) || System.nanoTime() > deadline) {
          throw new StartFailure(
              "no use of the database at " + address + " (" + e.getMessage() + ")",
              "check KUNDIG_DATABASE_URL, and that the server runs",
              e);
        }
        log.atInfo().addKeyValue("address", address).log("waiting for the database");
        sleep();
      }
    }
  }

  static void checkVersion(PostgresAddress address, int version) {
    if (version < OLDEST) {
      throw new StartFailure(
          "the database at " + address + " is PostgreSQL " + version,
          "Kundig needs PostgreSQL " + OLDEST + " or newer");
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(RETRY_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while waiting for the database", "start again", e);
    }
  }
}
