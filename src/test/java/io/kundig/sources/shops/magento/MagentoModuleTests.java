package io.kundig.sources.shops.magento;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.sources.shops.HookRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/// The module in `adapters/magento`, as far as it can be looked at without a shop.
class MagentoModuleTests {

  private static final Path MODULE = Path.of("adapters", "magento");

  @Test
  void whatItSignsIsTakenHere() {
    String body =
        "{\"changed\":[{\"resource\":\"order\",\"id\":\"41\"},{\"resource\":\"order\",\"id\":\"42\"},"
            + "{\"resource\":\"customer\",\"id\":\"7\"}]}";
    HookRequest request = new HookRequest(Map.of(), body.getBytes(StandardCharsets.UTF_8));

    // The same value stands in Test/notice.php.
    assertThat(
            request.isSigned(
                "0123456789abcdef0123456789abcdef0123456789abcdef",
                "0+UpML3VEoQnD/A+qjuMOB58bVsCVHwfKtWzEAMQQCk="))
        .isTrue();
  }

  @Test
  void whatItsFilesNameIsThere() throws Exception {
    Set<String> observers = new TreeSet<>();
    Set<String> made = new TreeSet<>();
    try (Stream<Path> files = Files.list(MODULE.resolve("etc"))) {
      for (Path file : files.toList()) {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        String text = Files.readString(file);
        observers.addAll(found(text, "instance=\"(\\w+)\""));
        made.addAll(found(text, "virtualType name=\"(\\w+)\""));
        for (String name : found(text, "\"Kundig\\\\Connect\\\\([\\w\\\\]+)\"")) {
          assertThat(MODULE.resolve(name.replace('\\', '/') + ".php")).exists();
        }
      }
    }
    assertThat(observers).isEqualTo(made).isNotEmpty();
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
  }
}
