package io.kundig.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.orders.OrderChange;
import io.kundig.orders.Orders;
import io.kundig.platform.CsvCell;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Invalid;
import io.kundig.support.KundigTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@KundigTest
class ImportsTests {

  private final Imports imports;
  private final ImportWorker worker;
  private final ErrorFile errorFile;
  private final Profiles profiles;
  private final Consents consents;
  private final Orders orders;
  private final UploadFolder files;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final KundigClock clock;

  ImportsTests(
      Imports imports,
      ImportWorker worker,
      ErrorFile errorFile,
      Profiles profiles,
      Consents consents,
      Orders orders,
      UploadFolder files,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      KundigClock clock) {
    this.imports = imports;
    this.worker = worker;
    this.errorFile = errorFile;
    this.profiles = profiles;
    this.consents = consents;
    this.orders = orders;
    this.files = files;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Test
  void aGermanExcelExportBecomesCustomers() throws Exception {
    Import job =
        create(
            ImportKind.CUSTOMERS,
            """
            Kundennummer;E-Mail-Adresse;Vorname;Nachname;Ort;Land;Geburtstag;Lieblingsröstung
            4711;Friederike.Harms@Example.DE;Friederike;Harms;Kiel;Deutschland;3.4.1988;Espresso
            4712.0;jonas@example.de;Jonas;Petersen;Zürich;Schweiz;;
            ;;Niemand;;;;;
            """,
            Charset.forName("windows-1252"));
    assertThat(job.shape().charset()).isEqualTo("windows-1252");
    assertThat(job.mapping()).containsEntry("Lieblingsröstung", null).containsEntry("Ort", "city");
    Map<String, @Nullable String> mapping = new HashMap<>(job.mapping());
    mapping.put("Lieblingsröstung", "trait:favourite");
    imports.remap(job.id(), mapping, null);

    Import done = run(job);

    assertThat(done.progress())
        .extracting(Import.Progress::rows, Import.Progress::imported, Import.Progress::failed)
        .containsExactly(3L, 2L, 1L);
    Profiles.Profile friederike = profile("friederike.harms@example.de");
    assertThat(friederike.firstName()).isEqualTo("Friederike");
    assertThat(friederike.traits())
        .containsEntry("city", "Kiel")
        .containsEntry("country", "DE")
        .containsEntry("birthday", "1988-04-03")
        .containsEntry("favourite", "Espresso");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, "4712"))).isPresent();
    assertThat(done.problems())
        .extracting(Import.Finding::code, Import.Finding::row)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("nobody", 4L));

    Import again = run(create(ImportKind.CUSTOMERS, "email\njonas@example.de\n", UTF_8));
    assertThat(again.progress().updated()).isEqualTo(1);
  }

  @Test
  void consentNeedsProofAndNeverRevivesWhoLeft() throws Exception {
    run(create(ImportKind.CUSTOMERS, "email\nleft@example.de\nbounced@example.de\n", UTF_8));
    ProfileId left = id("left@example.de");
    consents.record(List.of(unsubscribed(left)));
    consents.suppress(
        ChannelKind.EMAIL,
        "bounced@example.de",
        new Consents.Suppression(
            Consents.Suppression.Reason.HARD_BOUNCE, Instant.parse("2026-01-01T00:00:00Z"), null));

    Import job =
        create(
            ImportKind.CUSTOMERS,
            """
            email,newsletter,opt_in_at,opt_in_ip
            mara@example.de,ja,2025-05-01 10:00:00,192.0.2.7
            left@example.de,ja,2025-05-01 10:00:00,
            bounced@example.de,ja,2025-05-01 10:00:00,
            timeless@example.de,ja,,
            never@example.de,nein,2025-05-01 10:00:00,
            gone@example.de,abgemeldet,,
            odd@example.de,vielleicht,2025-05-01 10:00:00,
            """,
            UTF_8);
    imports.remap(job.id(), job.mapping(), options("column", null, "Shopify"));
    assertThatThrownBy(() -> imports.start(job.id(), ImportState.RUNNING))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("sentence");
    imports.remap(
        job.id(), job.mapping(), options("column", "Ja, schickt mir Neues vom Kaffee.", "Shopify"));
    Import done = run(job);

    assertThat(done.progress().failed()).isZero();
    assertThat(state("mara@example.de")).isEqualTo(ConsentChange.State.SUBSCRIBED);
    assertThat(state("left@example.de")).isEqualTo(ConsentChange.State.UNSUBSCRIBED);
    assertThat(state("bounced@example.de")).isNull();
    assertThat(state("timeless@example.de")).isNull();
    assertThat(state("never@example.de")).isNull();
    assertThat(state("gone@example.de")).isEqualTo(ConsentChange.State.UNSUBSCRIBED);
    assertThat(state("odd@example.de")).isNull();
    assertThat(done.problems())
        .extracting(Import.Finding::code)
        .containsExactlyInAnyOrder(
            "has_unsubscribed",
            "address_suppressed",
            "consent_without_time",
            "consent_not_understood");
    assertThat(backfilled("Subscribed to Email Marketing", "mara@example.de")).isEqualTo(1);
  }

  @Test
  void ordersOfAShopifyExportAreWholeAndRepeatable() throws Exception {
    String file =
        """
        Name,Email,Financial Status,Created at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Cancelled at
        #1001,frida@example.de,paid,2026-01-03 10:00:00 +0100,EUR,27.80,4.90,5.22,32.70,KAFFEE10,2,Nordlicht Espresso,11.90,NL-1,0.00,
        #1001,frida@example.de,,2026-01-03 10:00:00 +0100,,,,,,,1,"Filter ""Fjord""\",4.00,NL-2,,
        #1002,frida@example.de,refunded,2026-01-05 10:00:00 +0100,EUR,10.00,0,0,10.00,,1,Becher,10.00,NL-3,4.00,
        #1003,,paid,2026-01-06 10:00:00 +0100,EUR,10.00,0,0,10.00,,1,Becher,10.00,NL-3,,
        #1004,frida@example.de,voided,2026-01-07 10:00:00 +0100,EUR,99.00,0,0,99.00,,1,Mühle,99.00,NL-4,,2026-01-08 10:00:00 +0100
        """;
    Import done = run(create(ImportKind.ORDERS, file, UTF_8));

    assertThat(done.progress().imported()).isEqualTo(5);
    ProfileId frida = id("frida@example.de");
    assertThat(orders.lastOrders(List.of(frida)).get(frida))
        .isEqualTo(new Orders.LastOrder("#1002", Instant.parse("2026-01-05T09:00:00Z")));
    assertThat(revenue(frida)).isEqualByComparingTo("38.70");
    assertThat(lines("#1001")).containsExactly("Nordlicht Espresso", "Filter \"Fjord\"");
    assertThat(status("#1004")).isEqualTo("cancelled");
    assertThat(backfilled("Ordered Product", "frida@example.de")).isEqualTo(4);

    Map<String, Long> before = counts();
    Import again = run(create(ImportKind.ORDERS, file, UTF_8));
    assertThat(again.progress().updated()).isEqualTo(5);
    assertThat(again.progress().imported()).isZero();
    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void aFileAddsOnlyTheRefundsThatAreMissing() throws Exception {
    String file =
        """
        Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount
        #2001,greta@example.de,partially_refunded,2026-01-03 10:00:00 +0100,EUR,30.00,1,Mühle,30.00,%s
        """;
    run(create(ImportKind.ORDERS, file.formatted("0.00"), UTF_8));
    refundLive("greta@example.de", "#2001", "re_77", "12.00");
    assertThat(revenueOf("#2001")).isEqualByComparingTo("18.00");

    run(create(ImportKind.ORDERS, file.formatted("12.00"), UTF_8));
    assertThat(revenueOf("#2001")).isEqualByComparingTo("18.00");
    run(create(ImportKind.ORDERS, file.formatted("5.00"), UTF_8));
    assertThat(revenueOf("#2001")).isEqualByComparingTo("18.00");
    run(create(ImportKind.ORDERS, file.formatted("15.00"), UTF_8));
    run(create(ImportKind.ORDERS, file.formatted("15.00"), UTF_8));
    assertThat(revenueOf("#2001")).isEqualByComparingTo("15.00");
    assertThat(status("#2001")).isEqualTo("partially_refunded");
  }

  @Test
  void aCreditNoteOfARefundThatTheShopReportedTakesNothingBack() throws Exception {
    String file =
        """
        order id,date,email,sku,quantity,price
        3001,2026-01-03 10:00,hedda@example.de,CUP,4,10.00
        C9001,2026-01-07 10:00,hedda@example.de,CUP,-1,10.00
        C9002,2026-01-20 10:00,hedda@example.de,CUP,-1,10.00
        """;
    String sale = file.lines().limit(2).collect(Collectors.joining("\n"));
    run(create(ImportKind.ORDERS, sale, UTF_8));
    refundLive("hedda@example.de", "3001", "re_1", "10.00");
    assertThat(revenueOf("3001")).isEqualByComparingTo("30.00");

    Import done = run(create(ImportKind.ORDERS, file, UTF_8));
    assertThat(done.progress().skipped() + done.progress().failed()).isZero();
    assertThat(revenueOf("3001")).as("the second return is another").isEqualByComparingTo("20.00");
    assertThat(backfilled("Refunded Order", "hedda@example.de")).isEqualTo(1);

    run(create(ImportKind.ORDERS, file, UTF_8));
    assertThat(revenueOf("3001")).isEqualByComparingTo("20.00");
    refundLive("hedda@example.de", "3001", "re_2", "10.00");
    assertThat(revenueOf("3001")).as("a return the books miss").isEqualByComparingTo("10.00");
  }

  private void refundLive(String email, String order, String refundId, String amount) {
    OrderChange.Refunded refund =
        new OrderChange.Refunded(
            id(email),
            1,
            order,
            Instant.parse("2026-01-06T10:00:00Z"),
            refundId,
            new BigDecimal(amount),
            "EUR");
    transactions.executeWithoutResult(_ -> orders.apply(List.of(refund)));
  }

  @Test
  void aDryRunWritesNothingAndNamesRowAndColumn() throws Exception {
    Map<String, Long> before = counts();
    Import job =
        create(
            ImportKind.ORDERS,
            """
            Bestellnummer;Bestelldatum;Kundennummer;Gesamtbetrag
            D1;02.03.2025 09:00;9001;1.234,50 €
            D2;31.02.2025;9001;10,00
            D3;02.03.2025;9001;zehn
            ;02.03.2025;9001;10,00
            D4;02.03.2099;9001;10,00
            """,
            UTF_8);
    imports.start(job.id(), ImportState.CHECKING);
    Import checked = await(job);

    assertThat(checked.state()).isEqualTo(ImportState.CHECKED);
    assertThat(checked.progress().imported()).isEqualTo(1);
    assertThat(checked.progress().failed()).isEqualTo(4);
    assertThat(checked.problems())
        .extracting(Import.Finding::code, Import.Finding::row, Import.Finding::column)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("bad_date", 3L, "Bestelldatum"),
            org.assertj.core.groups.Tuple.tuple("bad_number", 4L, "Gesamtbetrag"),
            org.assertj.core.groups.Tuple.tuple("no_order_number", 5L, "Bestellnummer"),
            org.assertj.core.groups.Tuple.tuple("date_out_of_range", 6L, "Bestelldatum"));
    assertThat(counts()).isEqualTo(before);

    Import done = run(checked);
    assertThat(done.progress().imported()).isEqualTo(1);
    assertThat(revenueOf("D1")).isEqualByComparingTo("1234.50");
  }

  @Test
  void creditNotesTakeBackWhatWasSoldBefore() throws Exception {
    Import done =
        run(
            create(
                ImportKind.ORDERS,
                """
                InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
                700001,A,MUG,5,2010-12-01 08:26:00,2.00,50001.0,United Kingdom
                700002,A,MUG,3,2010-12-02 08:26:00,2.00,50001.0,United Kingdom
                700002,POST,POSTAGE,1,2010-12-02 08:26:00,4.00,50001.0,United Kingdom
                C700003,A,MUG,-4,2010-12-03 08:26:00,2.00,50001.0,United Kingdom
                C700004,B,NEVER SOLD,-1,2010-12-04 08:26:00,9.00,50001.0,United Kingdom
                700005,C,damaged,-20,2010-12-04 08:26:00,0.00,,United Kingdom
                A700006,B,Adjust bad debt,1,2010-12-04 08:26:00,-11062.06,,United Kingdom
                700007,A,MUG,1,2010-12-05 08:26:00,2.00,,United Kingdom
                700007,A,MUG,1,2010-12-05 08:26:00,2.00,,United Kingdom
                """,
                UTF_8));

    assertThat(revenueOf("700002")).isEqualByComparingTo("4.00");
    assertThat(revenueOf("700001")).isEqualByComparingTo("8.00");
    assertThat(status("700002")).isEqualTo("partially_refunded");
    assertThat(done.progress().rows()).isEqualTo(9);
    assertThat(done.progress().imported()).isEqualTo(5);
    assertThat(done.progress().skipped()).isEqualTo(4);
    assertThat(done.problems())
        .extracting(Import.Finding::code)
        .containsExactlyInAnyOrder(
            "credit_without_order", "stock_correction", "accounting_entry", "duplicate_row");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, "50001"))).isPresent();
    assertThat(profiles.byIdentifier(new Identifier.AnonymousId(1, "order:700007"))).isPresent();
  }

  @Test
  void theErrorFileCannotRunFormulas() throws Exception {
    Import job =
        create(
            ImportKind.ORDERS,
            """
            order number,date,=email,total
            =1+1,never,a@example.de,1
            " \t@SUM(A1)",never,a@example.de,-1
            ＝cmd,never,+49 170 1234,-5.00
            """,
            UTF_8);
    run(job);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    errorFile.write(imports.get(job.id()), false, out);
    String csv = out.toString(UTF_8);

    assertThat(csv).contains("'=email").contains("'=1+1").contains("'@SUM(A1)").contains("'＝cmd");
    assertThat(csv).contains("-5.00").doesNotContain("'-5.00").contains("+49 170 1234");
    assertThat(csv.lines()).hasSize(4);
  }

  @Test
  void filesAndRowsWithPersonalDataAreForgottenAfterAMonth() throws Exception {
    Import job =
        run(
            create(
                ImportKind.ORDERS,
                "order number,date,email,total\n1,never,a@example.de,1\n",
                UTF_8));
    assertThat(rejectedRows(job)).isEqualTo(1);

    clock.tick(Duration.ofDays(31));
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (rejectedRows(job) > 0 || Files.exists(files.fileOf(job.id()))) {
      assertThat(System.nanoTime() - deadline).as("took too long").isNegative();
      worker.wake();
      Thread.sleep(20);
    }
    assertThat(imports.get(job.id()).state()).as("the report stays").isEqualTo(ImportState.DONE);
  }

  @Test
  void whatIsLeftOfABrokenUploadGoes() throws Exception {
    Path folder = files.fileOf(UUID.randomUUID()).getParent();
    Path abandoned = Files.writeString(folder.resolve("upload_1.tmp"), "email");
    Path coming = Files.writeString(folder.resolve("upload_2.tmp"), "email");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (Files.exists(abandoned)) {
      assertThat(System.nanoTime() - deadline).as("took too long").isNegative();
      worker.wake();
      Thread.sleep(20);
    }
    assertThat(coming).exists();
  }

  private int rejectedRows(Import job) {
    return jdbc.sql("select count(*) from sources.rejected_row where import_id = :id")
        .param("id", job.id())
        .query(Integer.class)
        .single();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", " =1", "\t=1", "\n+1+1", "\u00a0\u200b=1", "\u0000@x", "\tx"})
  void formulasAreDisarmedWhateverStandsBeforeThem(String cell) {
    assertThat(CsvCell.disarmed(cell)).isEqualTo("'" + cell);
  }

  @Test
  void packedAndUtf16FilesAreRead() throws Exception {
    String text = "E-Mail\tVorname\nutf16@example.de\tÅsa\n";
    Import utf16 =
        run(create(ImportKind.CUSTOMERS, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)));
    assertThat(utf16.progress().imported()).isEqualTo(1);
    assertThat(profile("utf16@example.de").firstName()).isEqualTo("Åsa");

    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("email,Vorname\npacked@example.de,Ida\n".getBytes(UTF_8));
    }
    assertThat(run(create(ImportKind.CUSTOMERS, packed.toByteArray())).progress().imported())
        .isEqualTo(1);
  }

  @Test
  void anImportThatWasKilledGoesOnWithoutDoubling() throws Exception {
    StringBuilder file = new StringBuilder("order id,date,customer id,sku,quantity,price\n");
    for (int i = 0; i < 30_000; i++) {
      file.append("K%d,2026-01-01 10:00,%d,S%d,1,2.00\n".formatted(i / 3, i / 30, i % 7));
    }
    Import job = create(ImportKind.ORDERS, file.toString(), UTF_8);
    imports.start(job.id(), ImportState.RUNNING);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (imports.get(job.id()).position() == null && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    imports.cancel(job.id());
    Import cancelled = await(job);
    assertThat(cancelled.progress().imported()).isBetween(1L, 29_999L);

    jdbc.sql(
            "update sources.import set state = 'running', cancel_requested = false where import_id = :id")
        .param("id", job.id())
        .update();
    jdbc.sql("truncate sources.staged_row").update();
    Files.writeString(folder(job), file);
    Import done = await(job);

    assertThat(done.state()).isEqualTo(ImportState.DONE);
    assertThat(done.progress().rows()).isEqualTo(30_000);
    assertThat(done.progress().imported()).isEqualTo(30_000);
    assertThat(
            jdbc.sql("select count(*) from orders.orders where external_id like 'K%'")
                .query(Long.class)
                .single())
        .isEqualTo(10_000);
  }

  @Test
  void rowsThatWereReadBeforeTheServerDiedCountOnce() throws Exception {
    Import job =
        create(
            ImportKind.ORDERS,
            """
            order id,date,customer id,total
            R1,2026-01-01 10:00,77001,2.00
            R2,never,77001,2.00
            R3,2026-01-01 10:00,77001,2.00
            """,
            UTF_8);
    worker.stop();
    imports.start(job.id(), ImportState.RUNNING);
    jdbc.sql(
            """
            update sources.import set
              progress = progress || '{"rows": 2, "failed": 1}',
              problems = '[{"code": "bad_date", "row": 3, "column": "date", "count": 1,
                "message": {"de": "", "en": ""}, "effect": "failed"}]'
            where import_id = :id
            """)
        .param("id", job.id())
        .update();
    worker.start();
    Import done = await(job);

    assertThat(done.progress())
        .extracting(Import.Progress::rows, Import.Progress::imported, Import.Progress::failed)
        .containsExactly(3L, 2L, 1L);
    assertThat(done.problems()).extracting(Import.Finding::count).containsExactly(1L);
  }

  @Test
  void aNameCannotLeadOutOfTheFolder() throws Exception {
    Import job =
        imports.create(
            ImportKind.CUSTOMERS,
            1,
            "..\\..\\../../etc/cron.d/\u202Eevil\u0000.csv",
            target -> Files.writeString(target, "email\nx@example.de\n"));
    assertThat(job.fileName()).isEqualTo("evil.csv");
    assertThat(folder(job).getFileName().toString()).isEqualTo(job.id() + ".upload");
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private Import create(ImportKind kind, String text, Charset charset) throws IOException {
    return create(kind, text.getBytes(charset));
  }

  private Import create(ImportKind kind, byte[] bytes) throws IOException {
    return imports.create(kind, 1, "export.csv", target -> Files.write(target, bytes));
  }

  private Import run(Import job) throws InterruptedException {
    imports.start(job.id(), ImportState.RUNNING);
    Import done = await(job);
    assertThat(done.state()).as("%s", done.failure()).isEqualTo(ImportState.DONE);
    return done;
  }

  private Import await(Import job) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Import now = imports.get(job.id());
    while (now.state().isWorking() && System.nanoTime() < deadline) {
      Thread.sleep(20);
      now = imports.get(job.id());
    }
    return now;
  }

  private java.nio.file.Path folder(Import job) {
    return files.fileOf(job.id());
  }

  private ProfileId id(String email) {
    return profiles.byIdentifier(new Identifier.Email(email)).orElseThrow();
  }

  private Profiles.Profile profile(String email) {
    return profiles.find(List.of(id(email))).values().iterator().next();
  }

  private ConsentChange.@Nullable State state(String email) {
    ProfileId person = id(email);
    return consents.of(List.of(person)).getOrDefault(person, List.of()).stream()
        .findFirst()
        .map(Consents.Consent::state)
        .orElse(null);
  }

  private static ConsentChange unsubscribed(ProfileId person) {
    return new ConsentChange(
        person,
        ChannelKind.EMAIL,
        Purpose.MARKETING,
        ConsentChange.State.UNSUBSCRIBED,
        ConsentChange.Method.ONE_CLICK,
        Instant.parse("2025-01-01T00:00:00Z"),
        "mail",
        null,
        null,
        null);
  }

  private static ImportOptions options(String consent, @Nullable String wording, String source) {
    return new ImportOptions(null, null, null, consent, null, wording, source);
  }

  private BigDecimal revenue(ProfileId person) {
    return jdbc.sql("select sum(revenue) from orders.buyer where profile_id = :id")
        .param("id", person.value())
        .query(BigDecimal.class)
        .single();
  }

  private BigDecimal revenueOf(String order) {
    return jdbc.sql("select net from orders.orders where external_id = :id")
        .param("id", order)
        .query(BigDecimal.class)
        .single();
  }

  private String status(String order) {
    return jdbc.sql("select status from orders.orders where external_id = :id")
        .param("id", order)
        .query(String.class)
        .single();
  }

  private List<String> lines(String order) {
    return jdbc.sql(
            """
            select l.title from orders.orders o join orders.line l using (profile_id, order_id)
            where o.external_id = :id order by line_no
            """)
        .param("id", order)
        .query(String.class)
        .list();
  }

  private int backfilled(String metric, String email) {
    return jdbc.sql(
            """
            select count(*) from events.event e join events.metric m using (metric_id)
            where m.name = :metric and e.profile_id = :id and e.properties ->> '$backfill' = 'true'
            """)
        .param("metric", metric)
        .param("id", id(email).value())
        .query(Integer.class)
        .single();
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    for (String table :
        List.of(
            "orders.orders",
            "orders.line",
            "orders.refund",
            "events.event",
            "profiles.profile",
            "profiles.identifier_owner",
            "orders.order_owner")) {
      counts.put(table, jdbc.sql("select count(*) from " + table).query(Long.class).single());
    }
    return counts;
  }
}
