package io.kundig.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A generated file that is committed, so that every change of it shows. `mvn test -Dkundig.write`
/// writes them anew.
public final class Committed {

  private final Path path;

  private Committed(Path path) {
    this.path = path;
  }

  /// @param path from the project's root
  public static Committed file(String path) {
    return new Committed(Path.of(path));
  }

  public void mustBe(String content) {
    try {
      if (System.getProperty("kundig.write") != null) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, content);
      }
      assertThat(Files.exists(path) ? Files.readString(path) : "")
          .as("%s is out of date: run mvn test -Dkundig.write and commit it", path)
          .isEqualTo(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
