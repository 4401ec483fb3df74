package io.kundig.sources;

import io.kundig.platform.Settings;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Where uploaded files lie until they are taken: under names of our own, readable for nobody else.
@Configuration(proxyBeanMethods = false)
class UploadFolder {

  static final long MOST_BYTES = 512L << 20;

  private static final int IN_MEMORY = 0;

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

  void delete(UUID importId) {
    try {
      Files.deleteIfExists(fileOf(importId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
