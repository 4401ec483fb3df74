package io.kundig.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.accounts.TestShops;
import io.kundig.support.TestDatabase;
import io.kundig.templates.Templates.Brand;
import io.kundig.templates.Templates.RenderFailed;
import io.kundig.templates.Templates.Rendered;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates that try to be more than a mail, and data that tries to be more than data. Each is
/// refused, or comes to something a browser finds nothing to run in.
class TemplateAttackTests {

  private static final String SCRIPT = "<script>alert(1)</script>";

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Templates templates =
      new Templates(
          new LiveTemplates(new TemplateStore(database.jdbc())),
          new BrandStore(database.jdbc()),
          (_, _, _) -> Map.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hallo</mj-title><mj-raw>" + SCRIPT + "</mj-raw><mj-title>",
        "Hallo</mj-title></mj-head><mj-body><mj-raw>" + SCRIPT + "</mj-raw></mj-body><mj-head>",
        "</title>" + SCRIPT,
        "</mj-title><mj-include path=\"/etc/passwd\" /><mj-title>",
        "{{ \"</mj-title><mj-raw><script>alert(1)</script></mj-raw><mj-title>\" }}",
        "<{% if true %}/mj-title><mj-raw><script>alert(1)</script></mj-raw><mj-title>{% endif %}",
        "</mj-title><mj-preview><img src=x onerror=alert(1)></mj-preview><mj-title>"
      })
  void aSubjectIsNoMarkup(String subject) {
    for (TemplateSource source :
        List.of(
            new TemplateSource(subject, "", page("<mj-text>Moin</mj-text>"), null),
            new TemplateSource("Betreff", subject, page("<mj-text>Moin</mj-text>"), null))) {
      assertThatThrownBy(() -> CompiledTemplate.compile("test", 1, "de", source))
          .isInstanceOf(InvalidTemplate.class);
    }
    mustBeHarmless(subject, "Vorschau", "<mj-text>Moin</mj-text>", "Jonas");
    mustBeHarmless("Betreff", subject, "<mj-text>Moin</mj-text>", "Jonas");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<mj-text>" + SCRIPT + "</mj-text>",
        "<mj-text><{% if true %}script{% endif %}>alert(1)</{% if true %}script{% endif %}></mj-text>",
        "<mj-text>&lt;script>alert(1)&lt;/script>{% assign a = '<' %}{{ a }}script>alert(1)</mj-text>",
        "<mj-text><!--><script>alert(1)</script>--></mj-text>",
        "<mj-text><!---><script>alert(1)</script>--></mj-text>",
        "<mj-text><!-- x --!><script>alert(1)</script> --></mj-text>",
        "<mj-raw><!--><img src=x onerror=alert(1)>--></mj-raw>",
        "<mj-raw><![CDATA[<script>alert(1)</script>]]></mj-raw>",
        "<mj-text><![CDATA[<img src=x onerror=alert(1)>]]></mj-text>",
        "<mj-text><?x <script>alert(1)</script> ?></mj-text>",
        "<mj-text><img alt=\"<mj-include path='/etc/passwd' />\" src=\"x\"></mj-text>",
        "<mj-text><svg/onload=alert(1)></mj-text>",
        "<mj-text><a href=\"{% if true %}java{% endif %}script:alert(1)\">x</a></mj-text>",
        "<mj-text><a href=\"java&#x09;script:alert(1)\">x</a></mj-text>",
        "<mj-text><a href=\"&#1;javascript:alert(1)\">x</a></mj-text>",
        "<mj-text><a href=\"data:text/html,<script>alert(1)</script>\">x</a></mj-text>",
        "<mj-text><p {% if true %}on{% endif %}click=\"alert(1)\">x</p></mj-text>",
        "<mj-text><img src=\"x\"{{ ' ' }}on{{ '' }}error=\"alert(1)\"></mj-text>",
        "<mj-raw><meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\"></mj-raw>",
        "<mj-style></mj-style><mj-text><style></style>" + SCRIPT + "</mj-text>",
        "<mj-button href=\"javascript:alert(1)\">x</mj-button>",
        "<mj-image src=\"file:///etc/passwd\" />",
        "<mj-include path=\"/etc/passwd\" />",
        "<mj-include path=\"file:///etc/passwd\" type=\"html\"></mj-include>",
        "<MJ-INCLUDE path=\"/etc/passwd\" />"
      })
  void aBodyRunsNothingAndReadsNoFile(String body) {
    mustBeHarmless("Betreff", "Vorschau", body, "Jonas");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://nordlicht.example onmouseover=alert(1)",
        "x onerror=alert(1)",
        "\"onerror=\"alert(1)",
        "' onerror='alert(1)",
        "--><script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "]]><script>alert(1)</script>",
        "javascript:alert(1)",
        "{{ shop }}{% include '/etc/passwd' %}<mj-include path=\"/etc/passwd\" />"
      })
  void dataStaysDataWhereverACarelessTemplatePutsIt(String name) {
    for (String body :
        new String[] {
          "<mj-text><a href={{ person.firstName }}>x</a></mj-text>",
          "<mj-text><a href='{{ person.firstName }}'>x</a></mj-text>",
          "<mj-text><img src={{ person.firstName }}></mj-text>",
          "<mj-image src=\"{{ person.firstName }}\" alt=\"{{ person.firstName }}\" />",
          "<mj-button href=\"{{ person.firstName }}\">{{ person.firstName }}</mj-button>",
          "<mj-text><!-- {{ person.firstName }} -->x</mj-text>",
          "<mj-text><style>{{ person.firstName }}</style>x</mj-text>",
          "<mj-text><p style=\"{{ person.firstName }}\" title={{ person.firstName }}>x</p></mj-text>",
          "<mj-text><p {{ person.firstName }}>x</p></mj-text>"
        }) {
      mustBeHarmless("Moin {{ person.firstName }}", "{{ person.firstName }}", body, name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>x</p>" + SCRIPT,
        "<SCRIPT src=//evil.example>",
        "<!-->" + SCRIPT + "-->",
        "<!--->" + SCRIPT + "-->",
        "<!-- x --!>" + SCRIPT + "-->",
        "<a href=x onmouseover=alert(1)>x</a>",
        "<img/onerror=alert(1) src=x>",
        "<p title='a'onclick=alert(1)>x</p>",
        "<p title=\"a\" ONCLICK = 'alert(1)'>x</p>"
      })
  void whatWasRenderedIsReadAsABrowserReadsIt(String html) {
    assertThatThrownBy(() -> RenderedHtml.read(html)).isInstanceOf(RenderFailed.class);
  }

  @Test
  void aHeadReadsNoFile() {
    String mjml =
        "<mjml><mj-head><mj-attributes><mj-include path=\"/etc/passwd\" /></mj-attributes><k-head/></mj-head>"
            + "<mj-body><mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body></mjml>";
    TemplateSource source = new TemplateSource("Betreff", "", mjml, null);
    assertThatThrownBy(() -> CompiledTemplate.compile("test", 1, "de", source))
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageContaining("mj-include");
  }

  @Test
  void readingAMailTellsNoFontServer() {
    String mjml =
        page("<mj-text font-family=\"Roboto, Open Sans\">Moin</mj-text>")
            .replace("<mj-text", "<mj-text font-weight=\"700\"");
    Rendered mail = render(new TemplateSource("Betreff", "", mjml, null), "Jonas");
    assertThat(mail.html())
        .contains("Roboto")
        .doesNotContain("googleapis")
        .doesNotContain("@import");
  }

  @Test
  void aTemplateSeesNothingOfTheShopsKeysAndRules() {
    assertThat(ShopFacts.of(TestShops.nordlicht(), Brand.DEFAULT))
        .containsOnlyKeys(
            "name",
            "url",
            "currency",
            "color",
            "colorOnDark",
            "textOnColor",
            "logoUrl",
            "impressum");
  }

  private void mustBeHarmless(String subject, String preheader, String body, String name) {
    Rendered mail;
    try {
      mail = render(new TemplateSource(subject, preheader, page(body), null), name);
    } catch (InvalidTemplate | Liquid.SourceError | RenderFailed e) {
      assertThat(e.getMessage()).doesNotContain("root:");
      return;
    }
    assertThat(mail.html() + mail.text() + mail.subject()).doesNotContain("root:");
    var seen = Jsoup.parse(mail.html());
    assertThat(seen.select("script, iframe, object, embed, form, svg, base, [http-equiv=refresh]"))
        .as(body)
        .isEmpty();
    for (Element element : seen.getAllElements()) {
      element
          .attributes()
          .forEach(
              attribute ->
                  assertThat(attribute.getKey()).as(body).doesNotStartWithIgnoringCase("on"));
      assertThat(element.attr("href") + element.attr("src"))
          .as(body)
          .doesNotContainIgnoringCase("script:")
          .doesNotStartWith("file:")
          .doesNotStartWith("data:text");
    }
  }

  private Rendered render(TemplateSource source, String name) {
    Map<String, Object> data = new HashMap<>(SampleData.of("de"));
    data.put("person", Map.of("firstName", name, "email", "jonas@example.org"));
    CompiledTemplate template = CompiledTemplate.compile("test", 1, "de", source);
    return templates.render(template, Locale.GERMANY, TestShops.nordlicht(), data);
  }

  private static String page(String body) {
    return "<mjml><mj-head><k-head/></mj-head><mj-body><mj-section><mj-column>"
        + body
        + "</mj-column></mj-section></mj-body></mjml>";
  }
}
