package io.kundig.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `initdb` and `pg_ctl`, run by the database's account.
final class PostgresPrograms {

  /// Recovery after a crash may take this long.
  static final Duration START_PATIENCE = Duration.ofMinutes(10);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
  private static final Duration RETRY_EVERY = Duration.ofMillis(200);
  private static final int LINES_SHOWN = 4;

  /// What a starting server says while processes of a killed one still run.
  private static final List<String> PASSING_TROUBLE =
      List.of("pre-existing shared memory block", "lock file \"postmaster.pid\" already exists");

  private final PostgresBinaries binaries;
  private final DatabaseAccount account;

  PostgresPrograms(PostgresBinaries binaries, DatabaseAccount account) {
    this.binaries = binaries;
    this.account = account;
  }

  /// @param cluster an empty folder of the database's account
  void initialize(Path cluster, String user, Path passwordFile, boolean durable)
      throws IOException, InterruptedException {
    run(
        cluster,
        List.of(
            binaries.program("initdb"),
            "--pgdata=" + cluster,
            "--username=" + user,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            durable ? "--sync-method=fsync" : "--no-sync"));
  }

  /// Returns when the server takes connections.
  ///
  /// @throws PortTaken when somebody listens on its port
  void start(Path cluster) throws IOException, InterruptedException {
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
        throw new PortTaken(lastLines(said));
      }
      if (PASSING_TROUBLE.stream().noneMatch(said::contains) || System.nanoTime() > deadline) {
        throw new IOException(lastLines(said));
      }
      Thread.sleep(RETRY_EVERY);
    }
  }

  /// Returns when the server has ended; does nothing when none runs.
  ///
  /// @param mode `fast`, which breaks transactions off, or `immediate`, which does not write either
  void stop(Path cluster, String mode) throws IOException, InterruptedException {
    if (Postmaster.running(cluster).isPresent()) {
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
  }

  static final class PortTaken extends IOException {
    private PortTaken(String said) {
      super(said);
    }
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
      ProcessBuilder builder = new ProcessBuilder(account.command(command));
      builder.directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().keySet().removeIf(name -> name.startsWith("KUNDIG_"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(START_PATIENCE.plusSeconds(10))) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " does not end");
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String lastLines(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).map(String::strip).toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
