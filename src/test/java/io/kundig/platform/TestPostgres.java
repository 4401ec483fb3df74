package io.kundig.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// The PostgreSQL server of this test JVM: fast, forgetful, and gone when the JVM ends.
public final class TestPostgres {

  private static final Path FOLDER =
      Path.of(
          System.getProperty("java.io.tmpdir"), "kundig-tests-" + System.getProperty("user.name"));

  private static final Map<String, String> FAST =
      Map.of(
          "fsync", "off",
          "full_page_writes", "off",
          "synchronous_commit", "off",
          "shared_buffers", "'128MB'",
          "max_connections", "200",
          "logging_collector", "off");

  private TestPostgres() {}

  /// Where the programs lie unpacked, for all test runs on this machine.
  static Path binaries() {
    return FOLDER;
  }

  /// Starts the server; called once for each JVM, by `TestDatabase`.
  ///
  /// @return its address, in the form of `KUNDIG_DATABASE_URL` but for the database's name at its
  ///   end
  public static String start() {
    Path home = FOLDER.resolve("run-" + ProcessHandle.current().pid());
    sweepDeadRuns();
    EmbeddedPostgres postgres = launch(home);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(postgres, home)));
    PostgresAddress address = postgres.address();
    return "postgresql://%s:%s@%s:%d/"
        .formatted(address.user(), address.password(), address.host(), address.port());
  }

  private static void discard(EmbeddedPostgres postgres, Path home) {
    postgres.close("immediate");
    try {
      FileTrees.delete(home);
    } catch (IOException | UncheckedIOException e) {
      // a backend may still be writing: the next run sweeps what is left
    }
  }

  private static EmbeddedPostgres launch(Path home) {
    try {
      return EmbeddedPostgres.start(home, FOLDER, FAST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A test JVM that was killed leaves its server and folder behind.
  private static void sweepDeadRuns() {
    try (Stream<Path> runs = Files.list(Files.createDirectories(FOLDER))) {
      for (Path run :
          runs.filter(path -> path.getFileName().toString().startsWith("run-")).toList()) {
        long pid = Long.parseLong(run.getFileName().toString().substring("run-".length()));
        if (ProcessHandle.of(pid).isEmpty()) {
          Postmaster.running(run.resolve("18"))
              .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()))
              .ifPresent(ProcessHandle::destroyForcibly);
          FileTrees.delete(run);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
