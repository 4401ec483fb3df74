package io.kundig;

import io.kundig.support.Committed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  private static final String HEADING =
      """
      # Modules
      Each knows only those below it, which here means above it. Written by `ModularityTests` from the
      `package-info.java` files.

      | module | what it is | may know |
      |---|---|---|
      """;

  private final ApplicationModules modules = ApplicationModules.of(Kundig.class);

  @Test
  void everyModuleKnowsOnlyThoseItMay() {
    modules.verify();
  }

  @Test
  void theCommittedListOfModulesIsTrue() {
    Committed.file("docs/modules.md").mustBe(describe());
  }

  private String describe() {
    return modules.stream()
        .sorted(
            Comparator.comparingInt((ApplicationModule module) -> knownTo(module).size())
                .thenComparing(ModularityTests::nameOf))
        .map(ModularityTests::describe)
        .collect(Collectors.joining("", HEADING, ""));
  }

  private static String describe(ApplicationModule module) {
    String knows = String.join(", ", knownTo(module));
    return "| %s | %s | %s |\n".formatted(nameOf(module), lineOf(module), knows);
  }

  private static List<String> knownTo(ApplicationModule module) {
    return List.of(
        module
            .getBasePackage()
            .findAnnotation(org.springframework.modulith.ApplicationModule.class)
            .orElseThrow()
            .allowedDependencies());
  }

  private static String lineOf(ApplicationModule module) {
    Path source =
        Path.of("src/main/java")
            .resolve(module.getBasePackage().getName().replace('.', '/'))
            .resolve("package-info.java");
    try {
      return Files.readAllLines(source).getFirst().replaceFirst("^/// ", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(ApplicationModule module) {
    return module.getIdentifier().toString();
  }
}
