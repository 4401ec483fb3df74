package io.kundig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Messages send people to pages by the names the admin app shows.
class PageNamesTests {

  private static final Pattern PAGE = Pattern.compile("Settings → (\\p{Lu}[\\p{L} ]*)");
  private static final Pattern SHOWN = Pattern.compile("(?m)^msgstr \"([^\"]+)\"$");

  @Test
  void everyPageOfTheSettingsIsNamedAsTheAppNamesIt() throws IOException {
    Set<String> shown = shown();
    List<String> unknown = new ArrayList<>();
    int named = 0;
    for (Path file : files()) {
      String text = Files.readString(file).replaceAll("\"\\s*\\+ \"", "");
      for (MatchResult page : PAGE.matcher(text).results().toList()) {
        named++;
        if (shown.stream().noneMatch(page.group(1)::startsWith)) {
          unknown.add(file + ": " + page.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(named).isPositive();
  }

  private static Set<String> shown() throws IOException {
    String words = Files.readString(Path.of("ui/src/app/locales/en.po"));
    return SHOWN.matcher(words).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md")),
              sources.filter(path -> path.toString().endsWith(".java")))
          .toList();
    }
  }
}
