package io.kundig.sources;

import io.kundig.platform.Settings;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Where uploaded files lie until they are taken: under names of our own, readable for nobody else.
@Configuration(proxyBeanMethods = false)
class UploadFolder {

  static final long MOST_BYTES = 512L << 20;

  private static final int IN_MEMORY = 0;

  /// Nobody who sends is silent for as long: the connection would have been closed.
  private static final Duration LONGEST_STALL = Duration.ofMinutes(5);

  private final Path folder;

  UploadFolder(Settings settings) {
    this.folder = settings.data().resolve("uploads");
  }

  /// Uploads go to the folder as they come in, not through memory.
  @Bean
  MultipartConfigElement multipartConfig() {
    return new MultipartConfigElement(
        create().toString(), MOST_BYTES, MOST_BYTES + (1 << 20), IN_MEMORY);
  }

  private Path create() {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path fileOf(UUID importId) {
    return folder.resolve(importId + ".upload");
  }

  /// What is left of uploads that broke off, such as on a full disk.
  void deleteAbandoned() {
    Instant stalled = Instant.now().minus(LONGEST_STALL);
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(create(), "upload_*.tmp")) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(stalled)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (NoSuchFileException e) {
      // It was taken meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(UUID importId) {
    try {
      Files.deleteIfExists(fileOf(importId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
