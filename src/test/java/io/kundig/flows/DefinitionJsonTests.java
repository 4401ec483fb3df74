package io.kundig.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.shared.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionJsonTests {

  private static final String CART =
      """
      {"format":1,"trigger":{"metrics":["Added to Cart"]},"reentry":{"days":7},"exitOn":["Placed Order"],
       "filters":["not_ordered"],
       "steps":[{"key":"w","kind":"delay","duration":"PT1H"},
                {"key":"m","kind":"send","channel":"email","templateKey":"cart-1","purpose":"marketing"}]}
      """;

  @Test
  void theLibraryReadsBackAsWritten() {
    for (FlowLibrary.Entry entry : FlowLibrary.ENTRIES) {
      Definition definition = entry.definition();
      assertThat(DefinitionJson.parse(DefinitionJson.write(definition).toString()))
          .isEqualTo(definition);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":1 | \"format\":2 | format",
        "{\"metrics\":[\"Added to Cart\"]} | {} | trigger",
        "[\"Added to Cart\"] | [] | trigger.metrics",
        "[\"Added to Cart\"] | [\"\"] | trigger.metrics[0]",
        "\"days\":7 | \"days\":-1 | reentry.days",
        "\"days\":7 | \"days\":\"x\" | reentry.days",
        "[\"not_ordered\"] | [\"nobody\"] | filters[0]",
        "PT1H | soon | steps[0].duration",
        "\"kind\":\"delay\" | \"kind\":\"jump\" | steps[0].kind",
        "\"channel\":\"email\" | \"channel\":\"pigeon\" | steps[1].channel",
        "\"purpose\":\"marketing\" | \"purpose\":null | steps[1].purpose",
        "\"key\":\"m\" | \"key\":\"w\" | steps[1].key",
      })
  void anErrorNamesThePathOfTheWrongPart(String right, String wrong, String path) {
    assertThat(CART).contains(right);
    assertThatThrownBy(() -> DefinitionJson.parse(CART.replace(right, wrong)))
        .isInstanceOfSatisfying(Invalid.class, e -> assertThat(e.field()).isEqualTo(path));
  }
}
