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

  private static final List<String> CANDIDATES = List.of("kundig", "postgres", "nobody");

  private final @Nullable Unprivileged unprivileged;

  private DatabaseAccount(@Nullable Unprivileged unprivileged) {
    this.unprivileged = unprivileged;
  }

  private record Unprivileged(String name, int uid, int gid) {}

  /// @param cluster the database's folder, whose owner stays who it is; need not exist
  static DatabaseAccount forCluster(Path cluster) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new DatabaseAccount(null);
    }
    if (Files.isDirectory(cluster)) {
      int uid = (int) Files.getAttribute(cluster, "unix:uid");
      int gid = (int) Files.getAttribute(cluster, "unix:gid");
      if (uid != 0) {
        return new DatabaseAccount(new Unprivileged(Integer.toString(uid), uid, gid));
      }
    }
    return new DatabaseAccount(find());
  }

  /// The command as this account runs it.
  ///
  /// @param folder what the command must reach
  List<String> command(Path folder, List<String> command) throws IOException {
    if (unprivileged == null) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of("setpriv"));
    all.add("--reuid=" + unprivileged.uid());
    all.add("--regid=" + unprivileged.gid());
    all.add("--clear-groups");
    if (!mayEnter(folder)) {
      // below a closed folder such as /root: let the database pass through, and nothing else
      all.add("--inh-caps=-all,+dac_read_search");
      all.add("--ambient-caps=-all,+dac_read_search");
    } else {
      all.add("--inh-caps=-all");
    }
    all.add("--");
    all.addAll(command);
    return all;
  }

  /// Hands over a folder with all that is in it.
  void own(Path folder) throws IOException {
    if (unprivileged == null) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", unprivileged.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", unprivileged.gid(), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  boolean isUs() {
    return unprivileged == null;
  }

  private static boolean mayEnter(Path folder) throws IOException {
    for (Path path = folder.toRealPath().getParent(); path != null; path = path.getParent()) {
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
          return new Unprivileged(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
        }
      }
    }
    throw new IOException(
        "PostgreSQL must not run as root, and there is no account "
            + String.join(", ", CANDIDATES)
            + ": create one, or start Kundig as an ordinary user");
  }
}
