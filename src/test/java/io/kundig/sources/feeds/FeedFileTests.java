package io.kundig.sources.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kundig.sources.feeds.FeedFields.Flawed;
import io.kundig.sources.feeds.FeedTrouble.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedFileTests {

  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  @TempDir Path folder;

  @Test
  void googlesFeedAsRssIsRead() throws Exception {
    List<FeedItem> items =
        items(
            """
            <?xml version="1.0"?>
            <rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>
            <title>Rösterei Nordlicht</title><link>https://nordlicht.example</link>
            <item>
              <g:id>V1</g:id><g:item_group_id>P1</g:item_group_id>
              <title><![CDATA[Espresso & Crema]]></title>
              <link>https://nordlicht.example/p/1?a=1&amp;b=2</link>
              <g:image_link>https://nordlicht.example/1.jpg</g:image_link>
              <g:price>14.90 EUR</g:price><g:sale_price>12,90 EUR</g:sale_price>
              <g:availability>in stock</g:availability><g:quantity>7</g:quantity>
              <g:brand>Nordlicht</g:brand><g:product_type>Kaffee &gt; Espresso</g:product_type>
              <g:size>500 g</g:size><g:mpn>NL-1</g:mpn>
              <g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping>
            </item>
            <item><g:id>V2</g:id><title>Filter</title><g:price>9 EUR</g:price><g:availability>out_of_stock</g:availability></item>
            </channel></rss>
            """);
    assertThat(items).hasSize(2);
    FeedItem first = items.getFirst();
    assertThat(first.productId()).isEqualTo("P1");
    assertThat(first.variantId()).isEqualTo("V1");
    assertThat(first.title()).isEqualTo("Espresso & Crema");
    assertThat(first.url()).isEqualTo("https://nordlicht.example/p/1?a=1&b=2");
    assertThat(first.price()).isEqualByComparingTo("14.90");
    assertThat(first.salePrice()).isEqualByComparingTo("12.90");
    assertThat(first.stock()).isEqualByComparingTo("7");
    assertThat(first.available()).isTrue();
    assertThat(first.categories()).containsExactly("Espresso", "Kaffee");
    assertThat(first.variant()).isEqualTo("500 g");
    assertThat(first.sku()).isEqualTo("NL-1");
    assertThat(items.getLast().available()).isFalse();
    assertThat(items.getLast().productId()).isEqualTo("V2");
  }

  @Test
  void googlesFeedAsAtomIsRead() throws Exception {
    FeedItem item =
        items(
                """
                <feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
                <link rel="self" href="https://nordlicht.example/feed"/>
                <entry><g:id>V1</g:id><title>Espresso</title><link rel="image" href="https://x.example/i"/>
                <link href="https://nordlicht.example/p/1"/><g:price>14.90 EUR</g:price></entry></feed>
                """)
            .getFirst();
    assertThat(item.url()).isEqualTo("https://nordlicht.example/p/1");
    assertThat(item.available()).as("not said").isTrue();
    assertThat(item.stock()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "id\\ttitle\\tprice\\tlink\\nV1\\tEspresso\\t14.90 EUR\\thttps://n.example/1!UTF-8",
        "ID;Titel;Preis;Link\\n'V1';'Espresso';'14,90 €';https://n.example/1!windows-1252",
        "\\uFEFFid,name,price,currency,url\\nV1,Espresso,14.9,EUR,https://n.example/1!UTF-8",
        "g:id|g:title|g:price|g:link\\nV1|Espresso|EUR 14.90|https://n.example/1!UTF-8",
        "id\\ttitle\\tprice\\tlink\\nV1\\tEspresso\\t14.90\\thttps://n.example/1!UTF-16LE"
      })
  void tablesAreRead(String text, String charset) throws Exception {
    String table =
        text.replace("\\t", "\t")
            .replace("\\n", "\n")
            .replace("\\uFEFF", "\uFEFF")
            .replace("'", "\"");
    String marked = charset.equals("UTF-16LE") ? "\uFEFF" + table : table;
    Path file = folder.resolve("feed");
    Files.write(file, marked.getBytes(Charset.forName(charset)));
    FeedItem item = items(file).getFirst();
    assertThat(item.variantId()).isEqualTo("V1");
    assertThat(item.title()).isEqualTo("Espresso");
    assertThat(item.price()).isEqualByComparingTo("14.90");
    assertThat(item.currency()).isEqualTo("EUR");
    assertThat(item.url()).isEqualTo("https://n.example/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"id\":\"V1\",\"title\":\"Espresso\",\"price\":\"14.90 EUR\"}]",
        "{\"meta\":{\"products\":3},\"products\":[{\"id\":\"V1\",\"name\":\"Espresso\",\"price\":14.9,\"currency\":\"EUR\"}],\"next\":null}",
        "{\"data\":{\"items\":[{\"id\":\"V1\",\"title\":\"Espresso\",\"price\":{\"amount\":\"14.90\",\"currency\":\"EUR\"}}]}}",
        "{\"products\":[{\"id\":1,\"title\":\"Espresso\",\"vendor\":\"N\",\"images\":[{\"src\":\"https://n.example/1.jpg\"}],\"variants\":[{\"id\":\"V1\",\"title\":\"500 g\",\"price\":\"14.90\",\"available\":true}]}]}"
      })
  void jsonIsRead(String text) throws Exception {
    FeedItem item = items(text).getFirst();
    assertThat(item.variantId()).isEqualTo("V1");
    assertThat(item.title()).isEqualTo("Espresso");
    assertThat(item.price()).isEqualByComparingTo("14.90");
  }

  @Test
  void whatIsPackedIsUnpacked() throws Exception {
    Path file = folder.resolve("feed.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("[{\"id\":\"V1\",\"title\":\"Espresso\",\"price\":1}]".getBytes());
    }
    assertThat(items(file)).hasSize(1);

    byte[] half = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(half, half.length - 9));
    assertThat(trouble(file).code()).isEqualTo(Code.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<rss><channel>\\n<item><g>1</g>~XML_BROKEN~2",
        "<rss>\\n\\n<item><id>1</id></rss>~XML_BROKEN~3",
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><rss><item><id>&x;</id></item></rss>~XML_ENTITIES~1",
        "<!DOCTYPE r [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><rss><item><title>&b;</title></item></rss>~XML_ENTITIES~1",
        "<rss>\\n<item><title>&nbsp;</title></item></rss>~XML_ENTITIES~2",
        "<!DOCTYPE html><html><body>Bitte anmelden</body></html>~NOT_A_FEED~",
        "<html><body>Bitte anmelden</body></html>~NOT_A_FEED~",
        "Bitte anmelden~NOT_A_FEED~",
        "id;titel\\n1;Espresso~COLUMNS_MISSING~1",
        "<rss><channel/></rss>~NO_ITEMS~",
        "[]~NO_ITEMS~",
        "{\"a\":[1,2]}~NO_ITEMS~",
        "[{\"id\":1},\\n{\"id\":~JSON_BROKEN~2",
        "'   '~EMPTY~"
      })
  void whatIsWrongIsNamedWithItsLine(String text, Code code, Long line) throws Exception {
    FeedTrouble trouble = trouble(write(text.replace("\\n", "\n")));
    assertThat(trouble.code()).isEqualTo(code);
    assertThat(trouble.line()).isEqualTo(line);
  }

  @Test
  void nestingHasAnEnd() throws Exception {
    assertThat(trouble(write("<rss><item>" + "<a>".repeat(5_000))).code())
        .isEqualTo(Code.XML_BROKEN);
    assertThat(trouble(write("<rss>" + "<a>".repeat(5_000))).code()).isEqualTo(Code.XML_BROKEN);
    assertThat(trouble(write("[".repeat(5_000))).code()).isEqualTo(Code.JSON_BROKEN);
    String wide = "[{\"id\":1,\"x\":[" + "1,".repeat(30_000) + "1]}]";
    assertThat(trouble(write(wide)).code()).isEqualTo(Code.JSON_BROKEN);
  }

  @Test
  void aBombThatUnpacksWithoutEndIsRefused() throws Exception {
    Path file = folder.resolve("bomb.gz");
    byte[] blanks = " ".repeat(1 << 20).getBytes();
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write("<rss><item><title>".getBytes());
      for (int i = 0; i < 9; i++) {
        out.write(blanks);
      }
    }
    FeedTrouble trouble =
        catchThrowableOfType(FeedTrouble.class, () -> FeedFile.read(file, (_, _) -> {}, 8 << 20));
    assertThat(trouble).isNotNull();
    assertThat(trouble.code()).isEqualTo(Code.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "15.00 EUR|15.00|EUR",
        "EUR 15,00|15.00|EUR",
        "1.234,50 €|1234.50|EUR",
        "1,234.50 USD|1234.50|USD",
        "1,234 USD|1234|USD",
        "CHF 1'234.50|1234.50|CHF",
        "15|15|EUR"
      })
  void pricesAreReadAsTheyAreWritten(String text, String amount, String currency) throws Exception {
    FeedItem item = items(json("\"price\":\"" + text + "\"")).getFirst();
    assertThat(item.price()).isEqualByComparingTo(amount);
    assertThat(item.currency()).isEqualTo(currency);
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "1.2.3", "-5 EUR", "1e9 EUR", "99999999999999 EUR", "NaN"})
  void whatIsNoPriceIsNone(String text) {
    Flawed flawed =
        catchThrowableOfType(Flawed.class, () -> items(json("\"price\":\"" + text + "\"")));
    assertThat(flawed).isNotNull();
    assertThat(flawed.flaw()).isEqualTo(FeedFields.Flaw.PRICE_UNREADABLE);
  }

  @Test
  void aSaleHoldsInItsTimeAlone() throws Exception {
    String sale = "\"price\":10,\"sale_price\":8,\"sale_price_effective_date\":\"%s\"";
    assertThat(
            items(json(sale.formatted("2026-03-01T00:00+0100/2026-03-05T00:00+0100")))
                .getFirst()
                .salePrice())
        .isEqualByComparingTo("8");
    assertThat(
            items(json(sale.formatted("2026-03-03T00:00+01:00/2026-03-05T00:00+01:00")))
                .getFirst()
                .salePrice())
        .isNull();
    assertThat(items(json("\"price\":10,\"sale_price\":12")).getFirst().salePrice())
        .as("dearer")
        .isNull();
    FeedItem compared = items(json("\"price\":8,\"compare_at_price\":10")).getFirst();
    assertThat(compared.price()).isEqualByComparingTo("10");
    assertThat(compared.salePrice()).isEqualByComparingTo("8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "ftp://x.example/1", "/p/1", "https://x y"})
  void whatIsNoPageIsNoLink(String link) {
    assertThat(
            catchThrowableOfType(
                Flawed.class, () -> items(json("\"price\":1,\"link\":\"" + link + "\""))))
        .isNotNull();
  }

  @Test
  void idsOfShopsOwnFeedsAreThoseOfTheShop() throws Exception {
    FeedItem shopify =
        items("[{\"id\":\"shopify_DE_123_456\",\"title\":\"x\",\"price\":1}]").getFirst();
    assertThat(shopify.productId()).isEqualTo("123");
    assertThat(shopify.variantId()).isEqualTo("456");
    FeedItem woo =
        items("[{\"id\":\"gla_78\",\"item_group_id\":\"gla_70\",\"title\":\"x\",\"price\":1}]")
            .getFirst();
    assertThat(woo.productId()).isEqualTo("70");
    assertThat(woo.variantId()).isEqualTo("78");
  }

  private static String json(String fields) {
    return "[{\"id\":\"V1\",\"title\":\"Espresso\"," + fields + "}]";
  }

  private Path write(String text) throws IOException {
    Path file = folder.resolve("feed");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return file;
  }

  private List<FeedItem> items(String text) throws Exception {
    return items(write(text));
  }

  private static List<FeedItem> items(Path file) throws Exception {
    FeedFields fields = new FeedFields("", "EUR", NOW);
    List<FeedItem> items = new ArrayList<>();
    List<Flawed> flaws = new ArrayList<>();
    FeedFile.read(
        file,
        (line, entry) -> {
          try {
            items.add(fields.read(entry));
          } catch (Flawed e) {
            flaws.add(e);
          }
        });
    if (!flaws.isEmpty()) {
      throw flaws.getFirst();
    }
    return items;
  }

  private static FeedTrouble trouble(Path file) {
    FeedTrouble trouble =
        catchThrowableOfType(FeedTrouble.class, () -> FeedFile.read(file, (_, _) -> {}));
    assertThat(trouble).isNotNull();
    return trouble;
  }
}
