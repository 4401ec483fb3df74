package io.kundig.messaging;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// The name of a sending process, from which others on the same machine can tell that it is dead.
///
/// @param place where it runs
/// @param pid there
/// @param started when that process started, as the system says; epoch where it does not
record Presence(String place, long pid, Instant started, UUID id) {

  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  static Presence ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return new Presence(here(), process.pid(), startOf(process), UUID.randomUUID());
  }

  static Presence parse(String owner) {
    String[] parts = owner.split(" ", 4);
    return new Presence(
        parts[0], Long.parseLong(parts[1]), Instant.parse(parts[2]), UUID.fromString(parts[3]));
  }

  @Override
  public String toString() {
    return place + " " + pid + " " + started + " " + id;
  }

  /// True only where that is certain.
  boolean isDead() {
    return place.equals(here())
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> sameStart(startOf(process)))
            .isEmpty();
  }

  private boolean sameStart(Instant other) {
    return Duration.between(started, other).abs().compareTo(TOLERANCE) <= 0;
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /// Two that are equal see each other's process ids: the same boot of the same kernel, the same
  /// namespace. Where the system does not say, the name of the host.
  private static String here() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return hostName();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replace(' ', '-');
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
