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
import io.kundig.sources.shops.shopify.FakeShopify;
import io.kundig.support.KundigTest;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@KundigTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(ShopWork.class)
class ShopifyTests {

  private static final int ROUNDS = Integer.getInteger("kundig.shop.rounds", 6);

  private final ShopWork work;
  private final Profiles profiles;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final FakeShopify shop;
  private final ConnectionController controller;

  /// This server's own.
  private int port;

  ShopifyTests(
      ShopWork work,
      Profiles profiles,
      Shops shops,
      KundigClock clock,
      JdbcClient jdbc,
      ConnectionController controller) {
    this.work = work;
    this.profiles = profiles;
    this.clock = clock;
    this.jdbc = jdbc;
    this.controller = controller;
    this.shop = new FakeShopify(clock.instant());
    shops.update(TestShops.nordlicht());
  }

  @AfterEach
  void close() {
    work.connections.all().forEach(it -> work.connections.disconnect(it.id()));
    shop.close();
  }

  @Test
  void connectingTradesTheKeysForATokenAndMakesTheWebhooks() {
    ShopConnection connection = work.connect(shop);

    assertThat(connection.live()).isEqualTo(Live.WEBHOOKS);
    assertThat(connection.greeting().currency()).isEqualTo("EUR");
    assertThat(connection.hooks()).hasSize(19);
    assertThat(shop.tokens).as("one for all questions").isEqualTo(1);

    work.connections.disconnect(connection.id());
    assertThat(shop.hooks()).isEmpty();
  }

  @Test
  void aTokenThatEndedIsTradedAgainAndOneForGoodIsUsedAsItIs() {
    ShopConnection connection = work.connect(shop);
    shop.endToken();
    assertThat(work.connections.check(connection.id()).problem()).isNull();
    assertThat(shop.tokens).isEqualTo(2);
    work.connections.disconnect(connection.id());

    try (FakeShopify old = new FakeShopify(clock.instant())) {
      ShopConnection forGood =
          work.connect(
              "shopify",
              old,
              Map.of("clientId", "shpat_forever", "clientSecret", FakeShopify.SECRET),
              new Settings(true, false, null));
      assertThat(forGood.live()).isEqualTo(Live.WEBHOOKS);
      assertThat(old.tokens).isZero();
      work.connections.disconnect(forGood.id());
    }
  }

  @Test
  void wrongKeysAndMissingPermissionsAreSaidAtOnce() {
    assertThat(refusal("other")).isEqualTo("shop_keys_refused");
    shop.scopes = List.of("read_customers", "read_products");
    assertThat(refusal(FakeShopify.SECRET)).isEqualTo("shop_read_only");
  }

  private String refusal(String secret) {
    List<String> codes = new ArrayList<>();
    assertThatThrownBy(
            () ->
                work.connections.connect(
                    1,
                    "shopify",
                    shop.address(),
                    Map.of("clientId", FakeShopify.APP, "clientSecret", secret),
                    new Settings(true, false, null)))
        .isInstanceOfSatisfying(Invalid.class, it -> codes.add(it.violations().getFirst().code()));
    return codes.getFirst();
  }

  @Test
  void thePastIsTakenOverByPagesAndStartsNothing() {
    shop.now = clock.instant().minus(Duration.ofDays(400));
    long customer = shop.create("customers", it -> it.put("email", "past@example.org"));
    List<Long> orders = new ArrayList<>();
    for (int i = 0; i < 260; i++) {
      orders.add(shop.create("orders", it -> order(it, customer, "30.00")));
    }
    shop.refund(orders.getFirst(), "10.00");
    shop.change("orders", orders.getLast(), it -> it.put("cancelled_at", "2026-01-01T00:00:00Z"));
    shop.now = clock.instant();

    ShopConnection connection = work.connect(shop);

    assertThat(order(orders.getFirst())).isEqualTo("partially_refunded 20.00");
    assertThat(order(orders.getLast())).as("closed ones too").startsWith("cancelled");
    assertThat(order(orders.get(255))).isEqualTo("placed 30.00");
    assertThat(events(orders.getFirst()))
        .containsExactlyInAnyOrder(
            "Placed Order past", "Ordered Product past", "Refunded Order past");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(customer))))
        .isEqualTo(profiles.byIdentifier(new Identifier.Email("past@example.org")))
        .isPresent();

    clock.tick(Duration.ofHours(1));
    shop.now = clock.instant();
    shop.dropHooks();
    orders.forEach(id -> shop.change("orders", id, it -> it.put("total_price", "31.00")));
    work.watch.runDue();
    work.settle();
    assertThat(shop.hooks()).as("made again").hasSize(19);
    assertThat(order(orders.get(255))).as("of the second page").isEqualTo("placed 31.00");
    assertThat(work.connections.get(connection.id()).problem()).isNull();
  }

  @Test
  void aBusyShopIsAskedAgain() {
    shop.create("orders", it -> order(it, 0, "5.00"));
    work.connections.connect(
        1, "shopify", shop.address(), FakeShopify.KEYS, new Settings(true, false, null));
    shop.fails(new Fault(429, "0.1"), new Fault(503, "0"), new Fault(429, "0"));
    work.awaitHistory(work.connections.all().getFirst().id());
    assertThat(shop.mostAtOnce.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whatHappensNowIsToldOnceHoweverOftenItIsDelivered() {
    work.connect(shop);
    clock.tick(Duration.ofMinutes(1));
    shop.now = clock.instant();
    long order = shop.create("orders", it -> order(it, 0, "25.00"));
    shop.now = shop.now.plusSeconds(60);
    shop.refund(order, "5.00");
    List<Delivery> deliveries = shop.takeDeliveries();
    for (int i = 0; i < 3; i++) {
      deliveries.reversed().forEach(shop::send);
      work.settle();
    }

    assertThat(order(order)).isEqualTo("partially_refunded 20.00");
    assertThat(events(order))
        .containsExactlyInAnyOrder("Placed Order", "Ordered Product", "Refunded Order");
  }

  @Test
  void onlyWhatTheShopSignedIsTaken() {
    work.connect(shop);
    long order = shop.create("orders", it -> order(it, 0, "25.00"));
    Delivery real = shop.takeDeliveries().getFirst();
    String changed = new String(real.body(), StandardCharsets.UTF_8).replace("25.00", "2500.00");

    assertThat(
            shop.send(
                new Delivery(
                    real.target(), real.headers(), changed.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(401);
    assertThat(shop.send(new Delivery(real.target(), Map.of(), real.body()))).isEqualTo(401);
    work.settle();
    assertThat(order(order)).isEmpty();
    assertThat(shop.send(real)).isEqualTo(200);
    work.settle();
    assertThat(order(order)).isEqualTo("placed 25.00");
  }

  @Test
  void consentComesWithTheSentenceAndGoesWithoutIt() {
    work.connect(
        "shopify", shop, FakeShopify.KEYS, new Settings(true, false, "Ja, schickt mir Neues."));
    long customer = shop.create("customers", it -> it.put("email", "news@example.org"));
    later();
    shop.consent(customer, "subscribed");
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(consents("news@example.org")).containsExactly("subscribed");

    later();
    shop.consent(customer, "unsubscribed");
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(consents("news@example.org")).containsExactly("subscribed", "unsubscribed");
  }

  @Test
  void whomShopifyHasErasedIsErasedHere() {
    ShopConnection connection = work.connect(shop);
    long customer = shop.create("customers", it -> it.put("email", "redact@example.org"));
    shop.create("customers", it -> it.put("email", "stays@example.org"));
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(profiles.byIdentifier(new Identifier.Email("redact@example.org"))).isPresent();

    ObjectNode said = JsonMapper.shared().createObjectNode().put("shop_id", 1);
    said.putObject("customer").put("id", customer).put("email", "redact@example.org");
    send("customers/redact", said.toString());

    assertThat(profiles.byIdentifier(new Identifier.Email("redact@example.org"))).isEmpty();
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(customer)))).isEmpty();
    assertThat(profiles.byIdentifier(new Identifier.Email("stays@example.org"))).isPresent();
    send("customers/redact", said.toString());
    assertThat(work.deliveries.countUnreadable(connection.id())).as("nobody is no fault").isZero();
  }

  @Test
  void aBegunCheckOutIsToldOnceAlsoIfTheScriptTellsItToo() throws Exception {
    work.connect(shop);
    clock.tick(Duration.ofMinutes(5));
    ObjectNode checkout = checkout("tok1", "cart@example.org");
    send("checkouts/create", checkout.toString());
    send("checkouts/update", checkout.put("updated_at", clock.instant().toString()).toString());
    script("shopify checkout tok1", "cart@example.org");

    assertThat(happened("cart@example.org")).containsExactly("Started Checkout");
    assertThat(cart("cart@example.org"))
        .isEqualTo("2 × Espresso → https://kaffee.myshopify.com/1/checkouts/ac/tok1/recover?key=k");

    script("shopify checkout tok2", "first@example.org");
    send("checkouts/update", checkout("tok2", "first@example.org").toString());
    assertThat(happened("first@example.org")).containsExactly("Started Checkout");

    send("checkouts/create", checkout("tok3", "").toString());
    send(
        "checkouts/update",
        checkout("tok4", "done@example.org")
            .put("completed_at", "2026-03-02T10:00:00Z")
            .toString());
    assertThat(profiles.byIdentifier(new Identifier.Email("done@example.org"))).isEmpty();
  }

  @Test
  void aCheckOutFromBeforeTheConnectionStartsNothing() {
    work.connect(shop);
    ObjectNode old = checkout("tok5", "old@example.org").put("created_at", "2026-03-01T10:00:00Z");
    send("checkouts/update", old.toString());
    assertThat(profiles.byIdentifier(new Identifier.Email("old@example.org"))).isEmpty();
  }

  @Test
  void accountsThatShopifyMergesAreOnePerson() {
    work.connect(shop);
    long kept = shop.create("customers", it -> it.put("email", "kept@example.org"));
    long gone = shop.create("customers", it -> it.put("email", "gone@example.org"));
    shop.create("orders", it -> order(it, gone, "12.00"));
    shop.deliver(new Random(1), 0);
    work.settle();
    String merge =
        "{\"admin_graphql_api_customer_kept_id\":\"gid://shopify/Customer/%d\",\"status\":\"%s\",\"admin_graphql_api_customer_deleted_id\":\"gid://shopify/Customer/%d\",\"errors\":[]}";
    send("customers/merge", merge.formatted(kept, "failed", gone));
    assertThat(profiles.byIdentifier(new Identifier.Email("gone@example.org")))
        .isNotEqualTo(profiles.byIdentifier(new Identifier.Email("kept@example.org")));

    shop.delete("customers", gone);
    shop.takeDeliveries();
    for (int i = 0; i < 2; i++) {
      send("customers/merge", merge.formatted(kept, "completed", gone));
    }
    assertThat(profiles.byIdentifier(new Identifier.Email("gone@example.org")))
        .isEqualTo(profiles.byIdentifier(new Identifier.Email("kept@example.org")))
        .isEqualTo(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(kept))));
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, String.valueOf(gone)))).isEmpty();
  }

  @Test
  void consentToSmsComesWithItsOwnSentence() {
    ShopConnection connection =
        work.connect(
            "shopify",
            shop,
            FakeShopify.KEYS,
            new Settings(true, false, "Ja, per E-Mail.", "Ja, per SMS."));
    long customer = shop.create("customers", it -> it.put("phone", "+4915112345678"));
    later();
    shop.sms(customer, "subscribed");
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(smsConsents()).containsExactly("subscribed Ja, per SMS.");

    work.connections.change(connection.id(), new Settings(true, false, "Ja, per E-Mail."), null);
    later();
    shop.sms(customer, "unsubscribed");
    later();
    shop.sms(customer, "subscribed");
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(smsConsents()).as("without a sentence nothing proves it").hasSize(1);
  }

  @Test
  void aProductHasAllItsVariants() {
    long product =
        shop.create(
            "products",
            it -> {
              it.put("title", "Shirt").put("status", "active");
              for (int i = 0; i < 250; i++) {
                it.withArray("variants")
                    .addObject()
                    .put("id", 1_000 + i)
                    .put("title", "Size " + i)
                    .put("price", "10.00")
                    .put("inventory_quantity", i)
                    .put("inventory_management", "shopify");
              }
            });
    work.connect(shop);
    assertThat(
            jdbc.sql(
                    "select count(*) || ' ' || trim_scale(sum(stock)) from catalog.variant where product_id = :id")
                .param("id", String.valueOf(product))
                .query(String.class)
                .single())
        .isEqualTo("250 31125");
  }

  @Test
  void anAppWithFewerPermissionsIsConnectedWithFewerWebhooks() {
    shop.forbidden = List.of("customers/merge", "checkouts/create");
    ShopConnection connection = work.connect(shop);
    assertThat(connection.live()).isEqualTo(ShopConnection.Live.WEBHOOKS);
    assertThat(connection.hooks())
        .hasSize(17)
        .extracting(Hook::topic)
        .contains("fulfillments/update");
  }

  private ObjectNode checkout(String token, String email) {
    ObjectNode checkout = JsonMapper.shared().createObjectNode().put("token", token);
    checkout.put("email", email).put("currency", "EUR").put("total_price", "29.80");
    checkout.put("created_at", clock.instant().toString());
    checkout.put(
        "abandoned_checkout_url",
        "https://kaffee.myshopify.com/1/checkouts/ac/" + token + "/recover?key=k");
    checkout
        .putArray("line_items")
        .addObject()
        .put("product_id", 7)
        .put("title", "Espresso")
        .put("quantity", 2)
        .put("price", "14.90");
    return checkout;
  }

  /// What the pixel sends when the check-out begins.
  private void script(String messageId, String email) throws Exception {
    String key =
        jdbc.sql("select write_key from accounts.shop where id = 1").query(String.class).single();
    String body =
        """
        {"writeKey":"%s","event":"Checkout Started","messageId":"%s",
         "anonymousId":"browser","context":{"traits":{"email":"%s"}},
         "properties":{"products":[{"product_id":"7","name":"Espresso","quantity":2,"price":14.9}]}}
        """
            .formatted(key, messageId, email);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/track"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void later() {
    clock.tick(Duration.ofSeconds(10));
    shop.now = clock.instant();
  }

  private String cart(String email) {
    return jdbc.sql(
            """
            select (c.items -> 0 ->> 'quantity') || ' × ' || (c.items -> 0 ->> 'title') || ' → ' || c.url
            from orders.cart c join profiles.profile p using (profile_id) where p.email = :email
            """)
        .param("email", email)
        .query(String.class)
        .single();
  }

  private List<String> happened(String email) {
    return jdbc.sql(
            """
            select m.name from events.event e join events.metric m using (metric_id)
            join profiles.profile p using (profile_id)
            where p.email = :email and m.name like '%Checkout%'
            """)
        .param("email", email)
        .query(String.class)
        .list();
  }

  private List<String> smsConsents() {
    return jdbc.sql(
            """
            select state || ' ' || coalesce(wording, '') from consent.ledger
            where channel = 'sms' order by at
            """)
        .query(String.class)
        .list();
  }

  @Test
  void whatOnlyPeopleCanDoIsKeptForThem() {
    ShopConnection connection = work.connect(shop);
    send("customers/data_request", "{\"customer\":{\"id\":1},\"data_request\":{\"id\":9}}");
    send("shop/redact", "{\"shop_id\":1}");

    assertThat(work.deliveries.unreadable(connection.id(), 10))
        .extracting(DeliveryStore.Kept::reason)
        .containsExactly("for_staff", "for_staff");
  }

  @Test
  void whoWantsToSeeTheirDataIsNamedToStaff() {
    ShopConnection connection = work.connect(shop);
    long customer = shop.create("customers", it -> it.put("email", "asks@example.org"));
    shop.deliver(new Random(1), 0);
    work.settle();
    send(
        "customers/data_request",
        "{\"customer\":{\"id\":%d,\"email\":\"asks@example.org\"}}".formatted(customer));
    send("shop/redact", "{\"shop_id\":1}");

    assertThat(controller.unreadable(connection.id()).items())
        .extracting(view -> view.topic() + " " + view.person())
        .containsExactlyInAnyOrder(
            "customers/data_request "
                + profiles
                    .byIdentifier(new Identifier.Email("asks@example.org"))
                    .orElseThrow()
                    .value(),
            "shop/redact null");
  }

  @Test
  void anAppThatWasTakenOutIsShown() {
    ShopConnection connection = work.connect(shop);
    send("app/uninstalled", "{\"id\":1}");

    assertThat(work.connections.get(connection.id()).problem().reason()).isEqualTo("keys_refused");
  }

  private void send(String topic, String body) {
    URI target = URI.create(shop.hooks().getFirst().path("address").asString());
    port = target.getPort();
    assertThat(shop.send(shop.signed(target, topic, body))).isEqualTo(200);
    work.settle();
  }

  @Test
  void productsComeWithVariantsPricesAndStock() {
    work.connect(shop);
    long product =
        shop.create(
            "products",
            it -> {
              it.put("title", "Espresso").put("handle", "espresso").put("status", "active");
              it.put("published_at", "2026-01-01T00:00:00Z").put("product_type", "Kaffee");
              it.putArray("variants")
                  .addObject()
                  .put("id", it.path("id").asLong() + 1_000_000)
                  .put("title", "1 kg")
                  .put("price", "19.00")
                  .put("compare_at_price", "24.00")
                  .put("inventory_management", "shopify")
                  .put("inventory_policy", "deny")
                  .put("inventory_quantity", 0);
            });
    shop.deliver(new Random(1), 0);
    work.settle();

    assertThat(
            jdbc.sql(
                    """
                    select concat_ws(' ', title, price, sale_price, stock, available) from catalog.variant
                    where product_id = :id
                    """)
                .param("id", String.valueOf(product))
                .query(String.class)
                .single())
        .matches("1 kg 24(\\.0+)? 19(\\.0+)? 0(\\.0+)? f");
  }

  @Test
  void anyOrderAndNumberOfDeliveriesEndsInTheShopsOwnState() {
    long seed = Long.getLong("kundig.shop.seed", System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      live(seed + round, round % 2 == 0 ? 0 : 0.4);
    }
  }

  private void live(long seed, double lost) {
    Random random = new Random(seed);
    try (FakeShopify one = new FakeShopify(clock.instant())) {
      List<Long> made = new ArrayList<>();
      List<Long> customers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        step(one, random, made, customers);
      }
      ShopConnection connection =
          work.connections.connect(
              1, "shopify", one.address(), FakeShopify.KEYS, new Settings(true, false, null));
      List<Delivery> held = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        step(one, random, made, customers);
        one.takeDeliveries().stream().filter(_ -> random.nextDouble() >= lost).forEach(held::add);
        Collections.shuffle(held, random);
        for (int n = random.nextInt(1 + held.size()); n > 0; n--) {
          Delivery delivery = random.nextInt(4) == 0 ? held.getFirst() : held.removeFirst();
          assertThat(one.send(delivery)).isEqualTo(200);
        }
      }
      held.forEach(one::send);
      work.awaitHistory(connection.id());
      work.settle();
      if (lost > 0) {
        work.compare(connection);
      }
      assertThat(known(made)).as("seed %d", seed).isEqualTo(standing(one, made));
      work.connections.disconnect(connection.id());
    }
  }

  /// Often several things in one second.
  private static void step(FakeShopify one, Random random, List<Long> made, List<Long> customers) {
    if (random.nextInt(3) == 0) {
      one.now = one.now.plusSeconds(1 + random.nextInt(100));
    }
    List<Long> orders = List.copyOf(one.standing("orders").keySet());
    int what = random.nextInt(10);
    if (customers.isEmpty() || what == 0) {
      customers.add(one.create("customers", it -> it.put("first_name", "Ada")));
    } else if (orders.isEmpty() || what < 3) {
      long customer = customers.get(random.nextInt(customers.size()));
      made.add(one.create("orders", it -> order(it, customer, 20 + random.nextInt(50) + ".00")));
    } else {
      change(one, random, orders.get(random.nextInt(orders.size())), what);
    }
  }

  private static void change(FakeShopify one, Random random, long id, int what) {
    switch (what) {
      case 3 -> one.refund(id, (1 + random.nextInt(5)) + ".00");
      case 4 ->
          one.change("orders", id, it -> it.put("cancelled_at", it.path("updated_at").asString()));
      case 5 -> {
        if (random.nextInt(3) == 0) {
          one.delete("orders", id);
        }
      }
      case 6 ->
          one.change(
              "orders",
              id,
              it -> it.put("financial_status", random.nextBoolean() ? "paid" : "voided"));
      default -> one.change("orders", id, it -> it.put("total_price", random.nextInt(90) + ".00"));
    }
  }

  /// Number → net, and whether it is cancelled, of all that count.
  private Map<String, String> known(List<Long> made) {
    Map<String, String> known = new TreeMap<>();
    jdbc.sql(
            """
            select external_id, net, cancelled_at is not null as cancelled, refunded from orders.orders
            where external_id = any(:numbers) and (placed_at is not null or net <> 0)
            """)
        .param("numbers", made.stream().map(id -> "#" + id).toArray(String[]::new))
        .query(
            row -> {
              known.put(
                  row.getString("external_id"),
                  plain(row.getBigDecimal("net")) + " " + row.getBoolean("cancelled"));
            });
    known.values().removeIf(state -> state.equals("0 true"));
    return known;
  }

  private static Map<String, String> standing(FakeShopify one, List<Long> made) {
    Map<String, String> standing = new TreeMap<>();
    one.standing("orders")
        .forEach(
            (id, order) -> {
              boolean voided = order.path("financial_status").asString().equals("voided");
              if (made.contains(id) && !order.has("cancelled_at") && !voided) {
                standing.put("#" + id, plain(net(order)) + " false");
              }
            });
    return standing;
  }

  private static BigDecimal net(ObjectNode order) {
    BigDecimal net = new BigDecimal(order.path("total_price").asString());
    for (JsonNode refund : order.path("refunds")) {
      net =
          net.subtract(
              new BigDecimal(refund.path("transactions").get(0).path("amount").asString()));
    }
    return net.max(BigDecimal.ZERO);
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static void order(ObjectNode order, long customer, String total) {
    order.put("name", "#" + order.path("id").asString());
    order.put("currency", "EUR").put("financial_status", "paid").put("total_price", total);
    if (customer > 0) {
      order.putObject("customer").put("id", customer);
    } else {
      order.put("email", "guest" + order.path("id").asString() + "@example.org");
    }
    order
        .putArray("line_items")
        .addObject()
        .put("product_id", 7)
        .put("title", "Espresso")
        .put("quantity", 1)
        .put("price", total);
  }

  private String order(long id) {
    return jdbc.sql("select status || ' ' || net from orders.orders where external_id = :number")
        .param("number", "#" + id)
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
        .param("order", "#" + order)
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
}
