package io.kundig.templates;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.catalog.Catalog.ProductPage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalPagesTests {

  private static final Map<String, Object> DATA =
      Map.of(
          "cart",
          Map.of(
              "items",
              List.of(
                  Map.of("productId", "1", "url", "https://n.example/en/1"),
                  Map.of("productId", "2", "url", "https://n.example/en/2"),
                  Map.of("title", "a gift"))));

  @Test
  void aProductOfTheCartLeadsToItsPageInTheLanguageOfTheMail() {
    Map<String, Object> local =
        LocalPages.in(
            DATA,
            1,
            Locale.GERMAN,
            (_, ids, locale) -> {
              assertThat(ids).containsExactly("1", "2");
              assertThat(locale).isEqualTo(Locale.GERMAN);
              return Map.of(
                  "1", new ProductPage("Eins", "https://n.example/de/1", null, true),
                  "2", new ProductPage("Two", "https://n.example/2", null, false));
            });
    assertThat(local.toString())
        .contains("https://n.example/de/1", "https://n.example/en/2", "a gift")
        .doesNotContain("https://n.example/en/1", "https://n.example/2}");
  }

  @Test
  void withoutACartNobodyIsAsked() {
    Map<String, Object> data = Map.of("person", Map.of());
    assertThat(
            LocalPages.in(
                data,
                1,
                Locale.GERMAN,
                (_, _, _) -> {
                  throw new AssertionError("asked");
                }))
        .isSameAs(data);
  }
}
