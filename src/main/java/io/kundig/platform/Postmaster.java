package io.kundig.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The running server of a cluster, as its `postmaster.pid` tells.
///
/// @param port 0 while it has not got that far
record Postmaster(long pid, int port) {

  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;

  /// Empty when there is none, or the file was left by a server that is dead.
  static Optional<Postmaster> running(Path cluster) throws IOException {
    return read(cluster).filter(postmaster -> isPostgres(postmaster.pid));
  }

  /// Removes a file whose process is dead or, after a reboot, somebody else's.
  static void removeStale(Path cluster) throws IOException {
    if (running(cluster).isEmpty()) {
      Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    }
  }

  private static Optional<Postmaster> read(Path cluster) throws IOException {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(PID_LINE).strip());
      int port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      return Optional.of(new Postmaster(pid, port));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NumberFormatException e) {
      throw new IOException("postmaster.pid cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isPostgres(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    Optional<String> command = process.get().info().command();
    // unknown: another account's process; better wait for it than start a second one
    return command.isEmpty() || command.get().contains("postgres");
  }
}
