package io.kundig.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who runs the database: PostgreSQL refuses root, so that a root process hands it to an account
/// without privileges; any other process runs it itself.
final class DatabaseAccount {

  /// The first that exists.
  private static final List<String> CANDIDATES = List.of("kundig", "postgres", "nobody");

  private final @Nullable Unprivileged unprivileged;
  private final boolean behindClosedDoors;

  private record Unprivileged(int uid, int gid) {}

  private DatabaseAccount(@Nullable Unprivileged unprivileged, boolean behindClosedDoors) {
    this.unprivileged = unprivileged;
    this.behindClosedDoors = behindClosedDoors;
  }

  /// @param home exists
  /// @param cluster below it, the database's folder; need not exist, and its owner stays who it is
  static DatabaseAccount forCluster(Path home, Path cluster) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new DatabaseAccount(null, false);
    }
    Unprivileged owner = Files.isDirectory(cluster) ? ownerOf(cluster) : find();
    return new DatabaseAccount(owner.uid() == 0 ? find() : owner, !anybodyMayEnter(home));
  }

  boolean isUs() {
    return unprivileged == null;
  }

  /// Whether a folder above the cluster, such as /root, keeps this account out.
  boolean isBehindClosedDoors() {
    return behindClosedDoors;
  }

  /// The command as this account runs it.
  List<String> command(List<String> command) {
    if (unprivileged == null) {
      return command;
    }
    List<String> all = new ArrayList<>();
    all.add("setpriv");
    all.add("--reuid=" + unprivileged.uid());
    all.add("--regid=" + unprivileged.gid());
    all.add("--clear-groups");
    if (behindClosedDoors) {
      // may look past the closed folder to its own, and cannot write elsewhere
      all.add("--inh-caps=-all,+dac_read_search");
      all.add("--ambient-caps=-all,+dac_read_search");
    } else {
      all.add("--inh-caps=-all");
    }
    all.add("--");
    all.addAll(command);
    return all;
  }

  /// Hands over a folder with all that is in it, or a file.
  void own(Path top) throws IOException {
    if (unprivileged == null) {
      return;
    }
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", unprivileged.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", unprivileged.gid(), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static Unprivileged ownerOf(Path cluster) throws IOException {
    return new Unprivileged(
        (int) Files.getAttribute(cluster, "unix:uid"),
        (int) Files.getAttribute(cluster, "unix:gid"));
  }

  private static boolean anybodyMayEnter(Path home) throws IOException {
    for (Path path = home.toRealPath().getParent(); path != null; path = path.getParent()) {
      if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Unprivileged find() throws IOException {
    List<String> accounts = Files.readAllLines(Path.of("/etc/passwd"));
    for (String name : CANDIDATES) {
      for (String account : accounts) {
        String[] fields = account.split(":", -1);
        if (fields.length > 3 && fields[0].equals(name) && !fields[2].equals("0")) {
          return new Unprivileged(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
        }
      }
    }
    throw new StartFailure(
        "PostgreSQL must not run as root, and there is no account " + String.join(", ", CANDIDATES),
        "create one, or start Kundig as an ordinary user");
  }
}
