package io.kundig.messaging;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// The name of a sending process, from which others on the same machine can tell that it is dead.
///
/// @param host where it runs
/// @param pid there
/// @param started when that process started, as the system says; epoch where it does not
record Presence(String host, long pid, Instant started, UUID id) {

  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  static Presence ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return new Presence(hostName(), process.pid(), startOf(process), UUID.randomUUID());
  }

  static Presence parse(String owner) {
    String[] parts = owner.split(" ", 4);
    return new Presence(
        parts[0], Long.parseLong(parts[1]), Instant.parse(parts[2]), UUID.fromString(parts[3]));
  }

  @Override
  public String toString() {
    return host + " " + pid + " " + started + " " + id;
  }

  /// True only where that is certain.
  boolean isDead() {
    return host.equals(hostName())
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

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replace(' ', '-');
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
