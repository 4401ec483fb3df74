package io.kundig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks the SQL as Modulith checks the Java: each module reads and writes its own schema.
class SqlOwnershipTests {

  private static final Path SOURCES = Path.of("src/main/java/io/kundig");

  /// These put together what others own, and only read it.
  private static final Set<String> READERS = Set.of("reporting", "customers", "segments", "demo");

  private static final Pattern READ =
      Pattern.compile("\\b(?:from|join)\\s+([a-z_]+)\\.[a-z_]+", Pattern.CASE_INSENSITIVE);

  private static final Pattern WRITE =
      Pattern.compile(
          "\\b(?:insert\\s+into|update|delete\\s+from|truncate|copy|alter\\s+table|create\\s+table)\\s+([a-z_]+)\\.[a-z_]+",
          Pattern.CASE_INSENSITIVE);

  @Test
  void aModuleReadsOnlyItsOwnSchema() {
    assertThat(foreign(READ, READERS)).isEmpty();
  }

  @Test
  void aModuleWritesOnlyItsOwnSchema() {
    assertThat(foreign(WRITE, Set.of())).isEmpty();
  }

  private static List<String> foreign(Pattern use, Set<String> exempt) {
    Set<String> schemas = modules();
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (SOURCES.equals(file.getParent())) {
          continue;
        }
        String module = SOURCES.relativize(file).getName(0).toString();
        Matcher matcher = use.matcher(withoutComments(Files.readString(file)));
        while (matcher.find()) {
          String schema = matcher.group(1);
          if (schemas.contains(schema) && !schema.equals(module) && !exempt.contains(module)) {
            found.add(SOURCES.relativize(file) + ": " + matcher.group());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Set<String> modules() {
    try (Stream<Path> folders = Files.list(SOURCES)) {
      return Set.copyOf(
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutComments(String source) {
    return source.replaceAll("(?m)^\\s*///?.*$", "").replaceAll("(?m)^import .*$", "");
  }
}
