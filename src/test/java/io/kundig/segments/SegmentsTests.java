package io.kundig.segments;

import static io.kundig.segments.SegmentCast.all;
import static io.kundig.segments.SegmentCast.atLeast;
import static io.kundig.segments.SegmentCast.did;
import static io.kundig.segments.SegmentCast.email;
import static io.kundig.segments.SegmentCast.last;
import static io.kundig.segments.SegmentCast.none;
import static io.kundig.segments.SegmentCast.orders;
import static io.kundig.segments.SegmentCast.properties;
import static io.kundig.segments.SegmentCast.subscribed;
import static io.kundig.segments.SegmentCast.trait;
import static io.kundig.segments.SegmentCast.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Erasures;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.segments.Preview.Answer;
import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import io.kundig.support.KundigTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

@KundigTest(properties = "kundig.api-key=" + SegmentsTests.KEY)
class SegmentsTests {

  static final String KEY = "kk_test_segments_0123456789abcdefghijk";

  private final MockMvcTester http;
  private final Segments segments;
  private final MemberStore members;
  private final Preview preview;
  private final Explanations explanations;
  private final SegmentViews views;
  private final Profiles profiles;
  private final Consents consents;
  private final Erasures erasures;
  private final Shops shops;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final Judging judging;
  private final Definitions definitions;
  private final TransactionTemplate transactions;
  private final DataSource dataSource;
  private final RankStore ranks;
  private final SegmentCast cast;

  /// Names of this test alone: the database is every test's.
  private final String own = UUID.randomUUID().toString().substring(0, 8);

  private final String metric = "Did " + own;
  private final Identifier.Email frieda = email("frieda-" + own);
  private final Identifier.Email jonas = email("jonas-" + own);

  SegmentsTests(
      MockMvcTester http,
      Segments segments,
      MemberStore members,
      Preview preview,
      Explanations explanations,
      SegmentViews views,
      Profiles profiles,
      Consents consents,
      Erasures erasures,
      Shops shops,
      Ingest ingest,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc,
      Judging judging,
      Definitions definitions,
      TransactionTemplate transactions,
      DataSource dataSource,
      RankStore ranks) {
    this.http = http;
    this.segments = segments;
    this.members = members;
    this.preview = preview;
    this.explanations = explanations;
    this.views = views;
    this.profiles = profiles;
    this.consents = consents;
    this.erasures = erasures;
    this.shops = shops;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    this.judging = judging;
    this.definitions = definitions;
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.ranks = ranks;
    this.cast = new SegmentCast(ingest, clock);
  }

  @BeforeEach
  void openTheShop() {
    shops.update(TestShops.nordlicht());
  }

  @Test
  void everybodyIsInOneShare() {
    for (int n = 0; n < 20; n++) {
      cast.identify(Map.of("town", own), email(n + "-" + own));
    }
    List<Integer> sizes =
        IntStream.range(0, 3)
            .mapToObj(
                number ->
                    jdbc.sql(
                            "select count(*) from profiles.profile where traits ->> 'town' = :town and "
                                + new Share(number, 3).holds("profile_id"))
                        .param("town", own)
                        .query(Integer.class)
                        .single())
            .toList();
    assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(20);
    assertThat(sizes).allMatch(size -> size < 20);
  }

  @Test
  void whoeverCountsByDaysIsJudgedAgainWhenTheShopMovesToAnotherTimeZone() {
    LocalDate day = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().minusDays(3);
    Segment segment = create(did(metric, atLeast(1), new When.Between(day, day)));
    cast.track(
        frieda, metric, day.atTime(23, 30).toInstant(ZoneOffset.UTC), SegmentCast.properties());
    work.settle();
    assertThat(of(segment)).as("in Berlin that was the next day").isEmpty();

    shops.update(movedTo(ZoneOffset.UTC));
    work.settle();

    assertThat(of(segment)).hasSize(1);
    assertThat(preview.ask(own, segment.condition(), null, true, 0).count()).isEqualTo(1);
  }

  @Test
  void aProcessThatJudgedNobodyYetKnowsWhatIsKept() {
    create(did(metric, atLeast(1), new When.Ever()));
    cast.track(frieda, metric);
    work.settle();
    var elsewhere = new StreamStore(jdbc, ranks, transactions.getTransactionManager());

    assertThat(
            elsewhere.complete(
                StreamKey.events(
                    new Condition.Happening(metric, null, List.of()),
                    null,
                    StreamKey.Carries.NOTHING,
                    ZoneId.of("UTC"))))
        .as("otherwise a question would read the metric's whole log")
        .isPresent();
  }

  @Test
  void whoDidSomethingBeforeIsInFromTheStartAndWhoDoesItLaterEnters() {
    ProfileId early = cast.track(frieda, metric);
    Segment segment = create(did(metric, atLeast(1), When.EVER));
    assertThat(of(segment)).containsExactly(early);
    assertThat(told(early, segment)).as("was there before the segment").isEmpty();

    ProfileId late = cast.track(jonas, metric);
    work.settle();

    assertThat(of(segment)).containsExactlyInAnyOrder(early, late);
    assertThat(told(late, segment)).containsExactly("Entered Segment event " + metric);
  }

  @Test
  void timeAloneLetsPeopleLeaveAtTheirMoment() {
    Segment segment = create(did(metric, atLeast(1), last(30, Unit.DAYS)));
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    assertThat(of(segment)).containsExactly(person);

    ZonedDateTime since = clock.instant().atZone(ZoneId.of("Europe/Berlin"));
    Duration thirtyDays = Duration.between(since, since.plusDays(30));
    assertThat(thirtyDays).as("summer time begins").isEqualTo(Duration.ofHours(30 * 24 - 1));
    clock.tick(thirtyDays.minusMillis(1));
    work.settle();
    assertThat(of(segment)).as("the last millisecond").containsExactly(person);

    clock.tick(Duration.ofMillis(2));
    work.settle();
    assertThat(of(segment)).isEmpty();
    assertThat(told(person, segment))
        .containsExactly("Entered Segment event " + metric, "Left Segment time");
  }

  @Test
  void anEventTwiceIsOneAndALateOneCountsAtItsTime() {
    Segment segment = create(did(metric, atLeast(2), last(7, Unit.DAYS)));
    String messageId = UUID.randomUUID().toString();
    cast.track(messageId, frieda, metric, clock.instant(), properties());
    cast.repeat(messageId, frieda, metric, clock.instant(), properties());
    cast.track(frieda, metric, clock.instant().minus(Duration.ofDays(8)), properties());
    work.settle();
    assertThat(of(segment)).isEmpty();

    ProfileId person =
        cast.track(frieda, metric, clock.instant().minus(Duration.ofDays(6)), properties());
    work.settle();
    assertThat(of(segment)).containsExactly(person);
    clock.tick(Duration.ofDays(1).plusSeconds(1));
    work.settle();
    assertThat(of(segment)).as("the late one is seven days old").isEmpty();
  }

  @Test
  void propertiesOfThePastAreReadWhenTheyAreNeeded() {
    cast.track(frieda, metric, clock.instant(), properties().put("Brand", "Nordlicht"));
    cast.track(jonas, metric, clock.instant(), properties().put("Brand", "Südwind"));
    Segment all = create(did(metric, atLeast(1), When.EVER));
    assertThat(of(all)).hasSize(2);

    Segment segment = create(did(metric, atLeast(1), When.EVER, where("Brand", "nordlicht")));
    assertThat(of(segment)).containsExactly(id(frieda));

    cast.track(jonas, metric, clock.instant(), properties().put("Brand", "NORDLICHT"));
    work.settle();
    assertThat(of(segment)).containsExactlyInAnyOrder(id(frieda), id(jonas));
  }

  @Test
  void aNumberIsBlockedForEachChannelByItself() {
    Identifier.Phone number =
        new Identifier.Phone("+49170" + Math.abs(own.hashCode() % 10_000_000));
    Segment chat = create(new Condition.Suppressed(ChannelKind.WHATSAPP, Set.of()));
    Segment text = create(new Condition.Suppressed(ChannelKind.SMS, Set.of()));
    ProfileId person = cast.track(number, metric);

    consents.suppress(
        ChannelKind.WHATSAPP,
        number.e164(),
        new Suppression(Suppression.Reason.OBJECTION, clock.instant(), null));
    work.settle();

    assertThat(of(chat)).containsExactly(person);
    assertThat(of(text)).isEmpty();
  }

  @Test
  void machinesCountNowhereHoweverThePastIsRead() {
    Segment segment = create(did(metric, atLeast(1), When.EVER));
    cast.track(frieda, metric, clock.instant(), properties().put("$bot", true));
    work.settle();
    assertThat(of(segment)).isEmpty();

    Identifier.UserId account = new Identifier.UserId(1, "account-" + own);
    cast.track(account, "Something else");
    ProfileId survivor = cast.identify(Map.of(), account, frieda);
    work.settle();

    assertThat(of(segment)).as("whose past was read again").isEmpty();
    Condition inShop = new Condition.InShop(List.of(1));
    assertThat(explanations.explain(did(metric, none(), When.EVER), null, survivor).holds())
        .isTrue();
    assertThat(explanations.explain(inShop, null, survivor).holds()).isTrue();
  }

  @Test
  void toEnterASegmentIsNothingThatSomebodyDid() {
    Segment segment = create(trait("city", "Kiel " + own));
    ProfileId person = cast.identify(Map.of("city", "Kiel " + own), frieda);
    work.settle();
    assertThat(told(person, segment)).hasSize(1);

    Condition inShop = new Condition.InShop(List.of(1));
    assertThat(preview.ask("me", inShop, null, true, 1_000).people())
        .doesNotContain(person.value());
    assertThat(explanations.explain(inShop, null, person).holds()).isFalse();
    assertThat(of(create(inShop))).doesNotContain(person);
  }

  @Test
  void whoIsJudgedWhileASegmentIsBuiltIsInItAsTheyAreNow() throws Exception {
    create(did("Anything", atLeast(1), When.EVER));
    ProfileId person = cast.identify(Map.of("city", "Kiel " + own), frieda);
    work.settle();

    Segment segment;
    try (Connection connection = dataSource.getConnection();
        Statement builder = connection.createStatement()) {
      builder.execute("select pg_advisory_lock(0x5E6, 0)");
      segment = segments.create(draft(trait("city", "Kiel " + own)));
      transactions.executeWithoutResult(
          _ -> {
            profiles.update(person, Collections.singletonMap("city", null), clock.instant());
            jdbc.sql("delete from segments.touched").update();
            Judging.Work moved = new Judging.Work();
            moved.changed(person.value());
            judging.judge(definitions.bench().locked(), moved);
            letGo(builder);
          });
    }
    work.settle();

    assertThat(of(segment)).isEmpty();
  }

  private static void letGo(Statement builder) {
    try {
      builder.execute("select pg_advisory_unlock(0x5E6, 0)");
      Thread.sleep(300);
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void ordersCountByProductAndWithoutTheCancelled() {
    Segment segment = create(orders(atLeast(1), When.EVER, where("product", "espresso-" + own)));
    ProfileId person = cast.order(frieda, own + "-3", clock.instant(), 20, "espresso-" + own);
    cast.order(jonas, own + "-4", clock.instant(), 20, "filter");
    work.settle();
    assertThat(of(segment)).containsExactly(person);

    cast.track(
        frieda, "Cancelled Order", clock.instant(), properties().put("order_id", own + "-3"));
    work.settle();
    assertThat(of(segment)).isEmpty();
  }

  @Test
  void traitsConsentsAndSuppressionsCountAtOnce() {
    Segment segment =
        create(
            all(
                trait("city", "Köln " + own),
                subscribed(),
                new Condition.Reachable(ChannelKind.EMAIL)));
    ProfileId person = cast.identify(Map.of("city", "KÖLN " + own), frieda);
    work.settle();
    assertThat(of(segment)).isEmpty();

    cast.subscribe(frieda);
    work.settle();
    assertThat(of(segment)).containsExactly(person);

    consents.suppress(
        ChannelKind.EMAIL,
        frieda.address(),
        new Suppression(Suppression.Reason.HARD_BOUNCE, clock.instant(), null));
    work.settle();
    assertThat(of(segment)).isEmpty();
    assertThat(told(person, segment)).last().isEqualTo("Left Segment profile");

    consents.liftBounce(ChannelKind.EMAIL, frieda.address());
    work.settle();
    assertThat(of(segment)).containsExactly(person);

    profiles.update(person, Collections.singletonMap("city", null), clock.instant());
    work.settle();
    assertThat(of(segment)).isEmpty();
  }

  @Test
  void aTraitNobodyAskedForBeforeIsReadOfEverybody() {
    create(did(metric, atLeast(1), When.EVER));
    cast.identify(Map.of("shoe_" + own, "42"), frieda);
    work.settle();
    assertThat(of(create(trait("shoe_" + own, "42")))).containsExactly(id(frieda));
  }

  @Test
  void twoWhoAreOneHaveOneHistory() {
    Identifier.UserId account = new Identifier.UserId(1, "account-" + own);
    Segment twice = create(did(metric, atLeast(2), When.EVER));
    Segment thrice = create(did(metric, atLeast(3), When.EVER));
    ProfileId first = cast.track(frieda, metric);
    cast.track(account, metric);
    work.settle();
    assertThat(of(twice)).isEmpty();

    ProfileId survivor = cast.identify(Map.of(), account, frieda);
    work.settle();

    assertThat(of(twice)).containsExactly(survivor);
    assertThat(of(thrice)).as("nothing counts twice").isEmpty();
    cast.track(frieda, metric);
    work.settle();
    assertThat(of(thrice)).containsExactly(survivor);
    assertThat(
            jdbc.sql("select count(*) from segments.profile_facts where profile_id = any(:ids)")
                .param("ids", new UUID[] {first.value(), survivor.value()})
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void whoeverIsErasedIsInNoSegmentAndNothingIsKept() {
    Segment segment = create(did(metric, atLeast(1), When.EVER));
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    assertThat(of(segment)).containsExactly(person);

    erasures.erase(person);
    work.settle();

    assertThat(of(segment)).isEmpty();
    assertThat(
            jdbc.sql("select count(*) from segments.profile_facts where profile_id = :id")
                .param("id", person.value())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void aNewConditionJudgesEverybodyAnewWithoutTellingAnybody() {
    Segment segment = create(did(metric, atLeast(1), When.EVER));
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    int told = told(person, segment).size();

    segments.change(segment.id(), draft(did(metric, atLeast(2), When.EVER)));
    work.settle();
    assertThat(of(segment)).isEmpty();
    assertThat(told(person, segment)).hasSize(told);

    cast.track(frieda, metric);
    work.settle();
    assertThat(of(segment)).containsExactly(person);
  }

  @Test
  void aSegmentOfASegmentFollowsIt() {
    Segment base = create(did(metric, atLeast(1), last(1, Unit.DAYS)));
    Segment inside = create(new Condition.InSegment(base.id(), true));
    Segment outside =
        create(all(did(metric, atLeast(1), When.EVER), new Condition.InSegment(base.id(), false)));
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    assertThat(of(inside)).containsExactly(person);
    assertThat(of(outside)).isEmpty();

    clock.tick(Duration.ofDays(2));
    work.settle();
    assertThat(of(inside)).isEmpty();
    assertThat(of(outside)).containsExactly(person);
  }

  @Test
  void whatLeadsBackToItselfOrIsInUseIsRefused() {
    Segment base = create(did(metric, atLeast(1), When.EVER));
    Segment user = create(new Condition.InSegment(base.id(), true));

    assertThatThrownBy(
            () -> segments.change(base.id(), draft(new Condition.InSegment(user.id(), true))))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("leads back");
    assertThatThrownBy(() -> segments.archive(base.id()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining(user.name());
    assertThatThrownBy(() -> create(new Condition.InSegment(UUID.randomUUID(), true)))
        .isInstanceOf(Invalid.class);

    segments.archive(user.id());
    segments.archive(base.id());
    assertThat(of(base)).isEmpty();
    segments.restore(base.id());
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    assertThat(of(base)).containsExactly(person);
  }

  @Test
  void aPreviewSaysWhatTheSegmentWillBe() {
    create(did("Anything", atLeast(1), When.EVER));
    cast.identify(Map.of("city", "Kiel " + own, "size_" + own, "L"), frieda);
    cast.identify(Map.of("city", "Kiel " + own), jonas);
    cast.track(frieda, metric, clock.instant(), properties().put("Brand", "Nordlicht"));
    cast.track(jonas, metric, clock.instant(), properties().put("Brand", "Südwind"));
    cast.order(frieda, own + "-7", clock.instant(), 20, "espresso-" + own);
    work.settle();
    Condition condition =
        all(
            trait("city", "Kiel " + own),
            did(metric, atLeast(1), When.EVER, where("Brand", "Nordlicht")),
            orders(atLeast(1), When.EVER, where("product", "espresso-" + own)),
            trait("size_" + own, "L"));

    Answer answer = preview.ask("me", condition, null, true, 10);

    assertThat(answer.count()).isEqualTo(1);
    assertThat(answer.remaining()).containsExactly(2L, 1L, 1L, 1L);
    assertThat(answer.people()).containsExactly(id(frieda).value());
    assertThat(of(create(condition))).containsExactly(id(frieda));
  }

  @Test
  void anExplanationNamesWhatWasFound() {
    create(did("Anything", atLeast(1), When.EVER));
    cast.track(frieda, metric);
    cast.track(frieda, metric);
    work.settle();

    Explanations.Explanation explanation =
        explanations.explain(
            all(did(metric, atLeast(2), last(1, Unit.HOURS)), orders(atLeast(1), When.EVER)),
            null,
            id(frieda));

    assertThat(explanation.holds()).isFalse();
    assertThat(explanation.tree().of())
        .extracting(Explanations.Finding::type, Explanations.Finding::holds)
        .containsExactly(tuple("did", true), tuple("orders", false));
    assertThat(explanation.tree().of().getFirst().count()).isEqualByComparingTo("2");
  }

  @Test
  void aSegmentThatCannotBeJudgedSaysSoAndTheOthersGoOn() {
    Segment broken = create(did(metric, atLeast(1), When.EVER));
    Segment sound = create(did(metric, atLeast(1), When.EVER));
    jdbc.sql(
            """
            update segments.segment set condition = '{"type":"horoscope"}' where no = :no;
            update segments.engine set version = version + 1
            """)
        .param("no", broken.no())
        .update();

    ProfileId person = cast.track(frieda, metric);
    work.settle();

    assertThat(of(sound)).containsExactly(person);
    assertThat(segments.get(broken.id()))
        .returns(Segment.State.FAILED, Segment::state)
        .extracting(Segment::problem)
        .asString()
        .contains("cannot be read");
    segments.change(broken.id(), draft(did(metric, atLeast(1), When.EVER)));
    work.settle();
    assertThat(of(broken)).containsExactly(person);
  }

  @Test
  void whoExportsGetsNoFormulas() {
    Segment segment = create(did(metric, atLeast(1), When.EVER));
    cast.identify(Map.of("first_name", "=1+1", "last_name", "Hase"), frieda);
    cast.track(frieda, metric);
    work.settle();

    assertThat(
            http.get()
                .uri("/api/v1/segments/" + segment.id() + "/members.csv")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY)
                .locale(Locale.GERMAN))
        .hasStatusOk()
        .hasHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .bodyText()
        .contains("Name;E-Mail;Telefon;Profil")
        .contains("'=1+1 Hase;" + frieda.address());
  }

  @Test
  void theApiNamesThePartThatIsWrong() {
    assertThat(
            http.post()
                .uri("/api/v1/segments/previews")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY)
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"condition": {"type": "all", "of": [
                      {"type": "known_by", "kind": "email"}, {"type": "trait", "name": "city", "op": "resembles"}]}}
                    """))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .bodyJson()
        .extractingPath("$.errors[0].path")
        .isEqualTo("condition.of[1].op");
  }

  @Test
  void hostileNamesAreOnlyNames() {
    String name = "x'); drop table segments.segment; --\\ \"$1%s" + own;
    cast.track(frieda, name, clock.instant(), properties().put(name, name));
    cast.identify(Map.of(name, name), frieda);
    cast.order(frieda, own + "-9", clock.instant(), 20, name);
    Condition condition =
        all(
            did(name, atLeast(1), When.EVER, where(name, name)),
            trait(name, name),
            orders(atLeast(1), When.EVER, where("product", name)));

    Segment segment = create(condition);

    assertThat(of(segment)).containsExactly(id(frieda));
    assertThat(preview.ask("me", condition, null, true, 1).count()).isEqualTo(1);
  }

  @Test
  void whoMakesUpTraitsDoesNotFillWhatIsKeptOfEverybody() {
    create(did("Anything", atLeast(1), When.EVER));
    Map<String, Object> bomb = new HashMap<>();
    for (int i = 0; i < 700; i++) {
      bomb.put("made_up_" + own + "_" + i, "x".repeat(50));
    }
    cast.identify(bomb, frieda);
    work.settle();
    assertThat(jdbc.sql("select count(*) from segments.trait").query(Integer.class).single())
        .isLessThanOrEqualTo(500);
    String unkept =
        jdbc.sql(
                """
                select name from profiles.profile, jsonb_object_keys(traits) as name
                where profile_id = :person and name not in (select t.name from segments.trait t)
                limit 1
                """)
            .param("person", id(frieda).value())
            .query(String.class)
            .single();
    assertThat(of(create(trait(unkept, "x".repeat(50))))).containsExactly(id(frieda));
  }

  @Test
  void growthGoesBackFromThePresentNumber() {
    Segment segment = create(did(metric, atLeast(1), last(2, Unit.DAYS)));
    cast.track(frieda, metric);
    work.settle();
    clock.tick(Duration.ofDays(1));
    cast.track(jonas, metric);
    work.settle();
    clock.tick(Duration.ofDays(1).plusHours(1));
    work.settle();

    assertThat(views.growth(segment, 30))
        .extracting(
            SegmentViews.GrowthDay::entered,
            SegmentViews.GrowthDay::left,
            SegmentViews.GrowthDay::members)
        .containsExactly(tuple(1, 0, 1), tuple(1, 0, 2), tuple(0, 1, 1));
    assertThat(views.memberships(id(jonas)))
        .extracting(SegmentViews.Membership::id)
        .containsExactly(segment.id());
  }

  private ProfileId id(Identifier identifier) {
    return profiles.byIdentifier(identifier).orElseThrow();
  }

  private static Shop movedTo(ZoneId zone) {
    Shop shop = TestShops.nordlicht();
    return new Shop(
        shop.id(),
        shop.name(),
        shop.currency(),
        zone,
        shop.locale(),
        shop.url(),
        shop.sender(),
        shop.impressum(),
        shop.writeKey(),
        shop.rules());
  }

  private Segment create(Condition condition) {
    work.settle();
    Segment segment = segments.create(draft(condition));
    work.settle();
    assertThat(segments.get(segment.id()).state()).isEqualTo(Segment.State.LIVE);
    return segment;
  }

  private Segments.Draft draft(Condition condition) {
    return new Segments.Draft("Segment " + UUID.randomUUID(), "", null, condition);
  }

  private Set<ProfileId> of(Segment segment) {
    return members.members(segment.no(), -1, 1_000).stream()
        .map(member -> new ProfileId(member.profileId()))
        .collect(Collectors.toSet());
  }

  /// Metric, kind of cause and its metric, in the order of the log.
  private List<String> told(ProfileId person, Segment segment) {
    return jdbc.sql(
            """
            select trim(concat_ws(' ', m.name, e.properties -> 'cause' ->> 'kind',
              e.properties -> 'cause' ->> 'metric'))
            from events.event e join events.metric m using (metric_id)
            where e.profile_id = :person and e.properties ->> 'segmentId' = :segment
            order by e.txid, e.seq
            """)
        .param("person", person.value())
        .param("segment", segment.id().toString())
        .query(String.class)
        .list();
  }
}
