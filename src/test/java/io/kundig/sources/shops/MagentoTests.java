package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Invalid;
import io.kundig.sources.shops.FakeShop.Delivery;
import io.kundig.sources.shops.FakeShop.Fault;
import io.kundig.sources.shops.ShopConnection.Live;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.magento.FakeMagento;
import io.kundig.support.KundigTest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@KundigTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(ShopWork.class)
class MagentoTests {

  private static final int ROUNDS = Integer.getInteger("kundig.shop.rounds", 6);
  private static final Settings INSIDE = new Settings(true, false, null);

  private final ShopWork work;
  private final Profiles profiles;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final FakeMagento shop;

  MagentoTests(ShopWork work, Profiles profiles, Shops shops, KundigClock clock, JdbcClient jdbc) {
    this.work = work;
    this.profiles = profiles;
    this.clock = clock;
    this.jdbc = jdbc;
    this.shop = new FakeMagento(clock.instant());
    shops.update(TestShops.nordlicht());
  }

  @AfterEach
  void close() {
    work.connections.all().forEach(it -> work.connections.disconnect(it.id()));
    shop.close();
  }

  // Connecting.

  @Test
  void theFourValuesOfAnIntegrationSignEveryQuestion() {
    ShopConnection connection = work.connect(shop);

    assertThat(connection.live()).isEqualTo(Live.POLLING);
    assertThat(connection.greeting().currency()).isEqualTo("EUR");
    assertThat(connection.problem()).isNull();
    byte[] keys =
        jdbc.sql("select keys from sources.connection where connection_id = :id")
            .param("id", connection.id())
            .query(byte[].class)
            .single();
    assertThat(new String(keys, StandardCharsets.ISO_8859_1))
        .doesNotContain(FakeMagento.KEYS.get("accessToken"));
  }

  @Test
  void theTokenAloneWillDoWhereTheShopTakesIt() {
    assertThat(refusal(FakeMagento.TOKEN_ALONE)).isEqualTo("shop_keys_refused");
    shop.takesTokensAlone = true;
    work.connect("magento", shop, FakeMagento.TOKEN_ALONE, INSIDE);
  }

  @Test
  void whereAProxyBreaksSignaturesTheTokenGoesAlone() {
    shop.takesNoSignature = true;
    shop.takesTokensAlone = true;
    assertThat(work.connect(shop).problem()).isNull();
  }

  @Test
  void wrongKeysAreToldFromMissingRightsWhichAreNamed() {
    Map<String, String> wrong = new TreeMap<>(FakeMagento.KEYS);
    wrong.put("consumerSecret", "other");
    assertThat(refusal(wrong)).isEqualTo("shop_keys_refused");

    shop.lackingRights.add("Magento_Sales::shipment");
    shop.lackingRights.add("Magento_Customer::group");
    assertThatThrownBy(
            () -> work.connections.connect(1, "magento", shop.address(), FakeMagento.KEYS, INSIDE))
        .isInstanceOfSatisfying(
            Invalid.class,
            it -> {
              assertThat(it.violations().getFirst().code()).isEqualTo("shop_read_only");
              assertThat(it.violations().getFirst().facts().get("detail"))
                  .isEqualTo(
                      "the integration lacks Magento_Customer::group, Magento_Sales::shipment");
            });
  }

  @Test
  void wrongAddressesAreSaidAndNobodyAsksInsideTheNetwork() {
    assertThat(refusal(shop.address() + "/blog", FakeMagento.KEYS)).isEqualTo("shop_no_shop");
    int asked = shop.asked.get();
    assertThatThrownBy(
            () ->
                work.connections.connect(
                    1,
                    "magento",
                    shop.address().replace("http:", "https:"),
                    FakeMagento.KEYS,
                    new Settings(false, false, null)))
        .isInstanceOfSatisfying(
            Invalid.class,
            it -> assertThat(it.getMessage()).contains("leads to an address that is not asked"));
    assertThat(shop.asked.get()).isEqualTo(asked);
    Map<String, String> split = new TreeMap<>(FakeMagento.KEYS);
    split.put("consumerKey", "ck\r\nX-Evil: 1");
    assertThat(refusal(split)).isEqualTo("key_invalid");
  }

  private String refusal(Map<String, String> keys) {
    return refusal(shop.address(), keys);
  }

  private String refusal(String address, Map<String, String> keys) {
    List<String> codes = new ArrayList<>();
    assertThatThrownBy(() -> work.connections.connect(1, "magento", address, keys, INSIDE))
        .isInstanceOfSatisfying(Invalid.class, it -> codes.add(it.violations().getFirst().code()));
    return codes.getFirst();
  }

  // The past.

  @Test
  void thePastIsTakenOverByPagesAndStartsNothing() {
    shop.now = clock.instant().minus(Duration.ofDays(400));
    long customer = shop.create("customer", it -> customer(it, "past@example.org"));
    List<Long> orders = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      orders.add(shop.create("order", it -> order(it, customer, "30.00")));
    }
    shop.refund(orders.getFirst(), "10.00", it -> {});
    shop.refund(orders.getFirst(), "5.00", it -> {});
    shop.refund(orders.getFirst(), "3.00", it -> it.put("state", 3));
    shop.now = clock.instant();

    work.connect(shop);

    assertThat(order(orders.getFirst())).isEqualTo("partially_refunded 15.00");
    assertThat(order(orders.getLast())).isEqualTo("placed 30.00");
    assertThat(events(orders.getFirst()))
        .containsExactlyInAnyOrder(
            "Placed Order past",
            "Ordered Product past",
            "Refunded Order past",
            "Refunded Order past");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(customer))))
        .isEqualTo(profiles.byIdentifier(new Identifier.Email("past@example.org")))
        .isPresent();
  }

  @Test
  void whatIsDeletedWhileThePastIsReadHidesNothing() {
    List<Long> orders = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      orders.add(shop.create("order", it -> order(it, 0, "30.00")));
    }
    for (int i = 0; i < 40; i++) {
      shop.meanwhile.add(() -> {});
    }
    shop.meanwhile.add(() -> orders.subList(0, 20).forEach(id -> shop.delete("order", id)));
    work.connect(shop);
    shop.meanwhile.forEach(Runnable::run);
    assertThat(orders.subList(20, 150)).allMatch(id -> order(id).equals("placed 30.00"));
  }

  @Test
  void aBusyShopIsAskedAgainWithAFreshSignature() {
    shop.create("order", it -> order(it, 0, "5.00"));
    work.connections.connect(1, "magento", shop.address(), FakeMagento.KEYS, INSIDE);
    shop.fails(new Fault(429, "0.1"), new Fault(503, "0"), new Fault(0, null));
    shop.busy.set(2);
    ShopConnection connection = work.connections.all().getFirst();
    work.awaitHistory(connection.id());
    work.connections.check(connection.id());
    shop.busy.set(2);
    assertThat(work.connections.check(connection.id()).problem()).isNull();
    assertThat(shop.mostAtOnce.get()).isLessThanOrEqualTo(3);
    assertThat(work.connections.get(connection.id()).problem()).isNull();
  }

  // Asking for changes.

  @Test
  void changesAreFoundEveryTwoMinutesAndToldOnce() {
    work.connect(shop);
    pass(Duration.ofMinutes(1));
    long order = shop.create("order", it -> order(it, 0, "25.00"));
    poll();
    pass(Duration.ofSeconds(1));
    shop.refund(order, "5.00", it -> {});
    shop.ship(order);
    poll();
    poll();

    assertThat(order(order)).isEqualTo("partially_refunded 20.00");
    assertThat(events(order))
        .containsExactlyInAnyOrder(
            "Placed Order", "Ordered Product", "Refunded Order", "Fulfilled Order");
  }

  @Test
  void twoChangesOfOneSecondBothCount() {
    work.connect(shop);
    long order = shop.create("order", it -> order(it, 0, "25.00"));
    poll();
    shop.change("order", order, it -> it.put("grand_total", 24.00));
    poll();
    assertThat(order(order)).isEqualTo("placed 24.00");
  }

  @Test
  void aSecondThatManyShareMayLieOverTheEdgeOfPages() {
    work.connect(shop);
    List<Long> orders = new ArrayList<>();
    for (int i = 0; i < 350; i++) {
      orders.add(shop.create("order", it -> order(it, 0, "7.00")));
    }
    poll();
    assertThat(orders).allMatch(id -> order(id).equals("placed 7.00"));

    pass(Duration.ofMinutes(1));
    orders.forEach(id -> shop.change("order", id, it -> it.put("grand_total", 8.00)));
    poll();
    assertThat(orders).allMatch(id -> order(id).equals("placed 8.00"));
  }

  @Test
  void whatChangesWhileItIsReadIsReadAgain() {
    work.connect(shop);
    List<Long> orders = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      shop.now = shop.now.plusSeconds(1);
      orders.add(shop.create("order", it -> order(it, 0, "7.00")));
    }
    clock.tick(Duration.ofMinutes(10));
    shop.now = clock.instant();
    // After the lists of customers and products, and the first page of orders.
    for (int i = 0; i < 3; i++) {
      shop.meanwhile.add(() -> {});
    }
    shop.meanwhile.add(
        () ->
            orders
                .subList(0, 120)
                .forEach(id -> shop.change("order", id, it -> it.put("grand_total", 9.00))));
    work.watch.runDue();
    work.settle();
    assertThat(shop.meanwhile).isEmpty();
    assertThat(orders.subList(0, 120)).allMatch(id -> order(id).equals("placed 9.00"));
    assertThat(orders.subList(120, 250)).allMatch(id -> order(id).equals("placed 7.00"));
  }

  @Test
  void aTransactionThatCommitsLateIsNotPassedOver() {
    work.connect(shop);
    long late = shop.create("order", it -> order(it, 0, "25.00"));
    poll();
    pass(Duration.ofMinutes(1));
    shop.changeInTransaction("order", late, it -> it.put("grand_total", 21.00));
    pass(Duration.ofMinutes(4));
    long other = shop.create("order", it -> order(it, 0, "3.00"));
    poll();
    assertThat(order(other)).isEqualTo("placed 3.00");
    assertThat(order(late)).isEqualTo("placed 25.00");

    shop.commit();
    poll();
    assertThat(order(late)).isEqualTo("placed 21.00");
  }

  @Test
  void anImportOfManyProductsIsNotReadForEver() {
    work.connect(shop);
    for (int i = 0; i < 450; i++) {
      int number = i;
      shop.now = shop.now.plusSeconds(1);
      shop.create("product", it -> simple(it, "P" + number, "Teil " + number, "5", 1));
    }
    poll();
    for (int i = 0; i < 6; i++) {
      poll();
    }
    int lists = shop.lists.get();
    clock.tick(Duration.ofMinutes(3));
    work.watch.runDue();
    int quiet = shop.lists.get() - lists;
    shop.now = clock.instant();
    clock.tick(Duration.ofMinutes(3));
    long late = shop.create("order", it -> order(it, 0, "9.00"));
    work.watch.runDue();
    work.settle();

    assertThat(quiet).as("of each kind a page, and who is sold as what").isLessThan(6);
    assertThat(order(late)).isEqualTo("placed 9.00");
  }

  @Test
  void aShopWhoseClockGoesWrongLosesNothing() {
    for (Duration wrong : List.of(Duration.ofHours(3), Duration.ofHours(-5))) {
      try (FakeMagento one = new FakeMagento(clock.instant().plus(wrong))) {
        long before = one.create("order", it -> order(it, 0, "25.00"));
        ShopConnection connection = work.connect(one);
        for (int i = 0; i < 4; i++) {
          one.now = one.now.plusSeconds(60);
          one.change(
              "order", before, it -> it.put("grand_total", it.path("grand_total").asInt() + 1));
          poll();
        }
        assertThat(order(before)).as("%s", wrong).isEqualTo("placed 29.00");
        work.connections.disconnect(connection.id());
      }
    }
  }

  @Test
  void whomTheShopDeletesTheNightFinds() {
    ShopConnection connection = work.connect(shop);
    long customer = shop.create("customer", it -> customer(it, "leaves@example.org"));
    long order = shop.create("order", it -> order(it, 0, "9.00"));
    poll();
    shop.delete("customer", customer);
    shop.delete("order", order);
    poll();
    assertThat(order(order)).isEqualTo("placed 9.00");
    work.compare(connection);

    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(customer)))).isEmpty();
    assertThat(profiles.byIdentifier(new Identifier.Email("leaves@example.org"))).isPresent();
    assertThat(order(order)).endsWith(" 0.00");
  }

  @Test
  void hostileFieldsAreKeptAndHoldUpNobody() {
    ShopConnection connection = work.connect(shop);
    long good = shop.create("order", it -> order(it, 0, "9.00"));
    shop.create("order", it -> order(it, 0, "9.00").put("order_currency_code", "<script>"));
    shop.create("order", it -> order(it, 0, "9.00").put("grand_total", "1e999999999"));
    shop.create(
        "customer", it -> customer(it, "x\0y@example.org").put("firstname", "A\0".repeat(5_000)));
    shop.create("order", it -> order(it, 0, "9.00").put("created_at", "0000-00-00 00:00:00"));
    poll();

    assertThat(order(good)).isEqualTo("placed 9.00");
    assertThat(work.deliveries.countUnreadable(connection.id())).isEqualTo(3);
    assertThat(work.connections.get(connection.id()).problem()).isNull();
  }

  // The newsletter.

  @Test
  void onlyThatTheNewsletterChangesIsADecision() {
    ShopConnection connection =
        work.connect("magento", shop, FakeMagento.KEYS, new Settings(true, false, "Ja, Neues."));
    long customer = shop.create("customer", it -> customer(it, "news@example.org"));
    poll();
    assertThat(consents("news@example.org")).as("never subscribed is no decision").isEmpty();

    subscribe(customer, true);
    shop.change("customer", customer, it -> it.put("firstname", "Ada"));
    poll();
    assertThat(consents("news@example.org")).containsExactly("subscribed");

    pass(Duration.ofMinutes(5));
    shop.change("customer", customer, it -> it.put("firstname", "Eve"));
    poll();
    assertThat(consents("news@example.org")).as("said again").containsExactly("subscribed");

    pass(Duration.ofMinutes(20));
    shop.create("customer", it -> customer(it, "later@example.org"));
    poll();
    subscribe(customer, false);
    poll();
    assertThat(consents("news@example.org")).as("no time tells").containsExactly("subscribed");
    work.compare(connection);
    assertThat(consents("news@example.org")).containsExactly("subscribed", "unsubscribed");
    subscribe(customer, true);
    pass(Duration.ofMinutes(5));
    work.compare(connection);
    assertThat(consents("news@example.org"))
        .containsExactly("subscribed", "unsubscribed", "subscribed");
  }

  private void subscribe(long customer, boolean subscribed) {
    shop.changeUnseen(
        "customer",
        customer,
        it -> it.putObject("extension_attributes").put("is_subscribed", subscribed));
  }

  @Test
  void olderShopsThatSayNothingOfItDecideNothing() {
    shop.old = true;
    work.connect("magento", shop, FakeMagento.KEYS, new Settings(true, false, "Ja, Neues."));
    shop.create("customer", it -> customer(it, "old@example.org"));
    poll();
    assertThat(profiles.byIdentifier(new Identifier.Email("old@example.org"))).isPresent();
    assertThat(consents("old@example.org")).isEmpty();
  }

  // The catalogue.

  @Test
  void aConfigurableProductComesWithWhatItIsSoldAs() {
    shop.store(2, "fr", "fr_FR");
    long small = shop.create("product", it -> simple(it, "ESP-250", "Espresso-250 g", "9.90", 1));
    long large = shop.create("product", it -> simple(it, "ESP-1000", "Espresso-1 kg", "29.90", 1));
    attribute(large, "special_price", "24.90");
    attribute(large, "special_from_date", "2026-03-01 00:00:00");
    attribute(large, "special_to_date", "2026-03-02 00:00:00");
    long product =
        shop.create(
            "product",
            it -> {
              simple(it, "ESP", "Espresso", "0", 4).put("type_id", "configurable");
              it.withObject("extension_attributes")
                  .putArray("configurable_product_links")
                  .add(small)
                  .add(String.valueOf(large));
              it.withObject("extension_attributes")
                  .putArray("category_links")
                  .addObject()
                  .put("category_id", "3");
            });
    shop.urlKey(product, "fr", "espresso-italien");
    shop.stock("ESP-250", 12);
    shop.stock("ESP-1000", 0);
    ShopConnection connection = work.connect(shop);

    assertThat(variants(product))
        .containsExactlyInAnyOrder(
            "250 g ESP-250 9.90 - 12 true", "1 kg ESP-1000 29.90 24.90 0 false");
    assertThat(products()).containsExactly(String.valueOf(product));
    assertThat(
            jdbc.sql("select urls::text from catalog.product where product_id = :id")
                .param("id", String.valueOf(product))
                .query(String.class)
                .single())
        .contains("/espresso.html", "/fr/espresso-italien.html", "de-DE", "fr-FR");

    pass(Duration.ofMinutes(30));
    shop.create("product", it -> simple(it, "CUP", "Tasse", "5", 1));
    poll();
    shop.change("product", small, it -> it.put("price", 8.90));
    poll();
    assertThat(variants(product))
        .as("its own time says nothing")
        .contains("250 g ESP-250 8.90 - 12 true");

    shop.stock("ESP-250", 3);
    clock.tick(Duration.ofDays(2));
    shop.now = clock.instant();
    work.compare(connection);
    assertThat(variants(product))
        .as("stock, and a sale that ended, have no time at all")
        .containsExactlyInAnyOrder("250 g ESP-250 8.90 - 3 true", "1 kg ESP-1000 29.90 - 0 false");

    shop.hasModule = true;
    work.connections.check(connection.id());
    shop.stock("ESP-250", 2);
    shop.changeUnseen("product", small, it -> {});
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(variants(product)).as("named by the module").contains("250 g ESP-250 8.90 - 2 true");

    shop.delete("product", product);
    work.compare(connection);
    assertThat(products()).isEmpty();
  }

  @Test
  void stockIsAddedUpOverHoweverManySources() {
    long product = shop.create("product", it -> simple(it, "CUP", "Tasse", "5", 4));
    shop.stock("CUP", 0);
    for (int i = 0; i < 230; i++) {
      shop.source("CUP", "store" + i, 2);
    }
    work.connect(shop);
    assertThat(variants(product)).containsExactly("- CUP 5.00 - 460 true");
  }

  @Test
  void withoutTheInventoryModulesStockIsAskedOfEachProduct() {
    shop.hasInventory = false;
    long product = shop.create("product", it -> simple(it, "CUP 1/2", "Tasse", "5", 4));
    shop.stock("CUP 1/2", 4);
    work.connect(shop);
    assertThat(variants(product)).containsExactly("- CUP 1/2 5.00 - 4 true");
  }

  @Test
  void aProductThatIsHiddenIsTakenOut() {
    long product = shop.create("product", it -> simple(it, "CUP", "Tasse", "5", 4));
    work.connect(shop);
    pass(Duration.ofMinutes(1));
    shop.change("product", product, it -> it.put("visibility", 1));
    poll();
    assertThat(products()).isEmpty();
  }

  @Test
  void couponsComeWithTheirRules() {
    long rule =
        shop.create(
            "rule",
            it ->
                it.put("simple_action", "by_percent")
                    .put("discount_amount", 15)
                    .put("to_date", "2026-03-31"));
    long coupon =
        shop.create(
            "coupon",
            it ->
                it.put("rule_id", rule)
                    .put("code", "MAERZ")
                    .put("usage_limit", 5)
                    .put("times_used", 1));
    ShopConnection connection = work.connect(shop);
    assertThat(coupons()).containsExactly("MAERZ true 15.00 2026-03-31T22:00:00Z 5 1");

    pass(Duration.ofMinutes(30));
    long other =
        shop.create(
            "coupon", it -> it.put("rule_id", rule).put("code", "SPAET").put("times_used", 0));
    poll();
    shop.delete("coupon", other);
    shop.changeUnseen("rule", rule, it -> it.put("discount_amount", 20));
    pass(Duration.ofMinutes(5));
    work.compare(connection);
    assertThat(coupons()).containsExactly("MAERZ true 20.00 2026-03-31T22:00:00Z 5 1");

    shop.delete("coupon", coupon);
    work.compare(connection);
    assertThat(coupons()).isEmpty();
  }

  // The module.

  @Test
  void withOurModuleTheShopNamesWhatChangedAndIsAsked() {
    shop.hasModule = true;
    ShopConnection connection = work.connect(shop);
    assertThat(connection.live()).isEqualTo(Live.WEBHOOKS);
    assertThat(connection.hooks()).hasSize(1);
    long customer = shop.create("customer", it -> customer(it, "fast@example.org"));
    long order = shop.create("order", it -> order(it, customer, "25.00"));
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(order(order)).isEqualTo("placed 25.00");

    shop.delete("customer", customer);
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(customer)))).isEmpty();

    work.connections.disconnect(connection.id());
    assertThat(shop.hookAddress).isNull();
  }

  @Test
  void theModuleMayComeLaterAndGo() {
    ShopConnection connection = work.connect(shop);
    shop.hasModule = true;
    assertThat(work.connections.check(connection.id()).live()).isEqualTo(Live.WEBHOOKS);

    shop.hasModule = false;
    clock.tick(Duration.ofHours(2));
    shop.now = clock.instant();
    work.watch.runDue();
    assertThat(work.connections.get(connection.id()).live()).isEqualTo(Live.POLLING);
    assertThat(work.connections.get(connection.id()).problem()).isNull();
  }

  @Test
  void withoutTheRightToTheModuleTheShopIsAsked() {
    shop.hasModule = true;
    shop.lackingRights.add("Kundig_Connect::hook");
    ShopConnection connection = work.connect(shop);
    assertThat(connection.live()).isEqualTo(Live.POLLING);
    assertThat(connection.problem()).isNull();
    assertThat(work.connections.lastPollAt(connection)).isEmpty();
    poll();
    assertThat(work.connections.lastPollAt(connection)).contains(clock.instant());
  }

  @Test
  void onlyWhatTheModuleSignedIsTaken() {
    shop.hasModule = true;
    ShopConnection connection = work.connect(shop);
    long order = shop.create("order", it -> order(it, 0, "25.00"));
    Delivery real = shop.takeDeliveries().getFirst();
    byte[] other = "{\"changed\":[]}".getBytes(StandardCharsets.UTF_8);

    assertThat(shop.send(new Delivery(real.target(), real.headers(), other))).isEqualTo(401);
    assertThat(shop.send(new Delivery(real.target(), Map.of(), real.body()))).isEqualTo(401);
    work.settle();
    assertThat(order(order)).isEmpty();
    assertThat(shop.send(real)).isEqualTo(200);
    work.settle();
    assertThat(order(order)).isEqualTo("placed 25.00");

    for (String bad :
        List.of(
            "[]",
            "{}",
            "{\"changed\":[{\"resource\":\"order\",\"id\":\"1 or 1=1\"}]}",
            "{\"changed\":[" + "{\"resource\":\"order\",\"id\":\"1\"},".repeat(1_000) + "{}]}")) {
      shop.send(shop.signed(bad));
    }
    shop.send(shop.signed("{\"changed\":[{\"resource\":\"gift\",\"id\":\"1\"}]}"));
    work.settle();
    assertThat(work.deliveries.unreadable(connection.id(), 10))
        .extracting(DeliveryStore.Kept::reason)
        .containsExactlyInAnyOrder("not_json", "field_missing", "field_wrong", "field_wrong");
  }

  // Everything at once.

  @Test
  void anyOrderAndNumberOfPollsAndNoticesEndsInTheShopsOwnState() {
    long seed = Long.getLong("kundig.shop.seed", System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      live(seed + round, round % 3);
    }
  }

  /// @param how 0: asked alone, 1: all notices come, 2: some are lost
  private void live(long seed, int how) {
    Random random = new Random(seed);
    try (FakeMagento one = new FakeMagento(clock.instant())) {
      one.hasModule = how > 0;
      List<Long> made = new ArrayList<>();
      List<Long> customers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        step(one, random, made, customers);
      }
      ShopConnection connection =
          work.connections.connect(1, "magento", one.address(), FakeMagento.KEYS, INSIDE);
      List<Delivery> held = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        step(one, random, made, customers);
        one.takeDeliveries().stream()
            .filter(_ -> how < 2 || random.nextInt(3) > 0)
            .forEach(held::add);
        Collections.shuffle(held, random);
        for (int n = random.nextInt(1 + held.size()); n > 0; n--) {
          one.send(random.nextInt(4) == 0 ? held.getFirst() : held.removeFirst());
        }
        if (random.nextInt(6) == 0) {
          poll();
        }
      }
      held.forEach(one::send);
      one.commit();
      work.awaitHistory(connection.id());
      work.settle();
      if (how != 1) {
        work.compare(connection);
      }
      assertThat(known(made)).as("seed %d", seed).isEqualTo(standing(one, made));
      assertThat(owners(made)).as("seed %d", seed).isEqualTo(buyers(one, made));
      work.connections.disconnect(connection.id());
    }
  }

  /// Often several things in one second.
  private static void step(FakeMagento one, Random random, List<Long> made, List<Long> customers) {
    if (random.nextInt(3) == 0) {
      one.now = one.now.plusSeconds(1 + random.nextInt(100));
    }
    List<Long> orders = List.copyOf(one.standing("order").keySet());
    int what = random.nextInt(12);
    if (customers.isEmpty() || what == 0) {
      customers.add(
          one.create(
              "customer", it -> customer(it, "c" + it.path("id").asString() + "@example.org")));
    } else if (orders.isEmpty() || what < 3) {
      long customer = random.nextInt(3) == 0 ? 0 : customers.get(random.nextInt(customers.size()));
      made.add(one.create("order", it -> order(it, customer, 20 + random.nextInt(50) + ".00")));
    } else {
      change(one, random, orders.get(random.nextInt(orders.size())), what);
    }
  }

  private static void change(FakeMagento one, Random random, long id, int what) {
    switch (what) {
      case 3 -> one.refund(id, (1 + random.nextInt(5)) + ".00", it -> {});
      case 4 -> one.change("order", id, it -> it.put("state", "canceled"));
      case 5 -> {
        if (random.nextInt(3) == 0) {
          one.delete("order", id);
        }
      }
      case 6 ->
          one.change(
              "order",
              id,
              it -> it.put("state", random.nextBoolean() ? "processing" : "pending_payment"));
      case 7 -> one.ship(id);
      default -> one.change("order", id, it -> it.put("grand_total", 20 + random.nextInt(90)));
    }
  }

  /// Number → net of all that count.
  private Map<String, String> known(List<Long> made) {
    Map<String, String> known = new TreeMap<>();
    jdbc.sql(
            """
            select external_id, net from orders.orders
            where external_id = any(:numbers) and placed_at is not null and cancelled_at is null
            """)
        .param("numbers", numbers(made))
        .query(
            row -> {
              known.put(row.getString("external_id"), plain(row.getBigDecimal("net")));
            });
    return known;
  }

  private static String[] numbers(List<Long> made) {
    return made.stream().map(id -> "M" + id).toArray(String[]::new);
  }

  private static Map<String, String> standing(FakeMagento one, List<Long> made) {
    Map<String, String> standing = new TreeMap<>();
    one.standing("order")
        .forEach(
            (id, order) -> {
              String state = order.path("state").asString();
              if (made.contains(id) && !List.of("canceled", "pending_payment").contains(state)) {
                standing.put("M" + id, plain(net(one, id, order)));
              }
            });
    return standing;
  }

  private static BigDecimal net(FakeMagento one, long id, ObjectNode order) {
    BigDecimal net = new BigDecimal(order.path("grand_total").asString());
    for (JsonNode memo : one.standing("creditmemos").values()) {
      if (memo.path("order_id").asLong() == id) {
        net = net.subtract(new BigDecimal(memo.path("grand_total").asString()));
      }
    }
    return net.max(BigDecimal.ZERO);
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  /// Number → e-mail address of whose it is.
  private Map<String, String> owners(List<Long> made) {
    Map<String, String> owners = new TreeMap<>();
    jdbc.sql(
            """
            select o.external_id, coalesce(m.email, p.email) as email from orders.orders o
            join profiles.profile p using (profile_id)
            left join profiles.profile m on m.profile_id = p.merged_into
            where o.external_id = any(:numbers) and o.placed_at is not null and o.cancelled_at is null
            """)
        .param("numbers", numbers(made))
        .query(
            row -> {
              owners.put(row.getString("external_id"), row.getString("email"));
            });
    return owners;
  }

  private static Map<String, String> buyers(FakeMagento one, List<Long> made) {
    Map<String, String> buyers = new TreeMap<>();
    standing(one, made)
        .forEach(
            (number, _) ->
                buyers.put(
                    number,
                    one.get("order", Long.parseLong(number.substring(1)))
                        .path("customer_email")
                        .asString()));
    return buyers;
  }

  // The cast.

  private static ObjectNode customer(ObjectNode customer, String email) {
    customer.put("email", email).put("firstname", "Ada").put("lastname", "Lind");
    customer.put("group_id", 1).put("store_id", 1).put("website_id", 1);
    customer.putObject("extension_attributes").put("is_subscribed", false);
    return customer;
  }

  private static ObjectNode order(ObjectNode order, long customer, String total) {
    String id = order.path("entity_id").asString();
    order.put("increment_id", "M" + id).put("state", "processing").put("store_id", 1);
    order.put("order_currency_code", "EUR").put("base_currency_code", "EUR");
    order.put("global_currency_code", "EUR").put("grand_total", new BigDecimal(total));
    order
        .put("base_grand_total", new BigDecimal(total))
        .put("customer_is_guest", customer > 0 ? 0 : 1);
    if (customer > 0) {
      order.put("customer_id", customer);
    }
    order.put(
        "customer_email",
        customer > 0 ? "c" + customer + "@example.org" : "g" + id + "@example.org");
    order
        .putArray("items")
        .addObject()
        .put("item_id", 1)
        .put("product_id", 7)
        .put("sku", "ESP")
        .put("name", "Espresso")
        .put("qty_ordered", 1)
        .put("price_incl_tax", new BigDecimal(total));
    return order;
  }

  private static ObjectNode simple(
      ObjectNode product, String sku, String name, String price, int visibility) {
    product.put("sku", sku).put("name", name).put("price", new BigDecimal(price));
    product.put("type_id", "simple").put("status", 1).put("visibility", visibility);
    product
        .putArray("custom_attributes")
        .addObject()
        .put("attribute_code", "url_key")
        .put("value", name.toLowerCase(java.util.Locale.ROOT).replace(" ", "-"));
    return product;
  }

  private void attribute(long product, String code, String value) {
    shop.change(
        "product",
        product,
        it ->
            it.withArray("custom_attributes")
                .addObject()
                .put("attribute_code", code)
                .put("value", value));
  }

  private void pass(Duration time) {
    clock.tick(time);
    shop.now = shop.now.plus(time);
  }

  private void poll() {
    clock.tick(Duration.ofMinutes(2).plusSeconds(1));
    work.watch.runDue();
    work.settle();
  }

  private String order(long id) {
    return jdbc.sql(
            "select status || ' ' || net::numeric(12,2) from orders.orders where external_id = :number")
        .param("number", "M" + id)
        .query(String.class)
        .optional()
        .orElse("");
  }

  private List<String> events(long order) {
    return jdbc.sql(
            """
            select m.name || case when e.properties ->> '$backfill' is not null then ' past' else '' end
            from events.event e join events.metric m using (metric_id)
            where e.properties ->> 'order_id' = :order
            """)
        .param("order", "M" + order)
        .query(String.class)
        .list();
  }

  private List<String> consents(String email) {
    return jdbc.sql(
            """
            select l.state from consent.ledger l join profiles.profile p using (profile_id)
            where p.email = :email order by l.at
            """)
        .param("email", email)
        .query(String.class)
        .list();
  }

  private List<String> variants(long product) {
    return jdbc.sql(
            """
            select concat_ws(' ', coalesce(title, '-'), sku, price::numeric(12,2),
              coalesce(sale_price::numeric(12,2)::text, '-'), trim_scale(stock), available::text)
            from catalog.variant where product_id = :id
            """)
        .param("id", String.valueOf(product))
        .query(String.class)
        .list();
  }

  private List<String> products() {
    return jdbc.sql("select product_id from catalog.product where published and title <> '?'")
        .query(String.class)
        .list();
  }

  private List<String> coupons() {
    return jdbc.sql(
            """
            select concat_ws(' ', code, percent::text, amount::numeric(12,2),
              to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), usage_limit, used)
            from catalog.coupon
            """)
        .query(String.class)
        .list();
  }
}
