package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import io.kundig.sources.shops.FakeShop.Delivery;
import io.kundig.sources.shops.FakeShop.Fault;
import io.kundig.sources.shops.ShopConnection.Live;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.ShopConnection.State;
import io.kundig.sources.shops.shopware.FakeShopware;
import io.kundig.sources.shops.shopware.FakeShopware.Answered;
import io.kundig.support.KundigTest;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@KundigTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(ShopWork.class)
class ShopwareTests {

  private static final int ROUNDS = Integer.getInteger("kundig.shop.rounds", 6);
  private static final int HOOKS = 40;
  private static final Settings INSIDE = new Settings(true, false, null);
  private static final Settings WITH_WORDING = new Settings(true, false, "Ja, schickt mir Neues.");

  private final ShopWork work;
  private final Profiles profiles;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final FakeShopware shop;

  ShopwareTests(ShopWork work, Profiles profiles, Shops shops, KundigClock clock, JdbcClient jdbc) {
    this.work = work;
    this.profiles = profiles;
    this.clock = clock;
    this.jdbc = jdbc;
    this.shop = new FakeShopware(clock.instant());
    shops.update(TestShops.nordlicht());
  }

  @AfterEach
  void close() {
    work.connections.all().forEach(it -> work.connections.disconnect(it.id()));
    shop.close();
  }

  private void tick(Duration duration) {
    clock.tick(duration);
    shop.now = clock.instant();
  }

  private byte[] app(UUID connection) {
    return work.connections.app(connection).file();
  }

  private UUID awaited() {
    return work.connections.await(1, "shopware", shop.address(), INSIDE).id();
  }

  @Test
  void aShopThatTakesTheAppInConnectsByItself() {
    UUID id = awaited();
    assertThat(work.connections.all())
        .extracting(ShopConnection::state)
        .containsExactly(State.AWAITED);

    assertThat(shop.install(app(id)).status()).isEqualTo(200);
    ShopConnection connection = work.arrive(id);

    assertThat(connection.live()).isEqualTo(Live.WEBHOOKS);
    assertThat(connection.greeting()).isEqualTo(new Greeting(null, "6.6.10.0", "EUR"));
    assertThat(connection.hooks()).hasSize(HOOKS).allMatch(Hook::active);
    assertThat(shop.traded).as("one token for all questions").isEqualTo(1);
    for (String column : List.of("keys", "hook_secret", "handshake")) {
      byte[] kept =
          jdbc.sql("select " + column + " from sources.connection where connection_id = :id")
              .param("id", id)
              .query(byte[].class)
              .single();
      assertThat(new String(kept, StandardCharsets.ISO_8859_1))
          .doesNotContain("secret")
          .doesNotContain(shop.identity);
    }
    work.connections.disconnect(id);
    assertThat(shop.hooks()).noneMatch(hook -> hook.path("active").asBoolean());
  }

  @Test
  void theManifestNamesThisServerAndAsksForReadingAlone() {
    UUID id = awaited();
    String manifest = FakeShopware.manifest(app(id));

    assertThat(FakeShopware.one(manifest, "<registrationUrl>(.*?)<"))
        .startsWith("http://127.0.0.1:")
        .endsWith("/hooks/shopware/" + id + "/registration");
    assertThat(FakeShopware.one(manifest, "<secret>(.*?)<")).hasSizeGreaterThan(64);
    assertThat(manifest).doesNotContain("<create>").doesNotContain("<delete>");
    assertThat(manifest.split("<update>")).as("its own webhooks").hasSize(2);
    assertThat(app(id)).as("the same when it is downloaded again").isEqualTo(app(awaited()));
  }

  @Test
  void keysThatOpenNothingYetAreTriedAgain() {
    UUID id = awaited();
    shop.active = false;
    shop.install(app(id));
    ShopWork.await(() -> work.connections.get(id).problem() != null);
    assertThat(work.connections.get(id).state()).isEqualTo(State.AWAITED);

    shop.active = true;
    tick(Duration.ofSeconds(6));
    assertThat(work.arrive(id).problem()).isNull();
  }

  @Test
  void nobodyRegistersWithoutTheAppsSecret() {
    UUID id = awaited();
    String url = FakeShopware.one(FakeShopware.manifest(app(id)), "<registrationUrl>(.*?)<");

    assertThat(shop.register(url, "guessed", shop.address()).status()).isEqualTo(401);
    assertThat(
            shop.register(url.replace(id.toString(), UUID.randomUUID().toString()), "x", "y")
                .status())
        .isEqualTo(404);
    assertThat(shop.ask(HttpRequest.newBuilder(URI.create(url)).build()).status()).isEqualTo(400);
  }

  @Test
  void aRegistrationThatWasSeenOrIsOldIsNotTakenAgain() {
    UUID id = awaited();
    String manifest = FakeShopware.manifest(app(id));
    String url = FakeShopware.one(manifest, "<registrationUrl>(.*?)<");
    String secret = FakeShopware.one(manifest, "<secret>(.*?)<");

    assertThat(shop.register(url, secret, shop.address()).status()).isEqualTo(200);
    assertThat(shop.ask(shop.registration).status()).as("an eavesdropper's copy").isEqualTo(409);
    shop.now = clock.instant().minusSeconds(400);
    assertThat(shop.register(url, secret, shop.address()).status()).isEqualTo(400);
    shop.now = clock.instant().plusSeconds(400);
    assertThat(shop.register(url, secret, shop.address()).status()).isEqualTo(400);
  }

  @Test
  void onlyTheShopThatStaffNamedIsTakenAndAsked() {
    UUID id = awaited();
    String manifest = FakeShopware.manifest(app(id));
    String url = FakeShopware.one(manifest, "<registrationUrl>(.*?)<");
    String secret = FakeShopware.one(manifest, "<secret>(.*?)<");
    for (String other :
        List.of("http://169.254.169.254", "http://127.0.0.1:1", shop.address() + "/x", "", "::")) {
      Answered answered = shop.register(url, secret, other);
      assertThat(answered.status()).as(other).isEqualTo(400);
      assertThat(answered.body().path("error").asString()).contains(shop.address());
    }
    assertThat(shop.asked.get()).as("nobody was asked").isZero();
  }

  @Test
  void aConfirmationCountsOnceAndOnlyAsTheShopSignedIt() {
    UUID id = awaited();
    shop.install(app(id));
    work.arrive(id);

    assertThat(shop.ask(shop.confirmation).status()).isEqualTo(401);
    HttpRequest forged =
        HttpRequest.newBuilder(shop.confirmation.uri())
            .header("shopware-shop-signature", "0".repeat(64))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(shop.ask(forged).status()).isEqualTo(401);
    HttpRequest large =
        HttpRequest.newBuilder(shop.confirmation.uri())
            .header("shopware-shop-signature", "0".repeat(64))
            .POST(HttpRequest.BodyPublishers.ofString("x".repeat(20_000)))
            .build();
    assertThat(shop.ask(large).status()).isEqualTo(413);
  }

  @Test
  void nobodyElseConfirmsWhatAShopHasRegistered() {
    UUID id = awaited();
    String manifest = FakeShopware.manifest(app(id));
    Answered offered =
        shop.register(
            FakeShopware.one(manifest, "<registrationUrl>(.*?)<"),
            FakeShopware.one(manifest, "<secret>(.*?)<"),
            shop.address());
    String url = offered.body().path("confirmation_url").asString();

    assertThat(shop.confirm(url, "guessed", "SWIASTRANGER").status()).isEqualTo(401);
    String identity = shop.identity;
    shop.identity = "another";
    assertThat(shop.confirm(url, offered.body().path("secret").asString(), "SWIAOTHER").status())
        .isEqualTo(400);
    shop.identity = identity;
    assertThat(shop.confirm(url, offered.body().path("secret").asString(), "SWIA").status())
        .isEqualTo(200);
  }

  @Test
  void aConnectedShopRegistersAnewOnlyWithWhatItSignedWithBefore() {
    UUID id = awaited();
    byte[] app = app(id);
    shop.install(app);
    work.arrive(id);
    shop.create("order", it -> guestOrder(it, "old@example.org", "9.00"));
    Delivery underWay = shop.takeDeliveries().getFirst();
    tick(Duration.ofSeconds(10));

    assertThat(shop.install(app).status()).as("it has its secret").isEqualTo(200);
    assertThat(shop.send(underWay)).as("for a minute both").isEqualTo(200);
    String order = shop.create("order", it -> guestOrder(it, "new@example.org", "8.00"));
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(order(order)).isEqualTo("placed 8.00");

    tick(Duration.ofMinutes(2));
    awaitForgottenSecrets();
    assertThat(shop.send(underWay)).isEqualTo(401);
    shop.forget();
    Answered stranger = shop.install(app);
    assertThat(stranger.status()).as("whoever found the file").isEqualTo(409);
    shop.identity = "another";
    tick(Duration.ofSeconds(10));
    assertThat(shop.install(app).status()).isEqualTo(409);
    assertThat(work.connections.get(id).connected()).isTrue();
  }

  /// They are remembered for two seconds of real time.
  private static void awaitForgottenSecrets() {
    try {
      Thread.sleep(2_100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAppThatWasTakenOutLeavesNoKeysAndMayComeBack() {
    UUID id = awaited();
    byte[] app = app(id);
    shop.install(app);
    work.arrive(id);
    shop.create("order", it -> guestOrder(it, "stays@example.org", "9.00"));
    shop.remove();
    List<Delivery> deliveries = shop.takeDeliveries();
    deliveries.forEach(shop::send);
    work.settle();

    assertThat(work.connections.get(id).state()).isEqualTo(State.AWAITED);
    assertThat(work.connections.get(id).problem()).isNotNull();
    assertThat(
            jdbc.sql(
                    "select length(keys) + length(hook_secret) from sources.connection where connection_id = :id")
                .param("id", id)
                .query(Integer.class)
                .single())
        .isZero();

    tick(Duration.ofMinutes(1));
    String meanwhile = shop.create("order", it -> guestOrder(it, "back@example.org", "7.00"));
    assertThat(shop.install(app).status()).isEqualTo(200);
    work.arrive(id);
    assertThat(order(meanwhile)).isEqualTo("placed 7.00");
    awaitForgottenSecrets();
    assertThat(shop.send(deliveries.getLast())).as("its old farewell").isEqualTo(401);
  }

  @Test
  void withTheKeysOfAnIntegrationTheShopIsAskedAgainAndAgain() {
    ShopConnection connection = work.connect("shopware", shop, FakeShopware.KEYS, INSIDE);
    assertThat(connection.live()).isEqualTo(Live.POLLING);
    assertThat(connection.problem()).isNull();
    assertThatThrownBy(() -> work.connections.app(connection.id())).isInstanceOf(Conflict.class);

    String order = shop.create("order", it -> guestOrder(it, "polled@example.org", "12.00"));
    tick(Duration.ofMinutes(3));
    work.watch.runDue();
    work.settle();
    assertThat(order(order)).isEqualTo("placed 12.00");

    shop.enter(order, "transactions", "refunded");
    tick(Duration.ofMinutes(3));
    work.watch.runDue();
    work.settle();
    assertThat(order(order))
        .as("though the order's own row did not change")
        .isEqualTo("refunded 0.00");
  }

  @Test
  void wrongKeysAndMissingRightsAreSaidAtOnce() {
    assertThat(refusal(Map.of("accessKey", "SWIAX", "secretKey", "x")))
        .isEqualTo("shop_keys_refused");
    shop.forbidden.add("newsletter-recipient");
    assertThat(refusal(FakeShopware.KEYS)).isEqualTo("shop_read_only");
  }

  private String refusal(Map<String, String> keys) {
    List<String> codes = new ArrayList<>();
    assertThatThrownBy(() -> work.connections.connect(1, "shopware", shop.address(), keys, INSIDE))
        .isInstanceOfSatisfying(Invalid.class, it -> codes.add(it.violations().getFirst().code()));
    return codes.getFirst();
  }

  @Test
  void aShopThatCannotReachThisServerIsToldSo() {
    assertThatThrownBy(
            () ->
                work.connections.await(
                    1, "shopware", "https://shop.example", new Settings(false, false, null)))
        .isInstanceOfSatisfying(
            Invalid.class,
            it -> assertThat(it.violations().getFirst().code()).isEqualTo("shop_not_reachable"));
  }

  @Test
  void thePastIsTakenOverByPagesAndStartsNothing() {
    shop.now = clock.instant().minus(Duration.ofDays(400));
    String customer = shop.create("customer", it -> customer(it, "past@example.org", "Ada"));
    shop.create("customer", it -> customer(it, "guest@example.org", "Gast").put("guest", true));
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      orders.add(shop.create("order", it -> accountOrder(it, customer, "30.00")));
    }
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      String address = "news" + i + "@example.org";
      recipients.add(shop.create("newsletter-recipient", it -> recipient(it, address, "optIn")));
    }
    shop.enter(orders.getFirst(), "transactions", "refunded");
    shop.enter(orders.getLast(), "order", "cancelled");
    shop.now = clock.instant();

    ShopConnection connection = work.connectByApp(shop, WITH_WORDING);

    assertThat(order(orders.getFirst())).isEqualTo("refunded 0.00");
    assertThat(order(orders.getLast())).startsWith("cancelled");
    assertThat(orders).allSatisfy(id -> assertThat(order(id)).isNotEmpty());
    assertThat(events(orders.getFirst()))
        .containsExactlyInAnyOrder(
            "Placed Order past", "Ordered Product past", "Refunded Order past");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, customer)))
        .isEqualTo(profiles.byIdentifier(new Identifier.Email("past@example.org")))
        .isPresent();
    assertThat(profiles.byIdentifier(new Identifier.Email("guest@example.org"))).isEmpty();
    for (int i = 0; i < 230; i++) {
      assertThat(consents("news" + i + "@example.org")).containsExactly("subscribed");
    }
    assertThat(work.deliveries.countUnreadable(connection.id())).isZero();
  }

  @Test
  void whatIsDeletedWhileThePastIsReadMakesNothingBePassedOver() {
    shop.now = clock.instant().minus(Duration.ofDays(10));
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < 330; i++) {
      String address = "bulk" + i + "@example.org";
      recipients.add(shop.create("newsletter-recipient", it -> recipient(it, address, "optOut")));
    }
    Collections.sort(recipients);
    shop.now = clock.instant();
    UUID id = awaited();
    shop.install(app(id));
    shop.afterPages = 3;
    shop.then =
        () -> recipients.subList(0, 60).forEach(it -> shop.delete("newsletter-recipient", it));
    work.arrive(id);

    assertThat(shop.then).as("it happened in between").isNull();
    long missing =
        recipients.subList(60, 330).stream()
            .map(it -> shop.get("newsletter-recipient", it).path("email").asString())
            .filter(it -> profiles.byIdentifier(new Identifier.Email(it)).isEmpty())
            .count();
    assertThat(missing).isZero();
  }

  @Test
  void shopsFromBeforeRefundsHadRowsAreReadToo() {
    shop.version = "6.4.1.0";
    String order = shop.create("order", it -> guestOrder(it, "old@example.org", "9.00"));
    work.connectByApp(shop, INSIDE);
    assertThat(order(order)).isEqualTo("placed 9.00");
  }

  @Test
  void aBusyShopIsAskedAgain() {
    String order = shop.create("order", it -> guestOrder(it, "busy@example.org", "5.00"));
    UUID id = awaited();
    shop.install(app(id));
    shop.fails(new Fault(429, "0.1"), new Fault(503, "0"), new Fault(429, "0"));
    work.arrive(id);
    shop.endTokens();
    shop.enter(order, "deliveries", "shipped");
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(order(order)).as("with a new token").isEqualTo("fulfilled 5.00");
    assertThat(shop.mostAtOnce.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whatHappensNowIsToldOnceHoweverOftenItIsDelivered() {
    work.connectByApp(shop, INSIDE);
    tick(Duration.ofMinutes(1));
    String order = shop.create("order", it -> guestOrder(it, "now@example.org", "25.00"));
    shop.notify("checkout.order.placed", shop.named("order", order));
    tick(Duration.ofMinutes(1));
    shop.enter(order, "deliveries", "shipped");
    shop.enter(order, "transactions", "refunded");
    List<Delivery> deliveries = shop.takeDeliveries();
    for (int i = 0; i < 3; i++) {
      deliveries.reversed().forEach(shop::send);
      work.settle();
    }

    assertThat(order(order)).isEqualTo("refunded 0.00");
    assertThat(events(order))
        .containsExactlyInAnyOrder(
            "Placed Order", "Ordered Product", "Fulfilled Order", "Refunded Order");
  }

  @Test
  void onlyWhatTheShopSignedAMomentAgoIsTaken() {
    work.connectByApp(shop, INSIDE);
    String order = shop.create("order", it -> guestOrder(it, "signed@example.org", "25.00"));
    Delivery real = shop.takeDeliveries().getFirst();
    String changed = new String(real.body(), StandardCharsets.UTF_8).replace("insert", "update");

    assertThat(
            shop.send(
                new Delivery(
                    real.target(), real.headers(), changed.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(401);
    assertThat(shop.send(new Delivery(real.target(), Map.of(), real.body()))).isEqualTo(401);
    shop.now = clock.instant().minus(Duration.ofHours(2));
    shop.change("order", order, it -> it.put("amountTotal", 24.0));
    assertThat(shop.send(shop.takeDeliveries().getFirst())).as("replayed").isEqualTo(401);
    work.settle();
    assertThat(order(order)).isEmpty();
    assertThat(shop.send(real)).isEqualTo(200);
    work.settle();
    assertThat(order(order)).isEqualTo("placed 24.00");
  }

  @Test
  void hostileAndForeignPayloadsAreKeptAndHoldUpNothing() {
    ShopConnection connection = work.connectByApp(shop, INSIDE);
    shop.send(shop.signed("order.written", row("\u0000'; drop"), "1"));
    shop.send(shop.signed("order.written", row("x".repeat(5_000)), "2"));
    shop.send(shop.signed("user.written", row("1"), "3"));
    shop.send(shop.signed("checkout.order.placed", JsonMapper.shared().createObjectNode(), "4"));
    ArrayNode draft = row(FakeShopware.id());
    ((ObjectNode) draft.path(0)).put("versionId", FakeShopware.id());
    shop.send(shop.signed("order.written", draft, "5"));
    String order =
        shop.create(
            "order",
            it -> {
              guestOrder(it, "hostile@example.org", "5.00");
              ((ObjectNode) it.path("lineItems").path(0))
                  .put("label", "<script>\u0000" + "y".repeat(9_000));
            });
    String broken = shop.create("order", it -> it.put("amountTotal", "1e999999"));
    shop.deliver(new Random(1), 0);
    work.settle();

    assertThat(order(order)).isEqualTo("placed 5.00");
    assertThat(order(broken)).isEmpty();
    assertThat(work.deliveries.unreadable(connection.id(), 10))
        .extracting(DeliveryStore.Kept::reason)
        .contains("unknown_topic", "field_missing");
  }

  private static ArrayNode row(String id) {
    ArrayNode payload = JsonMapper.shared().createArrayNode();
    payload.addObject().put("entity", "order").put("operation", "update").put("primaryKey", id);
    return payload;
  }

  @Test
  void webhooksThatTheShopSwitchedOffAreSwitchedOn() {
    work.connectByApp(shop, INSIDE);
    shop.switchHooksOff();
    String order = shop.create("order", it -> guestOrder(it, "off@example.org", "5.00"));
    tick(Duration.ofHours(1));
    work.watch.runDue();
    work.settle();
    assertThat(shop.hooks()).allMatch(hook -> hook.path("active").asBoolean());
    assertThat(order(order)).isEqualTo("placed 5.00");
  }

  @Test
  void theNewsletterIsTakenOverWithItsProofAndLeft() {
    work.connectByApp(shop, WITH_WORDING);
    tick(Duration.ofMinutes(1));
    String id =
        shop.create("newsletter-recipient", it -> recipient(it, "news@example.org", "notSet"));
    told("newsletter.register", id);
    assertThat(consents("news@example.org")).as("not confirmed").isEmpty();

    tick(Duration.ofMinutes(1));
    shop.change(
        "newsletter-recipient",
        id,
        it -> it.put("status", "optIn").put("confirmedAt", FakeShopware.time(shop.now)));
    told("newsletter.confirm", id);
    assertThat(consents("news@example.org")).containsExactly("subscribed");
    assertThat(
            jdbc.sql(
                    "select method || ' ' || wording from consent.ledger where state = 'subscribed'")
                .query(String.class)
                .list())
        .containsExactly("double_opt_in Ja, schickt mir Neues.");

    tick(Duration.ofMinutes(1));
    shop.change("newsletter-recipient", id, it -> it.put("status", "optOut"));
    told("newsletter.unsubscribe", id);
    assertThat(consents("news@example.org")).containsExactly("subscribed", "unsubscribed");
  }

  private void told(String event, String recipient) {
    shop.notify(event, shop.named("newsletterRecipient", recipient));
    shop.deliver(new Random(1), 0);
    work.settle();
  }

  @Test
  void whomTheListHasNoMoreGetsNoMore() {
    shop.now = clock.instant().minus(Duration.ofDays(300));
    String id =
        shop.create("newsletter-recipient", it -> recipient(it, "gone@example.org", "direct"));
    shop.now = clock.instant();
    ShopConnection connection = work.connectByApp(shop, WITH_WORDING);
    assertThat(consents("gone@example.org")).containsExactly("subscribed");

    shop.delete("newsletter-recipient", id);
    tick(Duration.ofHours(2));
    work.compare(connection);
    assertThat(consents("gone@example.org")).containsExactly("subscribed", "unsubscribed");
  }

  @Test
  void aDeletedAccountLetsItsNumberGoOrIsErased() {
    ShopConnection connection = work.connectByApp(shop, INSIDE);
    String one = shop.create("customer", it -> customer(it, "one@example.org", "Ada"));
    shop.deliver(new Random(1), 0);
    work.settle();
    shop.delete("customer", one);
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, one))).isEmpty();
    assertThat(profiles.byIdentifier(new Identifier.Email("one@example.org"))).isPresent();

    work.connections.change(connection.id(), new Settings(true, true, null), null);
    String two = shop.create("customer", it -> customer(it, "two@example.org", "Bea"));
    shop.deliver(new Random(1), 0);
    work.settle();
    shop.delete("customer", two);
    shop.deliver(new Random(1), 0);
    work.settle();
    assertThat(profiles.byIdentifier(new Identifier.Email("two@example.org"))).isEmpty();
  }

  @Test
  void anAccountWhoseAddressIsNotConfirmedYetIsNobody() {
    work.connectByApp(shop, INSIDE);
    String id =
        shop.create(
            "customer",
            it -> customer(it, "claimed@example.org", "Eve").put("doubleOptInRegistration", true));
    deliver();
    assertThat(profiles.byIdentifier(new Identifier.Email("claimed@example.org"))).isEmpty();

    tick(Duration.ofMinutes(1));
    shop.change(
        "customer", id, it -> it.put("doubleOptInConfirmDate", FakeShopware.time(shop.now)));
    deliver();
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, id)))
        .isEqualTo(profiles.byIdentifier(new Identifier.Email("claimed@example.org")))
        .isPresent();
  }

  @Test
  void productsComeWithVariantsAndWhatTheyInherit() {
    work.connectByApp(shop, INSIDE);
    String parent = shop.create("product", it -> product(it, "Espresso", 19.0, 24.0));
    String small = shop.create("product", it -> variant(it, parent, "250 g", 5));
    String large =
        shop.create(
            "product",
            it -> {
              variant(it, parent, "1 kg", 0);
              it.set("price", prices(39.0, null));
            });
    deliver();
    assertThat(variants(parent)).containsExactlyInAnyOrder("250 g 24 19 5 t", "1 kg 39 0 f");
    assertThat(
            jdbc.sql("select urls::text from catalog.product where product_id = :id")
                .param("id", parent)
                .query(String.class)
                .single())
        .contains("\"de-DE\": \"https://shop.example/espresso\"")
        .contains("\"en-GB\": \"https://shop.example/en/espresso-en\"");

    tick(Duration.ofMinutes(1));
    shop.change("product", small, it -> it.put("availableStock", 4));
    deliver();
    assertThat(variants(parent)).contains("250 g 24 19 4 t");

    shop.delete("product", large);
    deliver();
    assertThat(variants(parent)).containsExactly("250 g 24 19 4 t");

    // Stocks change by orders, of which Shopware tells nothing.
    shop.get("product", small).put("availableStock", 3);
    String order =
        shop.create(
            "order",
            it -> {
              guestOrder(it, "buyer@example.org", "19.00");
              ((ObjectNode) it.path("lineItems").path(0)).put("productId", small);
            });
    shop.notify("checkout.order.placed", shop.named("order", order));
    deliver();
    assertThat(variants(parent)).containsExactly("250 g 24 19 3 t");

    shop.delete("product", parent);
    deliver();
    assertThat(variants(parent)).isEmpty();
  }

  private void deliver() {
    shop.deliver(new Random(1), 0);
    work.settle();
  }

  private List<String> variants(String product) {
    return jdbc.sql(
            """
            select concat_ws(' ', title, trim_scale(price), trim_scale(sale_price), trim_scale(stock), available)
            from catalog.variant where product_id = :id
            """)
        .param("id", product)
        .query(String.class)
        .list();
  }

  @Test
  void codesForEverybodyAreCoupons() {
    String id =
        shop.create(
            "promotion",
            it -> {
              it.put("active", true).put("useCodes", true).put("useIndividualCodes", false);
              it.put("code", "SOMMER").put("maxRedemptionsGlobal", 100).put("orderCount", 7);
              it.putArray("discounts")
                  .addObject()
                  .put("id", FakeShopware.id())
                  .put("scope", "cart")
                  .put("type", "percentage")
                  .put("value", 10.0)
                  .put("createdAt", FakeShopware.time(shop.now));
            });
    work.connectByApp(shop, INSIDE);
    assertThat(coupons()).containsExactly("SOMMER t 10 100 7");

    tick(Duration.ofHours(1));
    shop.change("promotion", id, it -> it.put("active", false));
    work.watch.runDue();
    work.settle();
    assertThat(coupons()).isEmpty();
  }

  private List<String> coupons() {
    return jdbc.sql(
            "select concat_ws(' ', code, percent, trim_scale(amount), usage_limit, used) from catalog.coupon")
        .query(String.class)
        .list();
  }

  @Test
  void whatSomebodyWroteByTheContactFormIsOnTheirTimelineOnce() {
    work.connectByApp(shop, INSIDE);
    tick(Duration.ofMinutes(1));
    ObjectNode payload = JsonMapper.shared().createObjectNode();
    payload
        .putObject("contactFormData")
        .put("firstName", "Ada")
        .put("email", "writes@example.org")
        .put("subject", "Frage")
        .put("comment", "Wann kommt mein Paket?");
    for (int i = 0; i < 2; i++) {
      shop.send(shop.signed("contact_form.send", payload, "one"));
      work.settle();
      tick(Duration.ofSeconds(5));
    }
    assertThat(
            jdbc.sql(
                    """
                    select e.properties ->> 'text' from events.event e join events.metric m using (metric_id)
                    where m.name = 'Submitted Contact Form'
                    """)
                .query(String.class)
                .list())
        .containsExactly("Wann kommt mein Paket?");
    assertThat(profiles.byIdentifier(new Identifier.Email("writes@example.org"))).isPresent();
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
    try (FakeShopware one = new FakeShopware(clock.instant())) {
      List<String> made = new ArrayList<>();
      List<String> customers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        step(one, random, made, customers);
      }
      UUID id = work.connections.await(1, "shopware", one.address(), INSIDE).id();
      one.install(app(id));
      List<Delivery> held = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        step(one, random, made, customers);
        one.takeDeliveries().stream().filter(_ -> random.nextDouble() >= lost).forEach(held::add);
        Collections.shuffle(held, random);
        for (int n = random.nextInt(1 + held.size()); n > 0; n--) {
          Delivery delivery = random.nextInt(4) == 0 ? held.getFirst() : held.removeFirst();
          one.send(delivery);
        }
      }
      held.forEach(one::send);
      ShopConnection connection = work.arrive(id);
      if (lost > 0) {
        work.compare(connection);
      }
      assertThat(known(made)).as("seed %d", seed).isEqualTo(standing(one));
      assertThat(names(customers)).as("seed %d", seed).isEqualTo(names(one, customers));
      work.connections.disconnect(connection.id());
    }
  }

  /// Often several things in one millisecond.
  private static void step(
      FakeShopware one, Random random, List<String> made, List<String> customers) {
    if (random.nextInt(3) == 0) {
      one.now = one.now.plusMillis(1 + random.nextInt(900));
    }
    List<String> orders = List.copyOf(one.standing("order").keySet());
    int what = random.nextInt(11);
    if (customers.isEmpty() || what == 0) {
      String address = "c" + FakeShopware.id() + "@example.org";
      customers.add(one.create("customer", it -> customer(it, address, "Ada")));
    } else if (orders.isEmpty() || what < 3) {
      String customer = customers.get(random.nextInt(customers.size()));
      String id =
          one.create("order", it -> accountOrder(it, customer, 20 + random.nextInt(50) + ".00"));
      made.add(one.get("order", id).path("orderNumber").asString());
    } else if (what == 3) {
      String name = "Name " + random.nextInt(100);
      one.change(
          "customer",
          customers.get(random.nextInt(customers.size())),
          it -> it.put("firstName", name));
    } else {
      change(one, random, orders.get(random.nextInt(orders.size())), what);
    }
  }

  private static void change(FakeShopware one, Random random, String id, int what) {
    switch (what) {
      case 4 -> one.enter(id, "transactions", random.nextBoolean() ? "refunded" : "paid");
      case 5 -> one.enter(id, "order", random.nextBoolean() ? "cancelled" : "in_progress");
      case 6 -> one.enter(id, "transactions", random.nextBoolean() ? "failed" : "open");
      case 7 -> {
        if (random.nextInt(3) == 0) {
          one.delete("order", id);
        }
      }
      case 8 -> one.enter(id, "deliveries", random.nextBoolean() ? "shipped" : "open");
      default -> one.change("order", id, it -> amounts(it, random.nextInt(90) + ".00"));
    }
  }

  /// Number → net, and whether it is cancelled, of all that count.
  private Map<String, String> known(List<String> made) {
    Map<String, String> known = new TreeMap<>();
    jdbc.sql(
            """
            select external_id, net, refunded, cancelled_at is not null as cancelled, fulfilled_at is not null as sent
            from orders.orders
            where external_id = any(:numbers) and placed_at is not null
            """)
        .param("numbers", made.toArray(String[]::new))
        .query(
            row -> {
              if (!row.getBoolean("cancelled")) {
                known.put(
                    row.getString("external_id"),
                    plain(row.getBigDecimal("net")) + " " + row.getBoolean("sent"));
              }
            });
    return known;
  }

  private static Map<String, String> standing(FakeShopware one) {
    Map<String, String> standing = new TreeMap<>();
    for (ObjectNode order : one.standing("order").values()) {
      String state = state(order);
      String payment = state(order.path("transactions").path(0));
      boolean unpaid = state.equals("open") && payment.equals("failed");
      if (!state.equals("cancelled") && !unpaid) {
        BigDecimal total = order.path("amountTotal").decimalValue();
        boolean back = payment.equals("refunded");
        standing.put(
            order.path("orderNumber").asString(),
            plain(back ? BigDecimal.ZERO : total)
                + " "
                + state(order.path("deliveries").path(0)).equals("shipped"));
      }
    }
    return standing;
  }

  private static String state(JsonNode row) {
    return row.path("stateMachineState").path("technicalName").asString("");
  }

  private Map<String, String> names(List<String> customers) {
    Map<String, String> names = new HashMap<>();
    for (String id : customers) {
      profiles
          .byIdentifier(new Identifier.UserId(1, id))
          .ifPresent(
              person ->
                  names.put(
                      id,
                      jdbc.sql("select first_name from profiles.profile where profile_id = :id")
                          .param("id", person.value())
                          .query(String.class)
                          .single()));
    }
    return names;
  }

  private static Map<String, String> names(FakeShopware one, List<String> customers) {
    Map<String, String> names = new HashMap<>();
    customers.forEach(id -> names.put(id, one.get("customer", id).path("firstName").asString()));
    return names;
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static ObjectNode customer(ObjectNode customer, String email, String name) {
    return customer.put("email", email).put("firstName", name).put("guest", false);
  }

  private static void recipient(ObjectNode recipient, String email, String status) {
    recipient.put("email", email).put("status", status);
    if (status.equals("optIn")) {
      recipient.put("confirmedAt", recipient.path("createdAt").asString());
    }
  }

  private static void guestOrder(ObjectNode order, String email, String total) {
    accountOrder(order, "", total);
    ((ObjectNode) order.path("orderCustomer")).put("email", email);
  }

  private static void accountOrder(ObjectNode order, String customer, String total) {
    order.putObject("currency").put("isoCode", "EUR");
    order.put("currencyFactor", 1.0);
    FakeShopware.state(order, "open");
    part(order, "orderCustomer", order.putObject("orderCustomer")).put("customerId", customer);
    for (String rows : List.of("lineItems", "deliveries", "transactions")) {
      part(order, rows, order.putArray(rows).addObject());
    }
    FakeShopware.state((ObjectNode) order.path("deliveries").path(0), "open");
    FakeShopware.state((ObjectNode) order.path("transactions").path(0), "open");
    ((ObjectNode) order.path("lineItems").path(0))
        .put("type", "product")
        .put("label", "Espresso")
        .put("quantity", 1);
    amounts(order, total);
  }

  private static ObjectNode part(ObjectNode order, String name, ObjectNode row) {
    return row.put(
            "id",
            UUID.nameUUIDFromBytes(
                    (order.path("id").asString() + name).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", ""))
        .put("createdAt", order.path("createdAt").asString());
  }

  private static void amounts(ObjectNode order, String total) {
    BigDecimal amount = new BigDecimal(total);
    order.put("amountTotal", amount).put("amountNet", amount);
    for (String of : List.of("lineItems:price", "transactions:amount")) {
      String[] names = of.split(":");
      ((ObjectNode) order.path(names[0]).path(0))
          .putObject(names[1])
          .put("unitPrice", amount)
          .put("totalPrice", amount);
    }
  }

  private static void product(ObjectNode product, String name, double price, double before) {
    product.put("active", true).put("productNumber", "P-1").put("isCloseout", true);
    product.put("availableStock", 9).put("stock", 9).putNull("parentId");
    product.putObject("translated").put("name", name);
    product.set("price", prices(price, before));
    product.putArray("visibilities").addObject().put("id", FakeShopware.id());
    page(product.putArray("seoUrls"), FakeShopware.GERMAN, "espresso");
    page((ArrayNode) product.path("seoUrls"), FakeShopware.ENGLISH, "espresso-en");
  }

  private static void page(ArrayNode pages, String language, String path) {
    pages
        .addObject()
        .put("languageId", language)
        .put("salesChannelId", FakeShopware.CHANNEL)
        .put("seoPathInfo", path)
        .put("isCanonical", true);
  }

  private static void variant(ObjectNode variant, String parent, String option, int stock) {
    variant.put("parentId", parent).put("productNumber", "P-1." + option);
    variant.put("availableStock", stock).put("stock", stock).putNull("price").putNull("active");
    variant.putArray("options").addObject().putObject("translated").put("name", option);
  }

  private static ArrayNode prices(double gross, Double before) {
    ArrayNode prices = JsonMapper.shared().createArrayNode();
    prices.addObject().put("currencyId", FakeShopware.id()).put("gross", 1.0);
    ObjectNode price =
        prices
            .addObject()
            .put("currencyId", "b7d2554b0ce847cd82f3ac9bd1c0dfca")
            .put("gross", gross);
    if (before != null) {
      price.putObject("listPrice").put("gross", before);
    }
    return prices;
  }

  private String number(String order) {
    return shop.standing("order").containsKey(order)
        ? shop.get("order", order).path("orderNumber").asString("")
        : "";
  }

  private String order(String id) {
    return jdbc.sql(
            "select status || ' ' || round(net, 2) from orders.orders where external_id = :number")
        .param("number", number(id))
        .query(String.class)
        .optional()
        .orElse("");
  }

  private List<String> events(String order) {
    return jdbc.sql(
            """
            select m.name || case when e.properties ->> '$backfill' is not null then ' past' else '' end
            from events.event e join events.metric m using (metric_id)
            where e.properties ->> 'order_id' = :order
            """)
        .param("order", number(order))
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
