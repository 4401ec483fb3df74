package io.kundig.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server of our own with its data in `<data>/database`: created at the first start,
/// adopted when it still runs after we were killed, started again when it dies, stopped with us.
final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final String MAJOR = "18";
  private static final String USER = "kundig";
  private static final String DATABASE = "kundig";
  private static final Duration START_PATIENCE = Duration.ofMinutes(10);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
  private static final Duration WATCH_EVERY = Duration.ofMillis(500);
  private static final int PORT_ATTEMPTS = 5;

  /// What a starting server says while the backends of a killed one still run.
  private static final List<String> PASSING_TROUBLE =
      List.of("pre-existing shared memory block", "lock file \"postmaster.pid\" already exists");

  private final Path home;
  private final Path cluster;
  private final PostgresBinaries binaries;
  private final DatabaseAccount account;
  private final String password;
  private final Map<String, String> overrides;
  private int port;
  private volatile boolean closing;

  private EmbeddedPostgres(Path home, Path binariesFolder, Map<String, String> overrides)
      throws IOException {
    this.home = home;
    this.cluster = home.resolve(MAJOR);
    this.overrides = overrides;
    Files.createDirectories(home);
    Files.createDirectories(binariesFolder);
    this.account = DatabaseAccount.forCluster(cluster);
    if (!account.isUs()) {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    }
    this.binaries = PostgresBinaries.unpackedIn(binariesFolder);
    this.password = SecretFile.readOrCreate(home.resolve("password"));
  }

  /// @throws IllegalStateException with a message for the operator when it cannot be started
  static EmbeddedPostgres start(Path data) {
    Path home = data.resolve("database");
    return start(home, home, Map.of());
  }

  /// @param overrides server settings that differ from ours; tests only
  static EmbeddedPostgres start(Path home, Path binaries, Map<String, String> overrides) {
    try {
      EmbeddedPostgres postgres = new EmbeddedPostgres(home, binaries, overrides);
      postgres.begin();
      return postgres;
    } catch (IOException e) {
      throw new IllegalStateException(
          "the database cannot start in " + home + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the database started", e);
    }
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
    Thread.ofVirtual().name("database-watch").start(this::watch);
  }

  private void create() throws IOException, InterruptedException {
    Path fresh = home.resolve(MAJOR + ".new");
    deleteRecursively(fresh);
    Files.createDirectory(fresh);
    Path passwordFile = fresh.resolveSibling("initial-password");
    Files.copy(home.resolve("password"), passwordFile, StandardCopyOption.REPLACE_EXISTING);
    account.own(fresh);
    account.own(passwordFile);
    run(
        fresh,
        List.of(
            binaries.program("initdb"),
            "--pgdata=" + fresh,
            "--username=" + USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            isDurable() ? "--sync-method=fsync" : "--no-sync"));
    Files.delete(passwordFile);
    Files.writeString(
        fresh.resolve("postgresql.conf"),
        "\n# Written anew at every start:\ninclude 'kundig.conf'\n",
        java.nio.file.StandardOpenOption.APPEND);
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isDurable() {
    return !"off".equals(overrides.get("fsync"));
  }

  private boolean adopt() throws IOException, InterruptedException {
    Optional<Postmaster> running = Postmaster.running(cluster);
    while (running.isPresent()) {
      port = running.get().port();
      if (port > 0 && answers()) {
        log.atInfo().addKeyValue("pid", running.get().pid()).log("adopted the running database");
        return true;
      }
      Thread.sleep(100);
      running = Postmaster.running(cluster);
    }
    return false;
  }

  private void launchOnFreePort() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      try {
        launch();
        return;
      } catch (PortTaken e) {
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
    Path startLog = cluster.resolve("start.log");
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (true) {
      Files.deleteIfExists(startLog);
      Postmaster.removeStale(cluster);
      Outcome outcome =
          execute(
              cluster,
              List.of(
                  binaries.program("pg_ctl"),
                  "start",
                  "--wait",
                  "--timeout=" + START_PATIENCE.toSeconds(),
                  "--pgdata=" + cluster,
                  "--log=" + startLog));
      if (outcome.succeeded()) {
        return;
      }
      String said = Files.exists(startLog) ? Files.readString(startLog) : outcome.output();
      if (said.contains("could not bind")) {
        throw new PortTaken(said);
      }
      if (PASSING_TROUBLE.stream().noneMatch(said::contains) || System.nanoTime() > deadline) {
        throw new IOException(lastLines(said));
      }
      Thread.sleep(200);
    }
  }

  private void createDatabase() throws IOException {
    PostgresAddress maintenance = address("postgres");
    try (Connection connection = connect(maintenance);
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create database " + DATABASE);
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void watch() {
    while (!closing) {
      try {
        Thread.sleep(WATCH_EVERY);
        if (!closing && Postmaster.running(cluster).isEmpty()) {
          restart();
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        log.atError().setCause(e).log("the database died and does not start again");
      }
    }
  }

  private synchronized void restart() throws IOException, InterruptedException {
    if (!closing) {
      log.atWarn().log("the database died: starting it again");
      launch();
    }
  }

  /// Waits for open transactions to be broken off and everything to be on disk.
  @Override
  public void close() {
    close("fast");
  }

  /// @param mode of `pg_ctl stop`: fast, or immediate when the data does not matter
  synchronized void close(String mode) {
    closing = true;
    try {
      stop(mode);
    } catch (IOException e) {
      log.atWarn().setCause(e).log("the database did not stop in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(String mode) throws IOException, InterruptedException {
    if (Postmaster.running(cluster).isEmpty()) {
      return;
    }
    run(
        cluster,
        List.of(
            binaries.program("pg_ctl"),
            "stop",
            "--wait",
            "--mode=" + mode,
            "--timeout=" + STOP_PATIENCE.toSeconds(),
            "--pgdata=" + cluster));
  }

  private boolean answers() {
    try (Connection connection = connect(address("postgres"))) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private PostgresAddress address(String database) {
    return new PostgresAddress("127.0.0.1", port, database, USER, password, "");
  }

  private static Connection connect(PostgresAddress address) throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  private record Outcome(int code, String output) {
    boolean succeeded() {
      return code == 0;
    }
  }

  private void run(Path folder, List<String> command) throws IOException, InterruptedException {
    Outcome outcome = execute(folder, command);
    if (!outcome.succeeded()) {
      throw new IOException(lastLines(outcome.output()));
    }
  }

  private Outcome execute(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("kundig-database", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(account.command(folder, command));
      builder.directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(START_PATIENCE.toSeconds() + 10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " does not end");
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String lastLines(String text) {
    List<String> lines = new ArrayList<>(text.lines().filter(line -> !line.isBlank()).toList());
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
  }

  private static void deleteRecursively(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      paths
          .sorted(java.util.Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private static final class PortTaken extends IOException {
    PortTaken(String said) {
      super(lastLines(said));
    }
  }
}
