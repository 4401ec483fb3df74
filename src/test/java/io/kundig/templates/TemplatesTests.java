package io.kundig.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.accounts.Shop;
import io.kundig.accounts.TestShops;
import io.kundig.support.TestClock;
import io.kundig.support.TestDatabase;
import io.kundig.templates.Templates.RenderFailed;
import io.kundig.templates.Templates.Rendered;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Shop NORDLICHT = TestShops.nordlicht();

  private final Templates templates =
      new Templates(
          new LiveTemplates(new TemplateStore(database.jdbc())),
          new BrandStore(database.jdbc()),
          (_, _, _) -> Map.of());

  @ParameterizedTest
  @CsvSource({
    "doi-confirm,de,false",
    "doi-confirm,en,false",
    "stock-confirm,de,false",
    "stock-confirm,en,false",
    "stock-back,de,false",
    "stock-back,en,false",
    "welcome-1,de,true",
    "welcome-1,en,true",
    "welcome-2,de,true",
    "welcome-2,en,true",
    "cart-1,de,true",
    "cart-1,en,true",
    "cart-2,de,true",
    "cart-2,en,true",
    "test,de,false",
    "test,en,false"
  })
  void everyStarterHasWhatTheLawAsksFor(String key, String language, boolean marketing) {
    Rendered mail = templates.render(key, Locale.of(language), NORDLICHT, SampleData.of(language));

    assertThat(mail.version()).isEqualTo(1);
    assertThat(mail.hasImpressum()).isTrue();
    assertThat(mail.hasUnsubscribe()).isEqualTo(marketing);
    assertThat(mail.subject()).isNotBlank().doesNotContain("{", "\n");
    assertThat(mail.preheader()).isNotBlank().doesNotContain("{");
    assertThat(mail.html())
        .doesNotContain("{{", "{%", "googleapis", "<k-", "<mj-")
        .contains("lang=\"" + language + "\"")
        .hasSizeLessThan(60_000);
    assertThat(mail.text())
        .doesNotContain("{{", "{%", "<", "&nbsp;", "&amp;", "\n\n\n")
        .contains("Rösterei Nordlicht GmbH", "Hafenstraße 12, 24103 Kiel, Deutschland");
    Jsoup.parse(mail.html())
        .select("a[href], img[src]")
        .forEach(
            e -> assertThat(e.attr("href") + e.attr("src")).matches("(https?://|data:image/).+"));
  }

  @Test
  void aCartIsShownWithPicturesAmountsAndTheWayBack() {
    Rendered mail = templates.render("cart-1", Locale.GERMANY, NORDLICHT, SampleData.of("de"));

    assertThat(mail.text())
        .contains(
            "Nordlicht Espresso", "23,80\u00a0€", "Zum Warenkorb:\nhttps://nordlicht.example/");
    assertThat(mail.links()).anyMatch(link -> link.startsWith("https://nordlicht.example/"));
    assertThat(templates.render("cart-1", Locale.UK, NORDLICHT, SampleData.of("en")).text())
        .contains("€23.80");
  }

  @Test
  void whatOneServerStoresIsLiveOnAnotherASecondLater() throws Exception {
    assertThat(subject("test")).isNotEqualTo("Von nebenan");
    TemplateStore other = new TemplateStore(database.jdbc());
    other.add(
        "test",
        "de",
        2,
        new TemplateSource("Von nebenan", "", "<mjml><mj-body></mj-body></mjml>", null),
        TestClock.START);
    new BrandStore(database.jdbc()).put(1, new Templates.Brand("#112233", null));

    long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!(subject("test").equals("Von nebenan") && templates.brand(1).color().equals("#112233"))
        && System.nanoTime() < patience) {
      Thread.sleep(20);
    }
    assertThat(subject("test")).isEqualTo("Von nebenan");
    assertThat(templates.brand(1).color()).isEqualTo("#112233");
    database.jdbc().sql("truncate templates.template_version, templates.brand").update();
  }

  private String subject(String key) {
    return templates.render(key, Locale.GERMAN, NORDLICHT, SampleData.of("de")).subject();
  }

  @ParameterizedTest
  @CsvSource({
    "cart-1,de,Zum Shop", "cart-1,en,Back to the shop",
    "cart-2,de,Zum Shop", "cart-2,en,Back to the shop",
    "welcome-1,de,Zum Shop", "welcome-2,en,Browse at leisure"
  })
  void whereTheCartHasNoAddressTheShopsIsLinked(String key, String language, String words) {
    Map<String, Object> data = new HashMap<>(SampleData.of(language));
    data.put("cart", Map.of("items", List.of(Map.of("title", "Nordlicht Espresso"))));
    Rendered mail = templates.render(key, Locale.of(language), NORDLICHT, data);

    assertThat(mail.text()).contains(words + ":\nhttps://nordlicht.example\n");
    assertThat(Jsoup.parse(mail.html()).select("a[href=https://nordlicht.example]").text())
        .isEqualTo(words);
  }

  @Test
  void namesAndTitlesOfStrangersStayText() {
    String attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{ shop.name }}";
    Map<String, Object> data = new HashMap<>(SampleData.of("de"));
    data.put("person", Map.of("firstName", attack, "email", "friederike@example.org"));
    data.put(
        "cart",
        Map.of(
            "items",
            List.of(
                Map.of(
                    "title",
                    attack,
                    "variant",
                    attack,
                    "quantity",
                    1,
                    "url",
                    "javascript:alert(1)",
                    "imageUrl",
                    "https://nordlicht.example/i.png\" onload=\"alert(1)"))));
    for (String key : List.of("cart-1", "cart-2", "welcome-1")) {
      Rendered mail = templates.render(key, Locale.GERMANY, NORDLICHT, data);
      var page = Jsoup.parse(mail.html());
      assertThat(page.select("script, [onerror], [onload]")).as(key).isEmpty();
      assertThat(page.select("[href^=javascript]")).as(key).isEmpty();
      assertThat(page.select("img[src=x]")).as(key).isEmpty();
      assertThat(mail.links()).as(key).noneMatch(link -> link.startsWith("javascript"));
    }
    assertThat(templates.render("cart-1", Locale.GERMANY, NORDLICHT, data).text())
        .contains("{{ shop.name }}");
  }

  @Test
  void aLineBreakInANameIsNoHeader() {
    Map<String, Object> data = new HashMap<>(SampleData.of("de"));
    data.put("person", Map.of("firstName", "Jonas\r\nBcc: all@example.org\u2028x\u0000y"));
    assertThat(templates.render("welcome-1", Locale.GERMANY, NORDLICHT, data).subject())
        .isEqualTo("Willkommen bei Rösterei Nordlicht, Jonas Bcc: all@example.org x y");
  }

  @Test
  void theConfirmationMailRepeatsNothingAStrangerTyped() {
    Map<String, Object> data = new HashMap<>(SampleData.of("de"));
    data.put("person", Map.of("firstName", "Gewinnspiel: evil.example"));
    Rendered mail = templates.render("doi-confirm", Locale.GERMANY, NORDLICHT, data);
    assertThat(mail.html() + mail.text() + mail.subject() + mail.preheader())
        .doesNotContain("evil.example");
  }

  @Test
  void anIncompleteImpressumIsNoticed() {
    Shop unfinished =
        withImpressum(
            new Shop.Impressum("Nordlicht GmbH", null, null, null, null, null, null, null, null));
    assertThat(
            templates
                .render("welcome-1", Locale.GERMANY, unfinished, SampleData.of("de"))
                .hasImpressum())
        .isFalse();
  }

  @Test
  void hiddenOrMissingDutiesAreNoticed() {
    String[] bodies = {
      "<mj-text>Nur Werbung</mj-text>",
      "<mj-text><div style=\"color:red; display : none\"><a href=\"{{ links.unsubscribe }}\">Abmelden</a> DUTIES</div></mj-text>",
      "<mj-text><!-- <a href=\"{{ links.unsubscribe }}\">Abmelden</a> DUTIES --></mj-text>",
      "<mj-text><a href=\"{{ links.unsubscribe }}\"></a></mj-text>",
      "<mj-text>{% if false %}<a href=\"{{ links.unsubscribe }}\">Abmelden</a> DUTIES{% endif %}</mj-text>"
    };
    for (String body : bodies) {
      Rendered mail =
          render(
              body.replace(
                  "DUTIES",
                  "{{ shop.impressum.company }} {{ shop.impressum.street }} {{ shop.impressum.city }}"
                      + " {{ shop.impressum.country }} {{ shop.impressum.email }}"));
      assertThat(mail.hasUnsubscribe()).as(body).isFalse();
      assertThat(mail.hasImpressum()).as(body).isFalse();
    }
  }

  @Test
  void aLanguageThatIsMissingFallsBackToTheShops() {
    assertThat(
            templates.render("welcome-1", Locale.FRANCE, NORDLICHT, SampleData.of("de")).subject())
        .startsWith("Willkommen");
    Map<String, Object> data = new HashMap<>(SampleData.of("en"));
    data.put("locale", "en");
    assertThat(templates.render("welcome-1", Locale.GERMANY, NORDLICHT, data).subject())
        .startsWith("Welcome");
  }

  @Test
  void anUnknownTemplateIsAFailedRendering() {
    assertThatThrownBy(() -> templates.render("nope", Locale.GERMANY, NORDLICHT, Map.of()))
        .isInstanceOf(RenderFailed.class);
  }

  private Rendered render(String body) {
    CompiledTemplate template =
        CompiledTemplate.compile(
            "test",
            1,
            "de",
            new TemplateSource(
                "Betreff",
                "",
                "<mjml><mj-head><k-head/></mj-head><mj-body><mj-section><mj-column>"
                    + body
                    + "</mj-column></mj-section></mj-body></mjml>",
                null));
    return templates.render(template, Locale.GERMANY, NORDLICHT, SampleData.of("de"));
  }

  private static Shop withImpressum(Shop.Impressum impressum) {
    return new Shop(
        NORDLICHT.id(),
        NORDLICHT.name(),
        NORDLICHT.currency(),
        NORDLICHT.timeZone(),
        NORDLICHT.locale(),
        NORDLICHT.url(),
        NORDLICHT.sender(),
        impressum,
        NORDLICHT.writeKey(),
        NORDLICHT.rules());
  }
}
