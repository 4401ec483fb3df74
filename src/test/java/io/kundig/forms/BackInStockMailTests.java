package io.kundig.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.catalog.Catalog;
import io.kundig.catalog.RecordedProduct;
import io.kundig.catalog.RecordedProduct.Variant;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.messaging.Messaging;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import io.kundig.support.SmtpSink;
import io.kundig.support.SmtpSink.Received;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

@KundigTest(properties = "kundig.write-key=wk_test")
class BackInStockMailTests {

  private static final SmtpSink SINK = SmtpSink.start(SmtpSink.Options.standard());

  private static int nextIp = 1;

  private final MockMvcTester http;
  private final Catalog catalog;
  private final ConfirmationTokens tokens;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Messaging messaging;
  private final Consents consents;
  private final String product = "P" + UUID.randomUUID();

  BackInStockMailTests(
      MockMvcTester http,
      Catalog catalog,
      ConfirmationTokens tokens,
      Shops shops,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Messaging messaging,
      Consents consents) {
    this.messaging = messaging;
    this.consents = consents;
    this.http = http;
    this.catalog = catalog;
    this.tokens = tokens;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    this.transactions = transactions;
    shops.update(TestShops.nordlicht());
  }

  @DynamicPropertySource
  static void mailServer(DynamicPropertyRegistry properties) {
    properties.add("kundig.smtp-url", () -> "smtp://127.0.0.1:" + SINK.port());
  }

  @AfterAll
  static void stop() {
    SINK.close();
  }

  @BeforeEach
  void soldOut() {
    stock("0");
    clock.tick(Duration.ofHours(3));
  }

  @Test
  void whoWishedIsToldOnceInTheirLanguageAndWithItsPage() {
    wish("mara@example.org", "de", "V1");
    wish("kim@example.org", "en", null);
    wish("other@example.org", "de", "V2");
    wish("unconfirmed@example.org", "de", null, false);
    assertThat(told()).isEmpty();

    clock.tick(Duration.ofDays(20));
    stock("7");
    assertThat(told()).containsExactlyInAnyOrder("mara@example.org", "kim@example.org");
    assertThat(subjects("mara@example.org")).contains("Wieder da: Nordlicht Espresso");
    assertThat(subjects("kim@example.org")).contains("Back in stock: Nordlicht Espresso");
    assertThat(page("mara@example.org")).contains("https://nordlicht.example/de/espresso");
    assertThat(page("kim@example.org")).contains("https://nordlicht.example/en/espresso");

    stock("0");
    clock.tick(Duration.ofDays(1));
    stock("9");
    assertThat(told()).as("once").hasSize(2);
  }

  @Test
  void noMorePeopleThanThePiecesAreGoodForInTheOrderTheyWished() {
    List<String> people = IntStream.range(0, 8).mapToObj(i -> "p" + i + "@example.org").toList();
    for (String person : people) {
      wish(person, "de", null);
      clock.tick(Duration.ofMinutes(5));
    }
    stock("2");
    assertThat(told()).containsExactlyInAnyOrderElementsOf(people.subList(0, 6));

    clock.tick(Duration.ofHours(2));
    work.settle();
    assertThat(told()).as("no more pieces").hasSize(6);
    stock("3");
    clock.tick(Duration.ofHours(2));
    work.settle();
    assertThat(told()).hasSize(8);
  }

  @Test
  void whatIsGoneAgainBeforeTheMailLeavesIsNotPromised() {
    wish("late@example.org", "de", null);
    record("7");
    record("0");
    work.settle();
    assertThat(told()).isEmpty();

    stock("4");
    assertThat(told()).containsExactly("late@example.org");
  }

  @Test
  void whoConfirmsWhenItIsThereAlreadyIsToldAtOnce() {
    stock("4");
    wish("quick@example.org", "de", null);
    assertThat(told()).containsExactly("quick@example.org");
  }

  @Test
  void whoIsBlockedIsNotWrittenTo() {
    wish("blocked@example.org", "de", null);
    consents.suppress(
        ChannelKind.EMAIL,
        "blocked@example.org",
        new Consents.Suppression(
            Consents.Suppression.Reason.SPAM_COMPLAINT, clock.instant(), null));
    stock("4");
    assertThat(told()).isEmpty();
  }

  /// Waits for all that is due, mails too.
  private void stock(String pieces) {
    record(pieces);
    work.settle();
  }

  private void record(String pieces) {
    SortedMap<String, String> urls = new TreeMap<>();
    urls.put("de", "https://nordlicht.example/de/espresso");
    urls.put("en", "https://nordlicht.example/en/espresso");
    List<Variant> variants = new ArrayList<>();
    variants.add(variant("V1", pieces));
    variants.add(variant("V2", "0"));
    RecordedProduct recorded =
        new RecordedProduct(
            1,
            product,
            clock.instant(),
            "Nordlicht Espresso",
            null,
            null,
            List.of(),
            urls,
            null,
            "EUR",
            true,
            variants);
    transactions.executeWithoutResult(_ -> catalog.record(List.of(recorded), true));
  }

  private static Variant variant(String id, String pieces) {
    return new Variant(
        id, null, null, BigDecimal.TEN, null, new BigDecimal(pieces), true, null, null);
  }

  private void wish(String email, String language, @Nullable String variant) {
    wish(email, language, variant, true);
  }

  private void wish(String email, String language, @Nullable String variant, boolean confirmed) {
    String ip = "198.51.100." + nextIp++;
    var request =
        http.post()
            .uri("/f/back-in-stock")
            .with(
                it -> {
                  it.setRemoteAddr(ip);
                  return it;
                })
            .header(HttpHeaders.ORIGIN, "https://nordlicht.example")
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .param("key", "wk_test")
            .param("lang", language)
            .param("email", email)
            .param("product", product)
            .param("title", "KAUFT BEI EVIL.EXAMPLE");
    if (variant != null) {
      request = request.param("variant", variant);
    }
    assertThat(request.exchange()).hasStatus(202);
    if (confirmed) {
      UUID id =
          jdbc.sql(
                  "select id from forms.signup where email = :email and wanted ->> 'productId' = :product")
              .param("email", email)
              .param("product", product)
              .query(UUID.class)
              .single();
      assertThat(
              http.post()
                  .uri(tokens.link(id).replaceFirst("https?://[^/]+", ""))
                  .with(
                      it -> {
                        it.setRemoteAddr(ip);
                        return it;
                      })
                  .exchange())
          .hasStatusOk();
    }
    work.settle();
  }

  /// Who got the mail about this product, over SMTP.
  private List<String> told() {
    List<String> asked =
        jdbc.sql(
                """
                select m.message_id::text from messaging.message m
                where m.template_key = 'stock-back' and m.state in ('handed_over', 'delivered')
                  and m.address in (select email from forms.signup where wanted ->> 'productId' = :product)
                """)
            .param("product", product)
            .query(String.class)
            .list();
    return SINK.received().stream()
        .filter(mail -> asked.stream().anyMatch(id -> mail.messageId().contains(id)))
        .map(Received::recipient)
        .toList();
  }

  private String subjects(String email) {
    return text(email, "subject");
  }

  private String page(String email) {
    UUID id = UUID.fromString(text(email, "message_id"));
    ProfileId person = new ProfileId(UUID.fromString(text(email, "profile_id")));
    return messaging.content(person, id).orElseThrow().html();
  }

  private String text(String email, String column) {
    return jdbc.sql(
            "select "
                + column
                + "::text from messaging.message where template_key = 'stock-back' and address = :email order by planned_at desc limit 1")
        .param("email", email)
        .query(String.class)
        .optional()
        .orElse("");
  }
}
