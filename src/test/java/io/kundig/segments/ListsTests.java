package io.kundig.segments;

import static io.kundig.segments.SegmentCast.all;
import static io.kundig.segments.SegmentCast.atLeast;
import static io.kundig.segments.SegmentCast.did;
import static io.kundig.segments.SegmentCast.email;
import static io.kundig.segments.SegmentCast.last;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.kundig.segments.Lists.How;
import io.kundig.segments.Lists.Origin;
import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@KundigTest(properties = "kundig.api-key=" + ListsTests.KEY)
class ListsTests {

  static final String KEY = "kk_test_lists_0123456789abcdefghijklm";
  private static final Origin CHOSEN = new Origin(How.CHOSEN, "Mara Voss");

  private final MockMvcTester http;
  private final Lists lists;
  private final ListStore store;
  private final ListViews views;
  private final Segments segments;
  private final MemberStore members;
  private final Preview preview;
  private final Explanations explanations;
  private final Overlaps overlaps;
  private final Consents consents;
  private final Profiles profiles;
  private final Erasures erasures;
  private final Shops shops;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final SegmentCast cast;

  private final String own = UUID.randomUUID().toString().substring(0, 8);
  private final Identifier.Email frieda = email("frieda-" + own);
  private final Identifier.Email jonas = email("jonas-" + own);

  ListsTests(
      MockMvcTester http,
      Lists lists,
      ListStore store,
      ListViews views,
      Segments segments,
      MemberStore members,
      Preview preview,
      Explanations explanations,
      Overlaps overlaps,
      Consents consents,
      Profiles profiles,
      Erasures erasures,
      Shops shops,
      Ingest ingest,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc) {
    this.http = http;
    this.lists = lists;
    this.store = store;
    this.views = views;
    this.segments = segments;
    this.members = members;
    this.preview = preview;
    this.explanations = explanations;
    this.overlaps = overlaps;
    this.consents = consents;
    this.profiles = profiles;
    this.erasures = erasures;
    this.shops = shops;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    this.cast = new SegmentCast(ingest, clock);
  }

  @BeforeEach
  void openTheShop() {
    shops.update(TestShops.nordlicht());
  }

  @Test
  void whoIsPutOnAListEntersTheSegmentThatAsksForItAndLeavesItWithTheList() {
    StaticList list = list();
    Segment segment = create(on(list));
    Segment others = create(new Condition.OnList(list.id(), false, When.EVER));
    ProfileId person = person(frieda);
    work.settle();
    assertThat(of(segment)).isEmpty();
    assertThat(of(others)).contains(person);

    assertThat(lists.add(list.id(), List.of(person), CHOSEN)).isEqualTo(1);
    assertThat(lists.add(list.id(), List.of(person), CHOSEN)).as("again").isZero();
    work.settle();
    assertThat(of(segment)).containsExactly(person);
    assertThat(of(others)).doesNotContain(person);

    assertThat(lists.remove(list.id(), List.of(person), CHOSEN)).isEqualTo(1);
    work.settle();
    assertThat(of(segment)).isEmpty();
    assertThat(told(person, list))
        .containsExactly("Added to List chosen", "Removed from List chosen");
  }

  @Test
  void beingOnAListForSomeTimeTurnsAtItsMoment() {
    StaticList list = list();
    Segment fresh = create(new Condition.OnList(list.id(), true, last(1, Unit.HOURS)));
    ProfileId person = person(frieda);
    lists.add(list.id(), List.of(person), CHOSEN);
    work.settle();
    assertThat(of(fresh)).containsExactly(person);

    clock.tick(Duration.ofHours(1).plusMillis(1));
    work.settle();
    assertThat(of(fresh)).isEmpty();
  }

  @Test
  void aPreviewAndAnExplanationKnowLists() {
    StaticList list = list();
    ProfileId person = person(frieda);
    person(jonas);
    lists.add(list.id(), List.of(person), CHOSEN);
    create(on(list));

    assertThat(preview.ask("me", on(list), null, true, 5).people()).containsExactly(person.value());
    Explanations.Explanation explanation = explanations.explain(on(list), null, person);
    assertThat(explanation.holds()).isTrue();
    assertThat(explanation.tree().last()).isEqualTo(clock.instant());
    assertThat(explanations.explain(on(list), null, person(jonas)).holds()).isFalse();
  }

  @Test
  void twoWhoAreOneStayOnTheirListsSinceTheEarlierTime() {
    StaticList list = list();
    Segment segment = create(on(list));
    Identifier.UserId account = new Identifier.UserId(1, "account-" + own);
    ProfileId first = person(frieda);
    lists.add(list.id(), List.of(first), CHOSEN);
    Instant early = clock.instant();
    clock.tick(Duration.ofMinutes(1));
    ProfileId second = person(account);
    lists.add(list.id(), List.of(second), CHOSEN);
    work.settle();

    ProfileId survivor = cast.identify(Map.of(), account, frieda);
    work.settle();

    assertThat(store.members(list.id(), null, 10))
        .singleElement()
        .returns(survivor.value(), ListStore.Member::profileId)
        .returns(early, ListStore.Member::since);
    assertThat(of(segment)).containsExactly(survivor);
    ProfileId alias = survivor.equals(first) ? second : first;
    assertThat(lists.remove(list.id(), List.of(alias), CHOSEN))
        .as("merges are followed")
        .isEqualTo(1);
  }

  @Test
  void whoeverIsErasedIsOnNoListAndCannotBePutOnOne() {
    StaticList list = list();
    ProfileId person = person(frieda);
    lists.add(list.id(), List.of(person), CHOSEN);
    erasures.erase(person);
    work.settle();
    assertThat(store.count(list.id())).isZero();
    assertThat(lists.add(list.id(), List.of(person, new ProfileId(UUID.randomUUID())), CHOSEN))
        .isZero();
  }

  @Test
  void aSegmentsPeopleArePutOnAListAsTheyWereAtThatMoment() {
    StaticList list = list();
    Segment segment = create(did("Did " + own, atLeast(1), last(1, Unit.HOURS)));
    ProfileId person = cast.track(frieda, "Did " + own);
    work.settle();

    lists.addSegment(list.id(), segment.id(), "Mara Voss");
    cast.track(jonas, "Did " + own);
    work.settle();

    assertThat(store.members(list.id(), null, 10))
        .singleElement()
        .returns(person.value(), ListStore.Member::profileId)
        .returns("segment", ListStore.Member::how)
        .returns("Mara Voss", ListStore.Member::by);
    clock.tick(Duration.ofDays(1));
    work.settle();
    assertThat(of(segment)).isEmpty();
    assertThat(store.count(list.id())).as("a list keeps its people").isEqualTo(1);
  }

  @Test
  void everybodyIsTakenOffInPieces() {
    StaticList list = list();
    List<ProfileId> people =
        IntStream.range(0, 3).mapToObj(i -> person(email(own + "-" + i))).toList();
    lists.add(list.id(), people, CHOSEN);
    StaticList copy = lists.copy(list.id(), "Copy " + own, "", "Mara Voss");
    lists.clear(list.id(), "Mara Voss");
    work.settle();
    assertThat(store.count(list.id())).isZero();
    assertThat(store.hasWork()).isFalse();
    assertThat(store.count(copy.id())).isEqualTo(3);
    assertThat(of(create(on(copy)))).containsExactlyInAnyOrderElementsOf(people);
    assertThat(told(people.getFirst(), copy)).as("nobody's history tells of a copy").isEmpty();
  }

  @Test
  void aListThatASegmentAsksForStays() {
    StaticList list = list();
    Segment segment = create(all(on(list)));
    assertThatThrownBy(() -> lists.archive(list.id()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining(segment.name());
    assertThat(views.detail(list.id()).usedBy())
        .extracting(SegmentViews.UsedBy::id)
        .containsExactly(segment.id());
    segments.archive(segment.id());
    lists.archive(list.id());

    assertThatThrownBy(() -> lists.add(list.id(), List.of(person(frieda)), CHOSEN))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> create(on(list))).isInstanceOf(Invalid.class);
    lists.restore(list.id());
    assertThat(lists.add(list.id(), List.of(person(frieda)), CHOSEN)).isEqualTo(1);
  }

  @Test
  void pastedAddressesAreFoundHoweverTheyAreWritten() {
    StaticList list = list();
    person(frieda);
    Identifier.Phone phone =
        new Identifier.Phone("+4917012345" + (own.hashCode() & 0xFFF | 0x1000));
    person(phone);
    Identifier.UserId account = new Identifier.UserId(1, "K-" + own);
    person(account);

    assertThat(
            add(
                list,
                """
                {"identifiers": ["  Frieda-%s@EXAMPLE.de ", "%s", "K-%s", "nobody-%s@example.de", "a@b"]}
                """
                    .formatted(own, phone.e164().replace("+49", "0"), own, own)))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"changed": 3, "unchanged": 0, "unknown": ["nobody-%s@example.de"], "unreadable": ["a@b"]}
            """
                .formatted(own));
    assertThat(
            add(
                list,
                "{\"create\": true, \"identifiers\": [\"nobody-%s@example.de\"]}".formatted(own)))
        .bodyJson()
        .extractingPath("$.changed")
        .isEqualTo(1);
    assertThat(profiles.byIdentifier(email("nobody-" + own))).isPresent();
    assertThat(store.members(list.id(), null, 10))
        .extracting(ListStore.Member::how)
        .containsOnly("api");
  }

  @Test
  void aThousandAtATime() {
    StaticList list = list();
    String many =
        IntStream.range(0, 1_001).mapToObj(i -> "\"" + i + "@example.de\"").toList().toString();
    assertThat(add(list, "{\"identifiers\": " + many + "}")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(add(list, "{}")).hasStatus(HttpStatus.BAD_REQUEST);
  }

  @Test
  void whoExportsGetsNoFormulas() {
    StaticList list = list();
    ProfileId person = cast.identify(Map.of("first_name", "=1+1", "last_name", "Hase"), frieda);
    lists.add(list.id(), List.of(person), new Origin(How.CHOSEN, "@Mara"));

    assertThat(get("/api/v1/lists/" + list.id() + "/members.csv"))
        .hasStatusOk()
        .hasHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .bodyText()
        .contains("Name;E-Mail;Telefon;Profil;Seit;Durch")
        .contains("'=1+1 Hase;" + frieda.address())
        .contains("'@Mara");
  }

  @Test
  void twoGroupsOverlap() {
    String metric = "Did " + own;
    StaticList list = list();
    Segment did = create(did(metric, atLeast(1), When.EVER));
    ProfileId alone = cast.track(frieda, metric);
    ProfileId inBoth = cast.track(jonas, metric);
    ProfileId listed = person(email("listed-" + own));
    lists.add(list.id(), List.of(inBoth, listed), CHOSEN);
    work.settle();

    Overlaps.Overlap overlap = overlaps.of(did.id(), list.id());

    assertThat(overlap.a()).isEqualTo(new Overlaps.OverlapSide("segment", did.id(), did.name(), 2));
    assertThat(overlap.b()).isEqualTo(new Overlaps.OverlapSide("list", list.id(), list.name(), 2));
    assertThat(people(overlap.onlyA())).containsExactly(alone.value());
    assertThat(people(overlap.both())).containsExactly(inBoth.value());
    assertThat(people(overlap.onlyB())).containsExactly(listed.value());
    assertThat(get("/api/v1/segments/overlap?a=" + did.id() + "&b=" + create(on(list)).id()))
        .bodyJson()
        .extractingPath("$.both.count")
        .isEqualTo(1);
    assertThat(get("/api/v1/segments/overlap?a=" + did.id() + "&b=" + UUID.randomUUID()))
        .hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void anOverlapOfManyNamesTenOfEachAndCountsAll() {
    StaticList one = list();
    StaticList other = lists.create("Other " + own, "");
    List<ProfileId> people =
        IntStream.range(0, 40).mapToObj(i -> person(email(own + "-" + i))).toList();
    lists.add(one.id(), people.subList(0, 25), CHOSEN);
    lists.add(other.id(), people.subList(10, 40), CHOSEN);
    create(on(one));

    Overlaps.Overlap overlap = overlaps.of(one.id(), other.id());

    assertThat(List.of(overlap.onlyA(), overlap.both(), overlap.onlyB()))
        .extracting(Overlaps.OverlapPart::count)
        .containsExactly(10, 15, 15);
    assertThat(people(overlap.both()))
        .hasSize(10)
        .isSubsetOf(people.subList(10, 25).stream().map(ProfileId::value).toList());
  }

  @Test
  void aPreviewSaysHowManyMayBeWrittenTo() {
    StaticList list = list();
    ProfileId allows = person(frieda);
    cast.subscribe(frieda);
    ProfileId blocked = person(jonas);
    cast.subscribe(jonas);
    consents.suppress(
        ChannelKind.EMAIL,
        jonas.address(),
        new Suppression(Suppression.Reason.HARD_BOUNCE, clock.instant(), null));
    ProfileId silent = person(email("silent-" + own));
    lists.add(list.id(), List.of(allows, blocked, silent), CHOSEN);
    create(on(list));

    Preview.Answer answer =
        preview.ask("me", on(list), null, true, 0, List.of(ChannelKind.EMAIL, ChannelKind.SMS));

    assertThat(answer.count()).isEqualTo(3);
    assertThat(answer.reach()).isEqualTo(Map.of(ChannelKind.EMAIL, 1L, ChannelKind.SMS, 0L));
    assertThat(preview.ask("me", on(list), null, true, 0).reach()).isEmpty();
  }

  private static List<UUID> people(Overlaps.OverlapPart part) {
    return part.people().stream().map(SegmentViews.SegmentPerson::id).toList();
  }

  @Test
  void pagesFollowEachOtherAndAProfileNamesItsLists() {
    StaticList list = list();
    List<ProfileId> people =
        IntStream.range(0, 3).mapToObj(i -> person(email(own + "-" + i))).toList();
    lists.add(list.id(), people, CHOSEN);

    var first = views.members(list.id(), null, 2);
    var second = views.members(list.id(), first.next(), 2);

    assertThat(first.items()).hasSize(2);
    assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
    assertThat(second.next()).isNull();
    assertThat(get("/api/v1/profiles/" + people.getFirst() + "/lists"))
        .bodyJson()
        .extractingPath("$.items[0].name")
        .isEqualTo(list.name());
    assertThat(get("/api/v1/lists/" + list.id() + "/members?cursor=x"))
        .hasStatus(HttpStatus.BAD_REQUEST);
  }

  private MvcTestResult add(StaticList list, String body) {
    return http.post()
        .uri("/api/v1/lists/" + list.id() + "/members")
        .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private MvcTestResult get(String path) {
    return http.get()
        .uri(path)
        .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY)
        .locale(Locale.GERMAN)
        .exchange();
  }

  private StaticList list() {
    return lists.create("List " + own, "");
  }

  private static Condition on(StaticList list) {
    return new Condition.OnList(list.id(), true, When.EVER);
  }

  private ProfileId person(Identifier identifier) {
    return cast.identify(Map.of(), identifier);
  }

  private Segment create(Condition condition) {
    work.settle();
    Segment segment =
        segments.create(new Segments.Draft("Segment " + UUID.randomUUID(), "", null, condition));
    work.settle();
    return segments.get(segment.id());
  }

  private List<ProfileId> of(Segment segment) {
    return members.members(segment.no(), -1, 1_000).stream()
        .map(member -> new ProfileId(member.profileId()))
        .toList();
  }

  private List<String> told(ProfileId person, StaticList list) {
    return jdbc.sql(
            """
            select m.name || ' ' || (e.properties ->> 'how')
            from events.event e join events.metric m using (metric_id)
            where e.profile_id = :person and e.properties ->> 'listId' = :list
            order by e.txid, e.seq
            """)
        .param("person", person.value())
        .param("list", list.id().toString())
        .query(String.class)
        .list();
  }
}
