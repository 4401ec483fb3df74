package io.kundig.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.orders.OrderChange;
import io.kundig.orders.Orders;
import io.kundig.platform.AllDueWork;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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

@KundigTest(properties = "kundig.api-key=" + CurrenciesTests.KEY)
class CurrenciesTests {

  static final String KEY = "kk_test_0123456789abcdefghijklmnopqrstuvwxyz";

  private static final Instant SUNDAY = TestClock.START.minusSeconds(86_400);

  private final MockMvcTester http;
  private final Orders orders;
  private final Shops shops;
  private final AllDueWork work;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final JsonMapper json = JsonMapper.builder().build();
  private final ProfileId friederike = new ProfileId(Ids.random(SUNDAY));

  CurrenciesTests(
      MockMvc mvc,
      Orders orders,
      Shops shops,
      AllDueWork work,
      JdbcClient jdbc,
      TransactionTemplate transactions) {
    this.http = MockMvcTester.create(mvc);
    this.orders = orders;
    this.shops = shops;
    this.work = work;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  @BeforeEach
  void empty() {
    shops.update(TestShops.nordlicht());
    jdbc.sql(
            """
            truncate orders.order_owner, orders.orders, orders.line, orders.refund, orders.buyer,
              orders.exchange_rate, orders.valuation, reporting.calendar cascade
            """)
        .update();
    work.settle();
  }

  @Test
  void anOrderInAnotherCurrencyAddsUpAtTheRateThatTheShopTold() throws Exception {
    apply(recorded("1", "EUR", "100.00", null), recorded("2", "CHF", "50.00", rate("1.06", "EUR")));

    assertThat(revenue()).isEqualByComparingTo("153.00");
    assertThat(elsewhere()).isZero();
    assertThat(ofBuyer("EUR")).isEqualByComparingTo("153.00");
    JsonNode listed = report("orders").path("items");
    assertThat(listed).hasSize(2);
    JsonNode swiss = of(listed, "2");
    assertThat(swiss.path("net").path("currency").asString()).isEqualTo("CHF");
    assertThat(swiss.path("inShopCurrency").path("amount").asString()).isEqualTo("53.00");
  }

  @Test
  void aRateIntoACurrencyThatTheShopDoesNotCountInIsNone() throws Exception {
    apply(recorded("1", "CHF", "50.00", rate("1.15", "USD")));
    assertThat(revenue()).isZero();
    assertThat(elsewhere()).isOne();
  }

  @Test
  void anOrderWithoutARateIsCountedApartUntilOneIsKnown() throws Exception {
    apply(placed("1", "EUR", "100.00"), placed("2", "CHF", "50.00"));
    assertThat(revenue()).isEqualByComparingTo("100.00");
    assertThat(elsewhere()).isOne();
    assertThat(rates().path("missing").path(0).toString())
        .isEqualTo("{\"currency\":\"CHF\",\"orders\":1}");

    enter("CHF", "EUR", "2026-02-01", "1.07");
    work.settle();
    assertThat(revenue()).isEqualByComparingTo("153.50");
    assertThat(elsewhere()).isZero();
    assertThat(ofBuyer("CHF")).isZero();
    assertThat(rates().path("missing")).isEmpty();

    apply(
        new OrderChange.Refunded(friederike, 1, "2", SUNDAY, "r1", new BigDecimal("10.00"), "CHF"));
    assertThat(revenue()).as("net of refunds").isEqualByComparingTo("142.80");

    enter("CHF", "EUR", "2026-03-02", "9.99");
    work.settle();
    assertThat(revenue()).as("a later day's rate").isEqualByComparingTo("142.80");

    assertThat(
            http.delete()
                .uri("/api/v1/exchange-rates?currency=CHF&base=EUR&day=2026-02-01")
                .header("Authorization", "Bearer " + KEY))
        .hasStatus(204);
    work.settle();
    assertThat(revenue()).isEqualByComparingTo("100.00");
    assertThat(elsewhere()).isOne();
  }

  @Test
  void referenceRatesLeadFromAnyCurrencyToAnyByTheEuroAndHoldOverTheWeekend() throws Exception {
    apply(placed("1", "USD", "110.00"), placed("2", "SEK", "110.00"));
    reference("2026-02-27", "USD", "1.10", "SEK", "11.00", "CHF", "0.95");
    settleFrom("2026-02-27");
    assertThat(revenue()).isEqualByComparingTo("110.00");

    shops.update(in("CHF"));
    work.settle();
    assertThat(revenue()).as("in francs").isEqualByComparingTo("104.50");
    assertThat(ofBuyer("EUR")).isZero();
    assertThat(ofBuyer("CHF")).isEqualByComparingTo("104.50");
  }

  @Test
  void aReferenceRateOfLastMonthIsNoRate() throws Exception {
    apply(placed("1", "USD", "110.00"));
    reference("2026-02-10", "USD", "1.10");
    settleFrom("2026-02-10");
    assertThat(elsewhere()).isOne();
  }

  @Test
  void nonsenseIsNoRate() {
    for (String body :
        List.of(
            "{\"currency\":\"CHF\",\"base\":\"CHF\",\"day\":\"2026-03-01\",\"rate\":1}",
            "{\"currency\":\"XX1\",\"base\":\"EUR\",\"day\":\"2026-03-01\",\"rate\":1}",
            "{\"currency\":\"CHF\",\"base\":\"EUR\",\"day\":\"2026-03-01\",\"rate\":0}",
            "{\"currency\":\"CHF\",\"base\":\"EUR\",\"rate\":1}",
            "{\"currency\":\"CHF\",\"base\":\"EUR\",\"day\":\"2026-03-01\",\"rate\":1e40}")) {
      assertThat(put("", body)).as(body).hasStatus(400);
    }
    for (String url : List.of("http://rates.example/", "file:///etc/passwd", "https://u:p@x.de")) {
      assertThat(put("/source", "{\"url\":\"" + url + "\"}")).as(url).hasStatus(400);
    }
  }

  @Test
  void ordersOfAPersonSayWhatTheyComeToInTheShopsCurrency() throws Exception {
    apply(recorded("2", "CHF", "50.00", rate("1.06", "EUR")), placed("3", "SEK", "9.00"));
    jdbc.sql(
            "insert into profiles.profile (profile_id, known, traits, trait_times, created_at) values (:id, true, '{}', '{}', now())")
        .param("id", friederike.value())
        .update();
    JsonNode items = get("/api/v1/profiles/" + friederike + "/timeline").path("items");
    assertThat(items.toString())
        .contains("\"inShopCurrency\":{\"amount\":\"53.00\",\"currency\":\"EUR\"}")
        .contains("\"rateUnknown\":true");
  }

  private void settleFrom(String day) {
    jdbc.sql("update orders.valuation set at = cast(:day as date)").param("day", day).update();
    work.settle();
  }

  private void reference(String day, String... rates) {
    for (int i = 0; i < rates.length; i += 2) {
      jdbc.sql(
              "insert into orders.exchange_rate values ('EUR', :currency, 'ecb', cast(:day as date), cast(:rate as numeric))")
          .param("currency", rates[i])
          .param("rate", rates[i + 1])
          .param("day", day)
          .update();
    }
  }

  private Shop in(String currency) {
    Shop shop = TestShops.nordlicht();
    return new Shop(
        shop.id(),
        shop.name(),
        currency,
        shop.timeZone(),
        shop.locale(),
        shop.url(),
        shop.sender(),
        shop.impressum(),
        "",
        shop.rules());
  }

  private void enter(String currency, String base, String day, String rate) {
    String body = "{\"currency\":\"%s\",\"base\":\"%s\",\"day\":\"%s\",\"rate\":%s}";
    assertThat(put("", body.formatted(currency, base, day, rate))).hasStatusOk();
  }

  private MvcTestResult put(String path, String body) {
    return http.put()
        .uri("/api/v1/exchange-rates" + path)
        .header("Authorization", "Bearer " + KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private JsonNode rates() throws Exception {
    return get("/api/v1/exchange-rates");
  }

  private JsonNode report(String name) throws Exception {
    return get("/api/v1/reports/" + name);
  }

  private JsonNode get(String path) throws Exception {
    MvcTestResult answer = http.get().uri(path).header("Authorization", "Bearer " + KEY).exchange();
    assertThat(answer).hasStatusOk();
    return json.readTree(answer.getResponse().getContentAsString());
  }

  private BigDecimal revenue() throws Exception {
    JsonNode value = report("dashboard").path("stats").path("revenue").path("value");
    return new BigDecimal(value.path("amount").asString());
  }

  private int elsewhere() throws Exception {
    return report("dashboard").path("excluded").path("otherCurrencyOrders").asInt();
  }

  private BigDecimal ofBuyer(String currency) {
    return jdbc.sql("select coalesce(sum(revenue), 0) from orders.buyer where currency = :currency")
        .param("currency", currency)
        .query(BigDecimal.class)
        .single();
  }

  private static JsonNode of(JsonNode orders, String number) {
    for (JsonNode order : orders) {
      if (order.path("externalId").asString().equals(number)) {
        return order;
      }
    }
    throw new AssertionError("no order " + number);
  }

  private void apply(OrderChange... changes) {
    transactions.executeWithoutResult(_ -> orders.apply(List.of(changes)));
  }

  private static OrderChange.Rate rate(String worth, String currency) {
    return new OrderChange.Rate(new BigDecimal(worth), currency);
  }

  private OrderChange placed(String number, String currency, String total) {
    return new OrderChange.Placed(
        friederike,
        1,
        number,
        SUNDAY,
        currency,
        new BigDecimal(total),
        null,
        null,
        null,
        null,
        List.of());
  }

  private OrderChange recorded(
      String number, String currency, String total, OrderChange.@Nullable Rate rate) {
    return new OrderChange.Recorded(
        friederike,
        1,
        number,
        SUNDAY,
        true,
        SUNDAY,
        null,
        null,
        currency,
        rate,
        new BigDecimal(total),
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }
}
