package io.kundig.templates;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.support.KundigTest;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

@KundigTest(properties = "kundig.api-key=kk_of_mara")
class TemplateControllerTests {

  private static final String FRAME =
      "<mjml>\n<mj-head><k-head /></mj-head>\n<mj-body>\n<mj-section><mj-column>\n%s\n"
          + "</mj-column></mj-section>\n<k-footer />\n</mj-body>\n</mjml>";

  private final MockMvcTester http;
  private final Templates templates;
  private final Shops shops;
  private final JsonMapper json;
  private final JdbcClient jdbc;

  TemplateControllerTests(
      MockMvcTester http, Templates templates, Shops shops, JsonMapper json, JdbcClient jdbc) {
    this.http = http;
    this.templates = templates;
    this.shops = shops;
    this.json = json;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void aShop() {
    shops.update(TestShops.nordlicht());
  }

  @Test
  void templatesAreListedWithTheirNames() {
    assertThat(get("/api/v1/templates"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.items[?(@.key=='cart-1')].name.de")
        .asArray()
        .containsExactly("Warenkorb, erste Mail");
    assertThat(http.get().uri("/api/v1/templates")).hasStatus(401);
  }

  @Test
  void aPreviewShowsTheShopsOwnMailWithSampleData() {
    MvcTestResult preview = get("/api/v1/templates/cart-1/preview?locale=de");
    assertThat(preview).hasStatusOk().bodyJson().extractingPath("$.problems").asArray().isEmpty();
    assertThat(preview).bodyText().contains("Nordlicht Espresso", "Hafenstraße 12");
    assertThat(get("/api/v1/templates/nope/preview")).hasStatus(404);
    assertThat(get("/api/v1/templates/cart-1/preview?locale=fr")).hasStatus(400);
  }

  @Test
  void aChangeIsANewVersionAndLiveFromTheNextMailOn() {
    assertThat(put("welcome-2", FRAME.formatted("<mj-text>Moin {{ person.firstName }}!</mj-text>")))
        .hasStatusOk();
    var mail =
        templates.render("welcome-2", Locale.GERMANY, TestShops.nordlicht(), SampleData.of("de"));
    assertThat(mail.version()).isEqualTo(2);
    assertThat(mail.text()).contains("Moin Friederike!");
    assertThat(mail.hasUnsubscribe()).isTrue();
    assertThat(
            templates
                .render("welcome-2", Locale.UK, TestShops.nordlicht(), SampleData.of("en"))
                .version())
        .isEqualTo(1);
    assertThat(
            jdbc.sql("select count(*) from accounts.audit where action = 'template.updated'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void aMailWithoutItsDutiesIsNamedInThePreview() {
    MvcTestResult preview =
        http.post()
            .uri("/api/v1/templates/welcome-1/previews?locale=de")
            .header("Authorization", "Bearer kk_of_mara")
            .contentType(MediaType.APPLICATION_JSON)
            .content(
                body(FRAME.replace("<k-footer />", "").formatted("<mj-text>Nur Werbung</mj-text>")))
            .exchange();
    assertThat(preview)
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.problems[*].code")
        .asArray()
        .containsExactly("no_impressum", "no_unsubscribe_link");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<mj-text>{{ x | nofilter }}</mj-text>;nofilter",
        "<mj-text>{% if x %}</mj-text>;{% if %} is never closed",
        "<mj-text>{{ x | raw }}</mj-text>;raw",
        "<mj-text><script>alert(1)</script></mj-text>;<script>",
        "<mj-text><a href=\"javascript:alert(1)\">x</a></mj-text>;href",
        "<mj-text><img src=\"x\" onerror=\"alert(1)\"></mj-text>;onerror",
        "<mj-include path=\"/etc/passwd\" />;mj-include",
        "<mj-texxt>x</mj-texxt>;mj-texxt",
        "<mj-section></mj-section>;<mj-section> cannot stand in <mj-column>",
        "<p>x</p>;<p> must stand inside"
      })
  void whatIsWrongIsNamedWithItsLine(String content, String message) {
    MvcTestResult answer = put("welcome-1", FRAME.formatted(content));
    assertThat(answer).hasStatus(422);
    assertThat(answer).bodyJson().extractingPath("$.errors[0].path").isEqualTo("mjml");
    assertThat(answer)
        .bodyJson()
        .extractingPath("$.errors[0].message")
        .asString()
        .contains(message);
    assertThat(answer)
        .bodyJson()
        .extractingPath("$.errors[0].facts.line")
        .asNumber()
        .satisfies(line -> assertThat(line.intValue()).isBetween(5, 6));
  }

  @Test
  void theBrandIsAColourAndALogoAndNothingElse() {
    assertThat(brand("{\"color\":\"#7A1F47\",\"logoUrl\":\"https://nordlicht.example/logo.png\"}"))
        .hasStatusOk();
    assertThat(
            templates
                .render("test", Locale.GERMANY, TestShops.nordlicht(), SampleData.of("de"))
                .html())
        .contains("#7A1F47", "https://nordlicht.example/logo.png");
    assertThat(brand("{\"color\":\"red;} body{display:none\"}")).hasStatus(400);
    assertThat(brand("{\"color\":\"#7A1F47\",\"logoUrl\":\"javascript:alert(1)\"}")).hasStatus(400);
    assertThat(brand("{\"color\":\"#1F5F5B\"}")).hasStatusOk();
  }

  private MvcTestResult get(String path) {
    return http.get().uri(path).header("Authorization", "Bearer kk_of_mara").exchange();
  }

  private MvcTestResult put(String key, String mjml) {
    return http.put()
        .uri("/api/v1/templates/" + key + "/source?locale=de")
        .header("Authorization", "Bearer kk_of_mara")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body(mjml))
        .exchange();
  }

  private MvcTestResult brand(String body) {
    return http.put()
        .uri("/api/v1/templates/brand")
        .header("Authorization", "Bearer kk_of_mara")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private String body(String mjml) {
    return json.writeValueAsString(
        Map.of("subject", "Betreff", "preheader", "Vorschau", "mjml", mjml));
  }
}
