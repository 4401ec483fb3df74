package io.kundig.templates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The files under `mail/` that come with the program.
final class MailFiles {

  private MailFiles() {}

  static String read(String file) {
    return find(file).orElseThrow(() -> new IllegalStateException("mail/" + file + " is missing"));
  }

  static Optional<String> find(String file) {
    try (InputStream stream = MailFiles.class.getResourceAsStream("/mail/" + file)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
