package io.kundig.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.templates.Liquid.SourceError;
import io.kundig.templates.Templates.RenderFailed;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiquidTests {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String SCRIPT = "<script>alert('Jonas')</script>";

  @Test
  void valuesAreEscapedInHtmlHoweverTheyGetThere() {
    Map<String, Object> data =
        Map.of("person", Map.of("firstName", SCRIPT), "list", List.of("<b>"));
    String escaped = "&lt;script&gt;alert(&#39;Jonas&#39;)&lt;/script&gt;";
    assertThat(html("<p title=\"{{ person.firstName }}\">", data))
        .isEqualTo("<p title=\"" + escaped + "\">");
    assertThat(html("{{ person.firstName | append: '' }}", data)).isEqualTo(escaped);
    assertThat(html("{{ person.firstName | escape }}", data)).isEqualTo(escaped);
    assertThat(html("{{ list }}{{ list | first }}", data)).isEqualTo("&lt;b&gt;&lt;b&gt;");
    assertThat(html("{% for x in list %}{{ x }}{% endfor %}", data)).isEqualTo("&lt;b&gt;");
    assertThat(html("{% assign a = person.firstName %}{{ a }}", data)).isEqualTo(escaped);
    assertThat(html("{{ 'a\nb<' | newline_to_br }}", data)).isEqualTo("a<br>\nb&lt;");
    assertThat(html("{{ missing | default: person.firstName }}", data)).isEqualTo(escaped);
  }

  @Test
  void whatWasCapturedIsNotEscapedTwiceAndNotUnescapedByAFilter() {
    Map<String, Object> data = Map.of("name", "A & B");
    String capture = "{% capture x %}<b>{{ name }}</b>{% endcapture %}";
    assertThat(html(capture + "{{ x }}", data)).isEqualTo("<b>A &amp; B</b>");
    assertThat(html(capture + "{{ x | append: name }}", data))
        .isEqualTo("&lt;b&gt;A &amp;amp; B&lt;/b&gt;A &amp; B");
  }

  @Test
  void textPartsAreNotEscaped() {
    assertThat(Liquid.text("{{ name }}").render(Map.of("name", "A & <B>"), Locale.GERMANY, BERLIN))
        .isEqualTo("A & <B>");
  }

  @Test
  void whatPeopleWriteIsNeverATemplate() {
    assertThat(html("{{ name }}", Map.of("name", "{{ 7 | times: 7 }}{% assign x = 1 %}")))
        .isEqualTo("{{ 7 | times: 7 }}{% assign x = 1 %}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ person.class }}",
        "{{ person.getClass }}",
        "{{ person.class.classLoader }}",
        "{{ person['class']['name'] }}",
        "{{ kundig }}",
        "{{ kundig.memory }}",
        "{{ environment }}{{ env.PATH }}{{ system }}{{ java }}",
        "{{ registry_root_folder }}",
        "{{ file.path }}{{ file.absolutePath }}",
        "{{ person.secretMethod }}"
      })
  void nothingBeyondTheDataCanBeReached(String source) {
    record Person(String firstName) {
      @SuppressWarnings("unused")
      String secretMethod() {
        return "secret";
      }
    }
    Map<String, Object> data =
        Map.of("person", new Person("Jonas"), "file", new java.io.File("/etc/passwd"));
    assertThat(html(source, data)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% include '/etc/passwd' %}",
        "{% include_relative 'x' %}",
        "{{ x | raw }}",
        "{{ x | safe }}",
        "{{ x | json }}",
        "{{ x | where_exp: 'x', 'y' }}",
        "{% tablerow i in (1..3) %}{% endtablerow %}",
        "{% increment x %}",
        "{% cycle x, y %}",
        "{% if x %}",
        "{{ x ",
        "{% unknown %}",
        "{{ x | | y }}"
      })
  void whatIsNotAllowedIsRefusedWhenItIsSaved(String source) {
    assertThatThrownBy(() -> Liquid.html("<p>\n" + source))
        .isInstanceOf(SourceError.class)
        .satisfies(e -> assertThat(((SourceError) e).line()).isBetween(1, 3))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "safe"})
  void whoWantsToSwitchEscapingOffIsToldThatNobodyCan(String filter) {
    assertThatThrownBy(() -> Liquid.html("{{ x | " + filter + " }}"))
        .isInstanceOf(SourceError.class)
        .hasMessageContaining("always escaped");
  }

  @Test
  void errorsNameTheirLine() {
    assertThatThrownBy(() -> Liquid.html("<p>\n\n{{ x | wherefrom }}"))
        .isInstanceOfSatisfying(SourceError.class, e -> assertThat(e.line()).isEqualTo(3))
        .hasMessageContaining("wherefrom");
  }

  @ParameterizedTest
  @Timeout(5)
  @ValueSource(
      strings = {
        "{% for a in (1..2000000000) %}x{% endfor %}",
        "{% for a in (1..4000) %}{% for b in (1..4000) %}{% for c in (1..4000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% assign s = 'aaaaaaaaaa' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}",
        "{% assign s = 'aaaaaaaaaa' %}{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}",
        "{% assign s = text | replace: 'a', text %}{% assign s = s | replace: 'a', s %}{{ s }}",
        "{% assign l = text | split: 'b' %}{% for i in (1..3000) %}{% assign s = l | join: text %}{% endfor %}",
        "{% assign n = 99999999 %}{% for i in (1..4000) %}{% assign n = n | times: n %}{% endfor %}",
        "{% for i in (1..4900) %}{{ text }}{% endfor %}",
        "{% for i in (1..4900) %}{{ 'a' | divided_by: 0 }}{% endfor %}",
        "{% assign s = '&' %}{% for i in (1..40) %}{% assign s = s | append: s | url_encode %}{% endfor %}"
      })
  void bombsAreStoppedByALimit(String source) {
    Liquid template = Liquid.html(source);
    assertThatThrownBy(() -> html(template, Map.of("text", "a".repeat(20_000))))
        .isInstanceOf(RenderFailed.class);
  }

  @Test
  @Timeout(20)
  void eachLimitStopsWhatOnlyItStops() {
    assertLimit("{% for i in (1..5001) %}{% endfor %}", "loops more than");
    assertLimit(
        "{% for i in (1..4900) %}" + "{% if x %}{% endif %}".repeat(25) + "{% endfor %}", "steps");
    assertLimit(
        "{% for i in (1..4900) %}" + "{% assign n = text | plus: 1 %}".repeat(15) + "{% endfor %}",
        "takes longer than");
    assertLimit("{% for i in (1..4900) %}{{ text }}{% endfor %}", "prints more than");
    assertLimit("{% for i in (1..4900) %}" + "x".repeat(20_000) + "{% endfor %}", "");
    assertThatThrownBy(() -> Liquid.html("x".repeat(Liquid.LONGEST_SOURCE + 1)))
        .isInstanceOf(SourceError.class)
        .hasMessageContaining("is longer than");
  }

  private static void assertLimit(String source, String limit) {
    Liquid template = Liquid.html(source);
    assertThatThrownBy(() -> html(template, Map.of("text", " ".repeat(19_999) + "x")))
        .isInstanceOf(RenderFailed.class)
        .hasMessageContaining(limit);
  }

  @Test
  @Timeout(5)
  void numbersThatWouldFillTheMemoryStayHarmless() {
    Map<String, Object> data =
        Map.of("price", "1e999999999", "big", new BigDecimal("1e999999999"), "inf", Double.NaN);
    assertThat(html("{{ price | times: 2 }}", data)).isEqualTo("0");
    assertThat(html("{{ big }}", data)).isEmpty();
    assertThat(html("{% if price > 5 %}x{% endif %}{% if big == price %}y{% endif %}", data))
        .hasSizeLessThan(3);
    assertThat(html("{{ inf }}", data)).isEmpty();
    assertThat(html("{{ big | plus: 1 }}", data)).isEqualTo("1");
    assertThat(html("{{ 1 | round: 999999999 }}", data)).hasSizeLessThan(20);
    assertThat(html("{{ 1 | divided_by: 3 }}", data)).hasSizeLessThan(20);
    assertThatThrownBy(() -> html("{{ 'x' | date: '%Q' }}", data)).isInstanceOf(RenderFailed.class);
  }

  @Test
  @Timeout(10)
  void deepNestingIsAnErrorAndNotACrash() {
    assertThatThrownBy(() -> Liquid.html("{% if a %}".repeat(9_000) + "{% endif %}".repeat(9_000)))
        .isInstanceOf(SourceError.class);
  }

  @Test
  @Timeout(10)
  void whatFitsWhereItIsSavedMayNestTooDeeplyWhereItIsSent() throws Exception {
    String source = "{% if true %}".repeat(1_000) + "x" + "{% endif %}".repeat(1_000);
    Liquid template = onStack(256 << 20, () -> Liquid.html(source));
    assertThat(onStack(256 << 20, () -> html(template, Map.of()))).isEqualTo("x");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> onStack(256 << 10, () -> html(template, Map.of())))
          .hasCauseInstanceOf(RenderFailed.class)
          .hasMessageContaining("nests too deeply");
    }
  }

  private static <T> T onStack(int bytes, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(null, task, "stack", bytes).start();
    return task.get();
  }

  @Test
  void nobodySeesAnothersData() throws Exception {
    Liquid template =
        Liquid.html(
            "{% assign k = key %}{% for i in (1..20) %}{{ people[key] }}{{ people[k] }};{% endfor %}"
                + "{{ leftover }}{% assign leftover = key %}");
    Map<String, String> people = Map.of("friederike", "Friederike", "jonas", "Jonas");
    List<Callable<Boolean>> renders = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      String key = i % 2 == 0 ? "friederike" : "jonas";
      renders.add(
          () ->
              html(template, Map.of("people", people, "key", key))
                  .equals((people.get(key) + people.get(key) + ";").repeat(20)));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var render : threads.invokeAll(renders)) {
        assertThat(render.get()).isTrue();
      }
    }
  }

  @Test
  void moneyNumbersAndDatesAreWrittenAsTheLanguageDoes() {
    Map<String, Object> data =
        Map.of(
            "price",
            new BigDecimal("1234.5"),
            "count",
            1234,
            "at",
            Instant.parse("2026-03-29T22:30:00Z"));
    assertThat(
            html("{{ price | money: 'EUR' }} {{ count | number }} {{ at | date: 'long' }}", data))
        .isEqualTo("1.234,50\u00a0€ 1.234 30. März 2026");
    assertThat(html("{{ at | date: '%A, %e. %B, %H:%M' }}", data))
        .isEqualTo("Montag, 30. März, 00:30");
    assertThat(
            Liquid.html(
                    "{{ price | money: 'JPY' }} {{ price | money: 'EUR' }} {{ nothing | money: 'EUR' }}")
                .render(data, Locale.US, BERLIN))
        .isEqualTo("¥1,234 €1,234.50 ");
  }

  @Test
  void filtersDoWhatShopsKnowFromTheirTheme() {
    assertThat(
            html(
                "{{ 'kaffee' | capitalize }} {{ 'abcdef' | truncate: 4 }} {{ 'a,b,c' | split: ',' | join: '-' }}"
                    + " {{ 7 | divided_by: 2 }} {{ 7 | times: 1.5 }} {{ 2.5 | round }} {{ 'x y' | url_encode }}"
                    + " {{ 'a' | upcase | append: '!' }} {{ items | map: 'n' | join }} {{ items | size }}",
                Map.of("items", List.of(Map.of("n", "eins"), Map.of("n", "zwei")))))
        .isEqualTo("Kaffee abc… a-b-c 3 10.5 3 x%20y A! eins zwei 2");
  }

  private static String html(String source, Map<String, ?> data) {
    return html(Liquid.html(source), data);
  }

  private static String html(Liquid template, Map<String, ?> data) {
    return template.render(data, Locale.GERMANY, BERLIN);
  }
}
