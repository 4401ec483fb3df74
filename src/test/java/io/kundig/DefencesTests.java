package io.kundig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/defences.md` names classes and tests that exist.
class DefencesTests {

  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+)`");

  @Test
  void everyDefenceAndItsTestExist() throws IOException {
    Set<String> named =
        CLASS
            .matcher(Files.readString(Path.of("docs/defences.md")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(50).isSubsetOf(sources());
  }

  private static Set<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
