package io.kundig.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server of our own: created at the first start, adopted when it still runs after we
/// were killed, started again when it dies, stopped with us. It outlives us when we are killed, and
/// its data is safe whoever of both is killed.
///
/// Its folder holds the `password`, the unpacked programs, and the cluster named by its major
/// version.
final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final String MAJOR = "18";
  private static final String USER = "kundig";
  private static final String DATABASE = "kundig";
  private static final Path BINARIES_FOR_ROOT = Path.of("/var/cache/kundig");
  private static final Duration WATCH_EVERY = Duration.ofMillis(250);
  private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final int PORT_ATTEMPTS = 5;

  private final Path home;
  private final Path cluster;
  private final Map<String, String> overrides;
  private final DatabaseAccount account;
  private final PostgresPrograms programs;
  private final String password;
  private int port;
  private volatile boolean closing;

  /// @throws StartFailure when it cannot be started
  static EmbeddedPostgres start(DataFolder data) {
    Path home = data.path().resolve("database");
    try {
      return start(home, home, Map.of());
    } catch (IOException e) {
      throw new StartFailure(
          "the database cannot start in " + home + " (" + DataFolder.describe(e) + ")",
          "make room or give rights, choose another folder with KUNDIG_DATA, or name a server of your"
              + " own with KUNDIG_DATABASE_URL",
          e);
    }
  }

  /// @param binaries where the programs are unpacked
  /// @param overrides settings that differ from [PostgresTuning]'s; for tests
  static EmbeddedPostgres start(Path home, Path binaries, Map<String, String> overrides)
      throws IOException {
    EmbeddedPostgres postgres = new EmbeddedPostgres(home, binaries, overrides);
    try {
      postgres.begin();
      return postgres;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the database started", e);
    }
  }

  private EmbeddedPostgres(Path home, Path binaries, Map<String, String> overrides)
      throws IOException {
    this.home = Files.createDirectories(home);
    this.cluster = home.resolve(MAJOR);
    this.overrides = overrides;
    this.account = DatabaseAccount.forCluster(home, cluster);
    if (!account.isUs()) {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    }
    Path reachable = account.isBehindClosedDoors() ? BINARIES_FOR_ROOT : binaries;
    this.programs = new PostgresPrograms(PostgresBinaries.unpackedIn(reachable), account);
    this.password = SecretFile.readOrCreate(home.resolve("password"));
  }

  PostgresAddress address() {
    return address(DATABASE);
  }

  private void begin() throws IOException, InterruptedException {
    if (!Files.isDirectory(cluster)) {
      create();
    }
    if (!adopt()) {
      launchOnFreePort();
    }
    createDatabase();
    Thread.ofPlatform().daemon().name("database-watch").start(this::watch);
  }

  /// Appears under its name only when it is whole.
  private void create() throws IOException, InterruptedException {
    Path fresh = home.resolve(MAJOR + ".new");
    FileTrees.delete(fresh);
    Files.createDirectory(fresh);
    Path passwordFile = home.resolve("initial-password");
    Files.copy(home.resolve("password"), passwordFile, StandardCopyOption.REPLACE_EXISTING);
    account.own(fresh);
    account.own(passwordFile);
    programs.initialize(fresh, USER, passwordFile, isDurable());
    Files.delete(passwordFile);
    Files.writeString(
        fresh.resolve("postgresql.conf"),
        "\n# Written anew at every start:\ninclude 'kundig.conf'\n",
        StandardOpenOption.APPEND);
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isDurable() {
    return !"off".equals(overrides.get("fsync"));
  }

  private boolean adopt() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PostgresPrograms.START_PATIENCE.toNanos();
    Optional<Postmaster> running = Postmaster.running(cluster);
    while (running.isPresent()) {
      port = running.get().port();
      if (port > 0 && answers()) {
        log.atInfo().addKeyValue("pid", running.get().pid()).log("adopted the running database");
        return true;
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("process " + running.get().pid() + " holds it and does not answer");
      }
      Thread.sleep(100);
      running = Postmaster.running(cluster);
    }
    return false;
  }

  private boolean answers() throws IOException {
    try (Connection connection = address("postgres").connect()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      if (PostgresAddress.isRefusal(e)) {
        throw new IOException(
            "the running server does not take our password: " + e.getMessage(), e);
      }
      return false;
    }
  }

  private void launchOnFreePort() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      try {
        launch();
        return;
      } catch (PostgresPrograms.PortTaken e) {
        if (attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void launch() throws IOException, InterruptedException {
    Path configuration = cluster.resolve("kundig.conf");
    Files.writeString(configuration, PostgresTuning.configuration(port, home, overrides));
    account.own(configuration);
    programs.start(cluster);
  }

  private void createDatabase() throws IOException {
    try (Connection connection = address("postgres").connect();
        Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        statement.execute("create database " + DATABASE);
      }
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
      return found.next();
    }
  }

  private void watch() {
    while (!closing) {
      try {
        Thread.sleep(WATCH_EVERY);
        if (Postmaster.running(cluster).isEmpty()) {
          restart();
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        log.atError().setCause(e).log("the database died and does not start again");
        sleepQuietly(RETRY_AFTER_FAILURE);
      }
    }
  }

  /// On the same port: the pool's connections come back by themselves.
  private synchronized void restart() throws IOException, InterruptedException {
    if (!closing) {
      log.atWarn().log("the database died: starting it again");
      launch();
    }
  }

  /// Breaks off open transactions and returns when everything is on disk.
  @Override
  public void close() {
    close("fast");
  }

  /// @param mode see [PostgresPrograms#stop]
  void close(String mode) {
    closing = true;
    synchronized (this) {
      try {
        programs.stop(cluster, mode);
      } catch (IOException e) {
        log.atWarn().setCause(e).log("the database did not stop in time");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Leaves the server running and unwatched, as our being killed does; for tests.
  void abandon() {
    closing = true;
  }

  private PostgresAddress address(String database) {
    return new PostgresAddress("127.0.0.1", port, database, USER, password, "");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void sleepQuietly(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
