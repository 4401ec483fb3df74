package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Erasures;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Invalid;
import io.kundig.sources.shops.FakeShop.Delivery;
import io.kundig.sources.shops.FakeShop.Fault;
import io.kundig.sources.shops.ShopConnection.Live;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.woocommerce.FakeWooCommerce;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

@KundigTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(ShopWork.class)
class WooCommerceTests {

  private static final Instant LAST_YEAR = TestClock.START.minus(Duration.ofDays(400));

  private final ShopWork work;
  private final Profiles profiles;
  private final Erasures erasures;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final FakeWooCommerce shop;

  WooCommerceTests(
      ShopWork work,
      Profiles profiles,
      Erasures erasures,
      Shops shops,
      KundigClock clock,
      JdbcClient jdbc) {
    this.erasures = erasures;
    this.work = work;
    this.profiles = profiles;
    this.clock = clock;
    this.jdbc = jdbc;
    this.shop = new FakeWooCommerce(clock.instant());
    shops.update(TestShops.nordlicht());
  }

  @AfterEach
  void close() {
    work.connections.all().forEach(it -> work.connections.disconnect(it.id()));
    shop.close();
  }

  @Test
  void connectingTriesTheKeysAndMakesTheWebhooks() {
    ShopConnection connection = work.connect(shop);

    assertThat(connection.live()).isEqualTo(Live.WEBHOOKS);
    assertThat(connection.greeting().version()).isEqualTo("9.4.2");
    assertThat(connection.hooks()).hasSize(15).allMatch(Hook::active);
    assertThat(shop.pings).isEqualTo(15);
    byte[] keys =
        jdbc.sql("select keys from sources.connection where connection_id = :id")
            .param("id", connection.id())
            .query(byte[].class)
            .single();
    assertThat(new String(keys, StandardCharsets.ISO_8859_1))
        .doesNotContain(FakeWooCommerce.SECRET);

    work.connections.disconnect(connection.id());

    assertThat(shop.hooks()).isEmpty();
    assertThat(work.connections.all()).isEmpty();
  }

  @Test
  void wrongKeysAndWrongAddressesAreSaidAtOnce() {
    Settings inside = new Settings(true, false, null);
    assertThatThrownBy(
            () ->
                work.connections.connect(
                    1,
                    "woocommerce",
                    shop.address(),
                    Map.of("consumerKey", "ck_other", "consumerSecret", "cs_other"),
                    inside))
        .isInstanceOfSatisfying(
            Invalid.class, it -> assertThat(code(it)).isEqualTo("shop_keys_refused"));
    assertThatThrownBy(
            () ->
                work.connections.connect(
                    1, "woocommerce", shop.address() + "/blog", ShopWork.KEYS, inside))
        .isInstanceOfSatisfying(
            Invalid.class, it -> assertThat(code(it)).isEqualTo("shop_no_shop"));
    assertThatThrownBy(
            () ->
                work.connections.connect(
                    1,
                    "woocommerce",
                    shop.address().replace("http:", "https:"),
                    ShopWork.KEYS,
                    new Settings(false, false, null)))
        .isInstanceOfSatisfying(
            Invalid.class, it -> assertThat(code(it)).isEqualTo("shop_unreachable"));
    assertThat(shop.asked.get()).as("nobody asks inside the network").isEqualTo(2);
  }

  private static String code(Invalid invalid) {
    return invalid.violations().getFirst().code();
  }

  @Test
  void withKeysThatOnlyReadTheShopIsAskedAgainAndAgain() {
    shop.readOnly = true;
    ShopConnection connection = work.connect(shop);
    assertThat(connection.live()).isEqualTo(Live.POLLING);
    assertThat(connection.problem()).as("as this is no fault").isNull();

    long order = shop.create("orders", it -> guestOrder(it, "polled@example.org", "12.00"));
    clock.tick(Duration.ofMinutes(3));
    work.watch.runDue();
    work.settle();

    assertThat(order(order)).containsEntry("status", "placed");
  }

  @Test
  void thePastIsTakenOverAndStartsNothing() {
    shop.now = LAST_YEAR;
    long customer = shop.create("customers", it -> customer(it, "past@example.org", "Ada"));
    long ordered = shop.create("orders", it -> guestOrder(it, "guest-past@example.org", "30.00"));
    shop.change("orders", ordered, it -> it.put("customer_id", customer));
    shop.refund(ordered, "10.00");
    shop.now = clock.instant();

    work.connect(shop);

    assertThat(order(ordered))
        .containsEntry("status", "partially_refunded")
        .containsEntry("net", "20.00");
    assertThat(events(ordered))
        .containsExactlyInAnyOrder(
            "Placed Order past", "Ordered Product past", "Refunded Order past");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(customer))))
        .isEqualTo(profiles.byIdentifier(new Identifier.Email("past@example.org")))
        .isPresent();
  }

  @Test
  void whatHappensNowIsToldOnceHoweverOftenItIsDelivered() {
    work.connect(shop);
    clock.tick(Duration.ofMinutes(1));
    shop.now = clock.instant();
    long order = shop.create("orders", it -> guestOrder(it, "now@example.org", "25.00"));
    shop.now = shop.now.plusSeconds(60);
    shop.change(
        "orders",
        order,
        it -> it.put("status", "completed").put("date_completed_gmt", "2026-03-03T09:05:00"));
    List<Delivery> deliveries = shop.takeDeliveries();
    for (int i = 0; i < 3; i++) {
      deliveries.reversed().forEach(shop::send);
      work.settle();
    }

    assertThat(order(order)).containsEntry("status", "fulfilled");
    assertThat(events(order))
        .containsExactlyInAnyOrder("Placed Order", "Ordered Product", "Fulfilled Order");
  }

  @Test
  void twoChangesOfOneSecondShareADeliveryIdAndBothCount() {
    work.connect(shop);
    long order = shop.create("orders", it -> guestOrder(it, "second@example.org", "25.00"));
    shop.change("orders", order, it -> it.put("total", "24.00"));
    shop.change("orders", order, it -> it.put("total", "23.00"));
    List<Delivery> deliveries = shop.takeDeliveries();
    assertThat(deliveries.get(1).headers().get("X-WC-Webhook-Delivery-ID"))
        .isEqualTo(deliveries.get(2).headers().get("X-WC-Webhook-Delivery-ID"));
    deliveries.forEach(shop::send);
    work.settle();

    assertThat(order(order)).containsEntry("net", "23.00");
  }

  @Test
  void anUnpaidOrderCountsNowhereUntilItIsPaid() {
    work.connect(shop);
    long order =
        shop.create(
            "orders",
            it -> {
              guestOrder(it, "later@example.org", "25.00");
              it.put("status", "pending");
            });
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(order(order)).containsEntry("status", "unplaced").containsEntry("net", "0");
    assertThat(events(order)).isEmpty();

    shop.now = shop.now.plusSeconds(60);
    shop.change("orders", order, it -> it.put("status", "processing"));
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(order(order)).containsEntry("status", "placed").containsEntry("net", "25.00");
    assertThat(events(order)).contains("Placed Order");
  }

  @Test
  void payloadsOfOldVersionsAreLookedUp() {
    work.connect(shop);
    shop.hookVersion = 0;
    long order = shop.create("orders", it -> guestOrder(it, "old@example.org", "25.00"));
    shop.deliver(new Random(1), 0);
    work.settle();

    assertThat(order(order)).containsEntry("status", "placed");
  }

  @Test
  void onlyWhatTheShopSignedIsTaken() {
    ShopConnection connection = work.connect(shop);
    long order = shop.create("orders", it -> guestOrder(it, "forged@example.org", "25.00"));
    Delivery real = shop.takeDeliveries().getFirst();
    String changed = new String(real.body(), StandardCharsets.UTF_8).replace("25.00", "2500.00");
    Delivery forged =
        new Delivery(real.target(), real.headers(), changed.getBytes(StandardCharsets.UTF_8));
    Map<String, String> unsigned = new HashMap<>(real.headers());
    unsigned.remove("X-WC-Webhook-Signature");

    assertThat(shop.send(forged)).isEqualTo(401);
    assertThat(shop.send(new Delivery(real.target(), unsigned, real.body()))).isEqualTo(401);
    work.connections.disconnect(connection.id());
    assertThat(shop.send(real)).isEqualTo(410);
    work.settle();
    assertThat(order(order)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsKeptAndCanBeReadAgain() {
    ShopConnection connection = work.connect(shop);
    var hook = shop.hooks().getFirst();
    assertThat(
            shop.send(
                shop.signed(hook, "order.updated", "{\"code\":\"woocommerce_rest_cannot_view\"}")))
        .isEqualTo(200);
    assertThat(shop.send(shop.signed(hook, "order.updated", "<html>"))).isEqualTo(200);
    long order = shop.create("orders", it -> guestOrder(it, "behind@example.org", "25.00"));
    shop.deliver(new Random(1), 0);
    work.settle();

    assertThat(order(order)).as("what comes behind it").containsEntry("status", "placed");
    List<DeliveryStore.Kept> kept = work.deliveries.unreadable(connection.id(), 10);
    assertThat(kept)
        .extracting(DeliveryStore.Kept::reason)
        .containsExactlyInAnyOrder("field_missing", "not_json");
    work.deliveries.replayAll(connection.id());
    work.settle();
    assertThat(work.deliveries.countUnreadable(connection.id())).isEqualTo(2);
  }

  @Test
  void webhooksThatTheShopSwitchedOffAreSwitchedOnAndWhatWasLostIsMended() {
    ShopConnection connection = work.connect(shop);
    shop.switchOffHooks();
    long order = shop.create("orders", it -> guestOrder(it, "lost@example.org", "25.00"));
    assertThat(shop.takeDeliveries()).isEmpty();

    clock.tick(Duration.ofHours(1));
    work.watch.runDue();
    work.settle();

    assertThat(shop.hooks()).allMatch(hook -> hook.path("status").asString().equals("active"));
    assertThat(work.connections.get(connection.id()).hooks()).allMatch(Hook::active);
    assertThat(order(order)).containsEntry("status", "placed");
  }

  @Test
  void aBusyShopIsAskedAgainAndNeverByManyAtOnce() {
    shop.now = LAST_YEAR;
    for (int i = 0; i < 350; i++) {
      int number = i;
      shop.create("orders", it -> guestOrder(it, "many" + number + "@example.org", "5.00"));
    }
    shop.now = clock.instant();
    work.connections.connect(
        1, "woocommerce", shop.address(), ShopWork.KEYS, new Settings(true, false, null));
    shop.fails(new Fault(429, "0"), new Fault(503, "0"), new Fault(0, null), new Fault(500, "0"));
    work.awaitHistory(work.connections.all().getFirst().id());

    assertThat(
            jdbc.sql(
                    "select count(*) from orders.orders o join profiles.profile p using (profile_id) where p.email like 'many%'")
                .query(Long.class)
                .single())
        .isEqualTo(350);
    assertThat(shop.mostAtOnce.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whatABuyerTypesMergesNobody() {
    long customer = shop.create("customers", it -> customer(it, "owner@example.org", "Ada"));
    shop.create("orders", it -> guestOrder(it, "victim@example.org", "5.00"));
    long order =
        shop.create(
            "orders",
            it -> {
              guestOrder(it, "victim@example.org", "7.00");
              it.put("customer_id", customer);
            });
    work.connect(shop);

    ProfileId owner = person("owner@example.org");
    assertThat(person("victim@example.org")).isNotEqualTo(owner);
    assertThat(order(order)).containsEntry("profile", owner.value().toString());
  }

  @Test
  void aCustomerWhomTheShopDeletesIsLetGoOrErased() {
    work.connect(shop);
    long customer = shop.create("customers", it -> customer(it, "leaves@example.org", "Ada"));
    shop.deliver(new Random(1), 0);
    work.settle();
    shop.delete("customers", customer);
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(customer)))).isEmpty();
    assertThat(profiles.byIdentifier(new Identifier.Email("leaves@example.org"))).isPresent();

    work.connections.change(
        work.connections.all().getFirst().id(), new Settings(true, true, null), null);
    long other = shop.create("customers", it -> customer(it, "erased@example.org", "Eve"));
    shop.deliver(new Random(1), 0);
    work.settle();
    shop.delete("customers", other);
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(profiles.byIdentifier(new Identifier.Email("erased@example.org"))).isEmpty();
  }

  @Test
  void aTickInTheCheckOutIsConsentOnlyWithItsWording() {
    ShopConnection connection = work.connect(shop);
    shop.create("orders", it -> ticked(it, "unproven@example.org"));
    shop.deliver(new Random(1), 0);
    work.settle();
    work.connections.change(
        connection.id(), new Settings(true, false, "Ja, schickt mir Neues."), null);
    shop.create("orders", it -> ticked(it, "proven@example.org"));
    shop.deliver(new Random(1), 0);
    work.settle();

    assertThat(wordings("unproven@example.org")).isEmpty();
    assertThat(wordings("proven@example.org")).containsExactly("Ja, schickt mir Neues.");
  }

  @Test
  void anAnonymisedOrderStaysWithWhomItWas() {
    work.connect(shop);
    long order = shop.create("orders", it -> guestOrder(it, "private@example.org", "9.00"));
    shop.deliver(new Random(1), 0);
    work.settle();
    String before = order(order).get("profile");
    shop.now = shop.now.plusSeconds(60);
    shop.change(
        "orders",
        order,
        it -> {
          it.withObject("billing").put("email", "deleted@site.invalid");
          it.withArray("meta_data").addObject().put("key", "_anonymized").put("value", "yes");
        });
    shop.deliver(new Random(1), 0);
    work.settle();

    assertThat(order(order)).containsEntry("profile", before);
    assertThat(profiles.byIdentifier(new Identifier.Email("deleted@site.invalid"))).isEmpty();
  }

  @Test
  void productsComeWithTheirVariantsPricesAndStock() {
    long product =
        shop.create(
            "products",
            it -> {
              it.put("name", "Espresso &amp; Co").put("status", "publish").put("type", "variable");
              it.put("permalink", "https://shop.example/espresso");
              it.putArray("categories").addObject().put("name", "Kaffee");
            });
    shop.addVariation(product, it -> variation(it, "250 g", "9.90", null, 3));
    shop.addVariation(product, it -> variation(it, "1 kg", "29.90", "24.90", 0));
    shop.create(
        "coupons",
        it -> it.put("code", "welcome10").put("discount_type", "percent").put("amount", "10"));
    work.connect(shop);

    assertThat(product(product)).isEqualTo("Espresso & Co 9.90 EUR true Kaffee");
    assertThat(variants(product))
        .containsExactly("250 g 9.90 null 3 true", "1 kg 29.90 24.90 0 false");
    assertThat(jdbc.sql("select code from catalog.coupon where percent").query(String.class).list())
        .contains("welcome10");

    shop.bin("products", product);
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(product(product)).isEqualTo("Espresso & Co 9.90 EUR false Kaffee");
    shop.now = shop.now.plusSeconds(60);
    shop.restore("products", product);
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(product(product)).isEqualTo("Espresso & Co 9.90 EUR true Kaffee");
  }

  private static void variation(
      ObjectNode it, String option, String price, @Nullable String sale, int stock) {
    it.putArray("attributes").addObject().put("name", "Menge").put("option", option);
    it.put("regular_price", price).put("price", sale == null ? price : sale);
    it.put("on_sale", sale != null).put("manage_stock", true).put("stock_quantity", stock);
    it.put("stock_status", stock > 0 ? "instock" : "outofstock");
  }

  private String product(long id) {
    return jdbc.sql(
            """
            select concat_ws(' ', title, price, currency, published::text, category) from catalog.product
            where product_id = :id
            """)
        .param("id", String.valueOf(id))
        .query(String.class)
        .single();
  }

  private List<String> variants(long product) {
    return jdbc.sql(
            """
            select title || ' ' || price || ' ' || coalesce(sale_price::text, 'null') || ' ' || stock || ' ' || available
            from catalog.variant where product_id = :id order by position
            """)
        .param("id", String.valueOf(product))
        .query(String.class)
        .list();
  }

  @Test
  void whoIsErasedStandsInNoKeptPayloadEither() {
    ShopConnection connection = work.connect(shop);
    shop.create("orders", it -> guestOrder(it, "gone@example.org", "5.00"));
    shop.deliver(new Random(1), 0);
    shop.send(
        shop.signed(
            shop.hooks().getFirst(),
            "order.updated",
            "{\"billing\":{\"email\":\"Gone@Example.org\"}}"));
    work.settle();
    assertThat(work.deliveries.countUnreadable(connection.id())).isEqualTo(1);

    erasures.erase(person("gone@example.org"));

    assertThat(work.deliveries.countUnreadable(connection.id())).isZero();
  }

  private static void guestOrder(ObjectNode order, String email, String total) {
    order.put("number", order.path("id").asString());
    order.put("status", "processing");
    order.put("currency", "EUR");
    order.put("customer_id", 0);
    order.put("total", total);
    order.putObject("billing").put("email", email).put("first_name", "Gesa");
    order
        .putArray("line_items")
        .addObject()
        .put("product_id", 7)
        .put("name", "Espresso &amp; Co")
        .put("quantity", 1)
        .put("subtotal", total);
  }

  private static void ticked(ObjectNode order, String email) {
    guestOrder(order, email, "5.00");
    order
        .putArray("meta_data")
        .addObject()
        .put("key", "mailchimp_woocommerce_is_subscribed")
        .put("value", "1");
  }

  private static void customer(ObjectNode customer, String email, String name) {
    customer.put("email", email);
    customer.put("first_name", name);
    customer.put("role", "customer");
  }

  private ProfileId person(String email) {
    return profiles.byIdentifier(new Identifier.Email(email)).orElseThrow();
  }

  private Map<String, String> order(long number) {
    return jdbc.sql(
            """
            select status, net, profile_id from orders.orders where external_id = :number
            """)
        .param("number", String.valueOf(number))
        .query(
            (row, _) ->
                Map.of(
                    "status", row.getString("status"),
                    "net", row.getBigDecimal("net").toPlainString(),
                    "profile", row.getString("profile_id")))
        .optional()
        .orElse(Map.of());
  }

  private List<String> events(long order) {
    return jdbc.sql(
            """
            select m.name, e.properties ->> '$backfill' as past
            from events.event e join events.metric m using (metric_id)
            where e.properties ->> 'order_id' = :order
            """)
        .param("order", String.valueOf(order))
        .query((row, _) -> row.getString("name") + past(row.getString("past")))
        .list();
  }

  private static String past(@Nullable String mark) {
    return mark == null ? "" : " past";
  }

  private List<String> wordings(String email) {
    return jdbc.sql(
            """
            select l.wording from consent.ledger l join profiles.profile p using (profile_id)
            where p.email = :email and l.state = 'subscribed' and l.method = 'checkout'
            """)
        .param("email", email)
        .query(String.class)
        .list();
  }
}
