package io.kundig.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs inside our jar, unpacked once into a folder named after their version.
final class PostgresBinaries {

  /// Changes with the binaries' version in the pom: an unpacked folder of another name is not used.
  static final String VERSION = "18.6.0";

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /// @param parent where the folder is or will be; readable by whoever runs the database
  /// @throws IOException when it cannot be written, for want of space or rights
  static PostgresBinaries unpackedIn(Path parent) throws IOException {
    Path home = parent.resolve("postgresql-" + VERSION);
    if (!Files.isDirectory(home)) {
      unpack(parent, home);
    }
    return new PostgresBinaries(home);
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static void unpack(Path parent, Path home) throws IOException {
    Files.createDirectories(parent);
    Path fresh = parent.resolve(home.getFileName() + "." + ProcessHandle.current().pid());
    FileTrees.delete(fresh);
    try {
      extract(fresh);
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      FileTrees.delete(fresh);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static void extract(Path target) throws IOException {
    Files.createDirectory(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (InputStream resource = archive();
        var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else {
      Files.createDirectories(path.getParent());
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        return;
      }
      Files.copy(tar, path);
    }
    boolean executable = entry.isDirectory() || (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static InputStream archive() throws IOException {
    String name = "/postgres-" + system() + ".txz";
    InputStream resource = PostgresBinaries.class.getResourceAsStream(name);
    if (resource == null) {
      throw new IOException(
          "there is no embedded PostgreSQL for this system ("
              + system()
              + "): set KUNDIG_DATABASE_URL");
    }
    return resource;
  }

  private static String system() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (os.startsWith("mac") ? "darwin" : os)
        + "-"
        + switch (cpu) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> cpu;
        };
  }
}
