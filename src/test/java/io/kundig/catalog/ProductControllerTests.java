package io.kundig.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.catalog.RecordedProduct.Variant;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@KundigTest(properties = "kundig.api-key=" + ProductControllerTests.KEY)
class ProductControllerTests {

  static final String KEY = "kk_test_0123456789abcdefghijklmnopqrstuvwxyz";

  private static final UUID FEED = UUID.fromString("01980000-0000-7000-8000-000000000001");

  private final MockMvcTester http;
  private final Catalog catalog;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final JsonMapper json = JsonMapper.builder().build();

  ProductControllerTests(
      MockMvc mvc,
      Catalog catalog,
      Shops shops,
      JdbcClient jdbc,
      TransactionTemplate transactions) {
    this.http = MockMvcTester.create(mvc);
    this.catalog = catalog;
    this.jdbc = jdbc;
    this.transactions = transactions;
    shops.update(TestShops.nordlicht());
  }

  @BeforeEach
  void fill() {
    jdbc.sql(
            "truncate catalog.product, catalog.variant, catalog.offer, catalog.fact, catalog.change")
        .update();
    record("P1", "Espresso 100 %", "12.00", "9.00", "3");
    record("P2", "Crema", "12.00", null, "0");
    record("P3", "Äthiopien", "15.00", null, "40");
    record("P4", "Becher", "15.00", null, null);
    jdbc.sql(
            """
            insert into catalog.product (shop_id, product_id, title, seen_at) values (1, 'P5', 'Zucker', now())
            """)
        .update();
  }

  @Test
  void productsAreFoundByTitleIdAndArticleNumber() throws Exception {
    assertThat(ids("")).containsExactly("P4", "P2", "P1", "P5", "P3");
    assertThat(ids("?q=ESPRESSO")).containsExactly("P1");
    assertThat(ids("?q=100%20%25")).containsExactly("P1");
    assertThat(ids("?q=_")).isEmpty();
    assertThat(ids("?q=P3")).containsExactly("P3");
    assertThat(ids("?q=NL-P2")).containsExactly("P2");
  }

  @Test
  void filtersSayWhatCanBeHad() throws Exception {
    assertThat(ids("?filter=sold_out")).containsExactly("P2");
    assertThat(ids("?filter=available")).containsExactly("P4", "P1", "P3");
    assertThat(ids("?filter=low")).containsExactly("P1");
    assertThat(ids("?filter=reduced")).containsExactly("P1");
    assertThat(get("/products?filter=cheap")).hasStatus(400);
  }

  @Test
  void pagesShowEverythingOnce() throws Exception {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = read("/products?limit=2" + cursor);
      page.path("items").forEach(row -> seen.add(row.path("id").asString()));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly("P4", "P2", "P1", "P5", "P3");
    assertThat(get("/products?cursor=AAAA")).hasStatus(400);
    assertThat(get("/products?limit=0")).hasStatus(400);
  }

  @Test
  void aProductShowsItsVariantsMarketsAndWhatChanged() throws Exception {
    RecordedProduct swiss = product("P1", "Espresso (CH)", "CHF", "14.00", null, null);
    transactions.executeWithoutResult(_ -> catalog.recordFeed(FEED, "de-CH", List.of(swiss), true));
    record("P1", "Espresso 100 %", "12.00", "8.00", "3");

    JsonNode view = read("/products/detail?id=P1");
    assertThat(view.path("product").path("salePrice").path("amount").asString()).isEqualTo("8.00");
    assertThat(view.path("product").path("markets").asInt()).isOne();
    assertThat(view.path("offers").path(0).path("market").asString()).isEqualTo("de-CH");
    assertThat(view.path("changes").path(0).path("was").asDouble()).isEqualTo(9);
    assertThat(view.path("facts").path(0).path("kind").asString()).isEqualTo("PRICE_DROP");
    assertThat(get("/products/detail?id=nothing")).hasStatus(404);
  }

  @Test
  void thePiecesThatAreFewAreTheShopsToSay() throws Exception {
    assertThat(read("/products/rules").path("lowStock").asInt()).isEqualTo(5);
    assertThat(put("{\"lowStock\":50}")).hasStatusOk();
    assertThat(ids("?filter=low")).containsExactly("P1", "P3");
    assertThat(put("{\"lowStock\":-1}")).hasStatus(400);
    assertThat(put("{}")).hasStatus(400);
    put("{\"lowStock\":5}");
  }

  private MvcTestResult put(String body) {
    return http.put()
        .uri("/api/v1/products/rules")
        .header("Authorization", "Bearer " + KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private void record(
      String id, String title, String price, @Nullable String sale, @Nullable String stock) {
    RecordedProduct product = product(id, title, "EUR", price, sale, stock);
    transactions.executeWithoutResult(_ -> catalog.record(List.of(product), true));
  }

  private static RecordedProduct product(
      String id,
      String title,
      String currency,
      String price,
      @Nullable String sale,
      @Nullable String stock) {
    Variant variant =
        new Variant(
            id,
            "NL-" + id,
            null,
            new BigDecimal(price),
            sale == null ? null : new BigDecimal(sale),
            stock == null ? null : new BigDecimal(stock),
            true,
            null,
            null);
    return new RecordedProduct(
        1,
        id,
        TestClock.START,
        title,
        null,
        null,
        List.of(),
        new TreeMap<>(),
        null,
        currency,
        true,
        List.of(variant));
  }

  private List<String> ids(String query) throws Exception {
    List<String> ids = new ArrayList<>();
    read("/products" + query).path("items").forEach(row -> ids.add(row.path("id").asString()));
    return ids;
  }

  private MvcTestResult get(String path) {
    return http.get()
        .uri(URI.create("/api/v1" + path))
        .header("Authorization", "Bearer " + KEY)
        .exchange();
  }

  private JsonNode read(String path) throws Exception {
    MvcTestResult answer = get(path);
    assertThat(answer).hasStatusOk();
    return json.readTree(answer.getResponse().getContentAsString());
  }
}
