package io.kundig.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The folder of all that outlives the process, claimed by one process at a time. The claim is a
/// file lock: it goes with the process, however that ends.
final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel claim;

  private DataFolder(Path path, FileChannel claim) {
    this.path = path;
    this.claim = claim;
  }

  /// Creates the folder when it is missing.
  static DataFolder claim(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      }
      Path file = path.resolve("kundig.lock");
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        String holder = Files.readString(file).strip();
        channel.close();
        throw new StartFailure(
            "another Kundig (process " + holder + ") already works on " + path,
            "stop it, or choose another folder with KUNDIG_DATA");
      }
      String pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new StartFailure(
          "the data folder " + path + " cannot be written (" + describe(e) + ")",
          "make room or give rights, or choose another folder with KUNDIG_DATA",
          e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    claim.close();
  }

  static String describe(IOException e) {
    return e instanceof java.nio.file.FileSystemException file && file.getReason() != null
        ? file.getFile() + ": " + file.getReason()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
