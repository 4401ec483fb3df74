package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.orders.OrderStatus;
import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConditionTests {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final List<Person.Happened> events = new ArrayList<>();
  private final List<OrderView> orders = new ArrayList<>();
  private final List<Consents.Consent> consents = new ArrayList<>();
  private final Map<ChannelKind, Suppression.Reason> suppressed = new EnumMap<>(ChannelKind.class);
  private final Set<ChannelKind> addresses = new HashSet<>();
  private final Set<UUID> segments = new HashSet<>();
  private final Map<UUID, Instant> lists = new HashMap<>();
  private ProfileId id = new ProfileId(new UUID(1, 2));
  private String traits = "{}";
  private @Nullable String locale;
  private Instant now = NOON;

  // ---- did

  @Test
  void whoBuysTwiceWithinOneMillisecondHasBoughtTwice() {
    happened("Placed Order", NOON.minusSeconds(1));
    happened("Placed Order", NOON.minusSeconds(1));
    assertThat(holds(did("Placed Order", "at_least", 2, "{'type':'last','n':1,'unit':'hours'}")))
        .isTrue();
  }

  @Test
  void whoseHistoryStillMatchesStays() {
    happened("Placed Order", days(400));
    happened("Placed Order", days(10));
    happened("Opened Email", days(1));
    String twice = did("Placed Order", "at_least", 2, "{'type':'ever'}");
    assertThat(holds(twice)).isTrue();
    assertThat(turn(twice)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "equals,2,true", "equals,1,false", "equals,2.5,false", "not_equals,2,false",
    "not_equals,2.5,true", "more_than,1,true", "more_than,1.5,true", "more_than,2,false",
    "at_least,2,true", "at_least,1.5,true", "at_least,2.1,false", "less_than,3,true",
    "less_than,2.5,true", "less_than,2,false", "at_most,2,true", "at_most,1.9,false"
  })
  void twoEventsAre(String operator, String value, boolean expected) {
    happened("Opened Email", days(1));
    happened("Opened Email", days(2));
    String is = "{'op':'%s','value':%s}".formatted(operator, value);
    assertThat(holds("{'type':'did','metric':'Opened Email','is':" + is + "}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2,2,true", "1,2,true", "2,9,true", "0,1,false", "3,9,false", "2.1,2.9,false"})
  void twoEventsLieBetween(String from, String to, boolean expected) {
    happened("Opened Email", days(1));
    happened("Opened Email", days(2));
    String is = "{'op':'between','from':%s,'to':%s}".formatted(from, to);
    assertThat(holds("{'type':'did','metric':'Opened Email','is':" + is + "}")).isEqualTo(expected);
  }

  @Test
  void didNotIsACountOfZero() {
    assertThat(holds(did("Placed Order", "equals", 0, "{'type':'ever'}"))).isTrue();
    happened("Placed Order", days(1));
    assertThat(holds(did("Placed Order", "equals", 0, "{'type':'ever'}"))).isFalse();
  }

  @Test
  void anEventCountsUntilTheMillisecondItIsThirtyDaysOld() {
    happened("Opened Email", NOON);
    String condition = did("Opened Email", "at_least", 1, "{'type':'last','n':30,'unit':'days'}");
    Instant last = Instant.parse("2026-12-22T12:00:00Z");
    assertThat(turn(condition)).isEqualTo(last.toEpochMilli() + 1);
    now = last;
    assertThat(holds(condition)).isTrue();
    now = last.plusMillis(1);
    assertThat(holds(condition)).isFalse();
  }

  @Test
  void theAnswerStandsUntilTheDecidingEventIsTooOldNotTheFirst() {
    for (int day = 1; day <= 5; day++) {
      happened("Opened Email", days(day));
    }
    String last30 = "{'type':'last','n':30,'unit':'days'}";
    long first = days(5).plus(Duration.ofDays(30)).toEpochMilli() + 1;
    long fourth = days(2).plus(Duration.ofDays(30)).toEpochMilli() + 1;
    assertThat(turn(did("Opened Email", "at_least", 5, last30))).isEqualTo(first);
    assertThat(turn(did("Opened Email", "at_least", 2, last30))).isEqualTo(fourth);
    assertThat(turn(did("Opened Email", "less_than", 2, last30))).isEqualTo(fourth);
    assertThat(turn(did("Opened Email", "more_than", 7, last30))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void atLeastThirtyDaysAgoBeginsWhereTheLastThirtyDaysEnd() {
    happened("Opened Email", NOON);
    String ago = did("Opened Email", "at_least", 1, "{'type':'at_least_ago','n':30,'unit':'days'}");
    String last = did("Opened Email", "at_least", 1, "{'type':'last','n':30,'unit':'days'}");
    assertThat(turn(ago)).isEqualTo(turn(last));
    now = Instant.ofEpochMilli(turn(last));
    assertThat(holds(ago)).isTrue();
    assertThat(holds(last)).isFalse();
  }

  @Test
  void whatIsToComeCountsFromItsOwnMoment() {
    happened("Opened Email", NOON.plusSeconds(60));
    String condition = did("Opened Email", "at_least", 1, "{'type':'last','n':1,'unit':'days'}");
    assertThat(holds(condition)).isFalse();
    assertThat(turn(condition)).isEqualTo(NOON.plusSeconds(60).toEpochMilli());
  }

  @Test
  void microsecondsAreLeftOut() {
    happened("Opened Email", NOON.plusNanos(999_000));
    assertThat(holds(did("Opened Email", "equals", 1, "{'type':'ever'}"))).isTrue();
  }

  @Test
  void daysAreLocalOnes() {
    happened("Opened Email", Instant.parse("2026-11-01T22:59:59.999Z"));
    happened("Opened Email", Instant.parse("2026-11-01T23:00:00Z"));
    happened("Opened Email", Instant.parse("2026-11-03T22:59:59.999Z"));
    happened("Opened Email", Instant.parse("2026-11-03T23:00:00Z"));
    assertThat(number(did("Opened Email", "equals", 0, "{'type':'after','date':'2026-11-02'}")))
        .isEqualTo("3");
    assertThat(number(did("Opened Email", "equals", 0, "{'type':'before','date':'2026-11-02'}")))
        .isEqualTo("1");
    assertThat(
            number(
                did(
                    "Opened Email",
                    "equals",
                    0,
                    "{'type':'between','from':'2026-11-02','to':'2026-11-03'}")))
        .isEqualTo("2");
  }

  @Test
  void betweenThirtyAndSixtyDaysAgoLeavesOutWhatIsExactlyThirtyDaysOld() {
    happened("Opened Email", days(30));
    happened("Opened Email", days(60));
    String when = "{'type':'between_ago','from':30,'to':60,'unit':'days'}";
    assertThat(number(did("Opened Email", "equals", 0, when))).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    // The day the clocks go forward has 23 hours: one day is still the same time of day.
    "2026-03-28T11:00:00Z, 1, days, 2026-03-29T10:00:00.001Z",
    "2026-10-24T10:00:00Z, 1, days, 2026-10-25T11:00:00.001Z",
    "2026-03-28T11:00:00Z, 24, hours, 2026-03-29T11:00:00.001Z",
    // 02:30 is skipped on 29 March: from 03:00 on, one day ago is past the gap.
    "2026-03-28T01:30:00Z, 1, days, 2026-03-29T01:00:00Z",
    // 02:30 comes twice on 25 October; the first time ends it.
    "2026-10-24T00:30:00Z, 1, days, 2026-10-25T00:30:00.001Z",
    // A month after 31 January there is no such day before March.
    "2026-01-31T11:00:00Z, 1, months, 2026-02-28T23:00:00Z",
    "2026-02-28T11:00:00Z, 1, months, 2026-03-28T11:00:00.001Z",
    "2028-02-29T11:00:00Z, 1, years, 2029-02-28T23:00:00Z",
    "2027-02-28T11:00:00Z, 1, years, 2028-02-28T11:00:00.001Z",
    "2026-11-22T12:00:00Z, 2, weeks, 2026-12-06T12:00:00.001Z"
  })
  void anEventLeavesTheLast(String at, int n, String unit, String leaves) {
    happened("Opened Email", Instant.parse(at));
    now = Instant.parse(at);
    String when = "{'type':'last','n':%d,'unit':'%s'}".formatted(n, unit);
    assertThat(Instant.ofEpochMilli(turn(did("Opened Email", "at_least", 1, when))))
        .isEqualTo(Instant.parse(leaves));
  }

  @Test
  void whatHasLeftWhenClocksGoBackDoesNotReturn() {
    happened("Opened Email", Instant.parse("2026-10-24T00:30:00Z"));
    String condition = did("Opened Email", "at_least", 1, "{'type':'last','n':1,'unit':'days'}");
    for (Instant at = Instant.parse("2026-10-25T00:30:00.001Z");
        at.isBefore(Instant.parse("2026-10-25T03:00:00Z"));
        at = at.plusSeconds(60)) {
      now = at;
      assertThat(holds(condition)).as("%s", at).isFalse();
    }
  }

  @Test
  void onTheLastDaysOfMarchAMonthAgoIsTheEndOfFebruary() {
    happened("Opened Email", Instant.parse("2026-02-28T22:59:59.999Z"));
    happened("Opened Email", Instant.parse("2026-02-28T23:00:00Z"));
    String condition = did("Opened Email", "equals", 2, "{'type':'last','n':1,'unit':'months'}");
    for (int day = 29; day <= 31; day++) {
      now = Instant.parse("2026-03-" + day + "T09:00:00Z");
      assertThat(number(condition)).isEqualTo("1");
    }
  }

  @Test
  void machinesDoNothing() {
    happened("Opened Email", days(1), "{'$bot':true}");
    happened("Opened Email", days(1), "{'$prefetch':true}");
    happened("Opened Email", days(1), "{'$bot':false}");
    assertThat(number(did("Opened Email", "equals", 1, "{'type':'ever'}"))).isEqualTo("1");
    events.removeLast();
    assertThat(holds("{'type':'shop','in':[1]}")).isFalse();
  }

  @Test
  void figuresOfAProperty() {
    happened("Placed Order", days(1), "{'Value':'10.50','Brand':'Nike'}");
    happened("Placed Order", days(2), "{'Value':10,'Brand':'nike'}");
    happened("Placed Order", days(3), "{'Value':'ten','Brand':'Puma'}");
    happened("Placed Order", days(4), "{}");
    assertThat(number(figure("sum", "Value"))).isEqualTo("20.5");
    assertThat(number(figure("average", "Value"))).isEqualTo("10.25");
    assertThat(number(figure("distinct", "Brand"))).isEqualTo("2");
    assertThat(number(figure("distinct", "Value"))).isEqualTo("3");
  }

  @Test
  void ofNothingThereIsASumAndNoAverage() {
    happened("Placed Order", days(1));
    assertThat(holds(figure("sum", "Value"))).isTrue();
    assertThat(holds(figure("average", "Value").replace("equals", "not_equals"))).isFalse();
    assertThat(holds(figure("average", "Value"))).isFalse();
    assertThat(holds("{'type':'none','of':[" + figure("average", "Value") + "]}")).isTrue();
  }

  @Test
  void averagesAreRoundedHalfUp() {
    for (String value : List.of("0.0001", "0", "-0.0003")) {
      happened("Placed Order", days(1), "{'Value':" + value + "}");
    }
    assertThat(number(figure("average", "Value"))).isEqualTo("-0.0001");
    happened("Placed Order", days(1), "{'Value':0.0004}");
    assertThat(number(figure("average", "Value"))).isEqualTo("0.0001");
  }

  @Test
  void aFigureOfAListIsOfItsElements() {
    happened("Placed Order", days(1), "{'Items':[{'Price':5},{'Price':'7.5'},{'Name':'x'}]}");
    assertThat(number(figure("sum", "Items.Price"))).isEqualTo("12.5");
    assertThat(number(figure("sum", "Items.1.Price"))).isEqualTo("7.5");
  }

  @Test
  void whatSomebodyPutsIntoOneEventIsLimited() {
    String list = "1,".repeat(5_000) + "1";
    happened("Placed Order", days(1), "{'Value':[" + list + "]}");
    assertThat(number(figure("sum", "Value"))).isEqualTo("100");
    happened("Placed Order", days(1), "{'Value':1e999999}");
    happened("Placed Order", days(1), "{'Value':10000000001}");
    happened("Placed Order", days(1), "{'Value':'" + "9".repeat(5_000) + "'}");
    assertThat(number(figure("sum", "Value"))).isEqualTo("100");
  }

  @Test
  void numbersOfAnySizeAreReadQuickly() {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("Huge", new BigDecimal("1e999999999")).put("Tiny", new BigDecimal("1e-999999999"));
    assertThat(new PropertyPath("Huge").find(node)).isEqualTo(Value.OBJECT);
    assertThat(new PropertyPath("Tiny").find(node)).isEqualTo(new Value.Decimal(0));
  }

  @Test
  void filtersMustAllHoldForTheSameEvent() {
    happened("Viewed Product", days(1), "{'Brand':'Nike','Price':50}");
    happened("Viewed Product", days(2), "{'Brand':'Puma','Price':150}");
    String where =
        "[{'property':'Brand','op':'equals','value':'nike'},"
            + "{'property':'Price','op':'more_than','value':%s}]";
    String condition =
        "{'type':'did','metric':'Viewed Product','where':%s,'is':{'op':'at_least','value':1}}";
    assertThat(holds(condition.formatted(where.formatted(100)))).isFalse();
    assertThat(holds(condition.formatted(where.formatted(49.99)))).isTrue();
  }

  @Test
  void eventsOfOneShop() {
    events.add(new Person.Happened(days(1), 2, "Placed Order", json("{}")));
    String condition =
        "{'type':'did','metric':'Placed Order','shop':%d,'is':{'op':'at_least','value':1}}";
    assertThat(holds(condition.formatted(2))).isTrue();
    assertThat(holds(condition.formatted(1))).isFalse();
    assertThat(holds("{'type':'shop','in':[3,2]}")).isTrue();
    assertThat(holds("{'type':'shop','in':[3]}")).isFalse();
  }

  // ---- values

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Berlin' | 'op':'equals','value':'BERLIN' | true",
        "'Berlin' | 'op':'equals','value':'Berli' | false",
        "'Ko\u0308ln' | 'op':'equals','value':'KÖLN' | true",
        "'Straße' | 'op':'equals','value':'strasse' | false",
        "'ΟΔΟΣ' | 'op':'ends_with','value':'οδοσ' | true",
        "'Berlin' | 'op':'contains','value':'ERL' | true",
        "'Berlin' | 'op':'starts_with','value':'be' | true",
        "'Berlin' | 'op':'starts_with','value':'e' | false",
        "'Berlin' | 'op':'ends_with','value':'LIN' | true",
        "'Berlin' | 'op':'not_equals','value':'berlin' | false",
        "'Berlin' | 'op':'not_contains','value':'x' | true",
        "'Berlin' | 'op':'not_starts_with','value':'b' | false",
        "'Berlin' | 'op':'not_ends_with','value':'b' | true",
        "'Berlin' | 'op':'in','value':['Wien','berlin'] | true",
        "'Berlin' | 'op':'not_in','value':['Wien','berlin'] | false",
        "'Berlin' | 'op':'matches','value':'^B.*N$' | true",
        "'Berlin' | 'op':'not_matches','value':'^B.*N$' | false",
        "10115 | 'op':'starts_with','value':'10' | true",
        "7.50 | 'op':'equals','value':'7.5' | true",
        "true | 'op':'equals','value':'TRUE' | true",
        "'7.50' | 'op':'equals','value':7.5 | true",
        "'7,50' | 'op':'equals','value':7.5 | false",
        "'7,50' | 'op':'not_equals','value':7.5 | true",
        "7.49996 | 'op':'at_least','value':7.5 | true",
        "7.49994 | 'op':'less_than','value':7.5 | true",
        "3.33325 | 'op':'equals','value':3.3333 | true",
        "-3 | 'op':'between','from':-3,'to':0 | true",
        "true | 'op':'equals','value':1 | false",
        "true | 'op':'is_true' | true",
        "'True' | 'op':'is_true' | true",
        "false | 'op':'is_true' | false",
        "false | 'op':'is_false' | true",
        "0 | 'op':'is_false' | false",
        "'x' | 'op':'is_set' | true",
        "'' | 'op':'is_set' | false",
        "[] | 'op':'is_set' | false",
        "['',null] | 'op':'is_not_set' | true",
        "{'a':1} | 'op':'is_set' | true",
        "{'a':1} | 'op':'contains','value':'a' | false",
        "false | 'op':'is_set' | true",
        "['VIP-gold','b'] | 'op':'contains','value':'vip' | true",
        "['VIP-gold','b'] | 'op':'contains_any','value':['vip','B'] | true",
        "['VIP-gold','b'] | 'op':'contains_any','value':['vip'] | false",
        "['a','b',['c']] | 'op':'contains_all','value':['C','a'] | true",
        "['a','b'] | 'op':'contains_all','value':['a','c'] | false",
        "'a' | 'op':'contains_all','value':['a','A'] | true",
        "['a','b'] | 'op':'equals','value':'b' | true",
        "['a','b'] | 'op':'not_equals','value':'b' | false",
        "[1,'20'] | 'op':'more_than','value':10 | true",
        "['a','b',''] | 'op':'length','is':{'op':'equals','value':2} | true",
        "['a',{'x':1}] | 'op':'length','is':{'op':'equals','value':2} | true",
        "'ab' | 'op':'length','is':{'op':'at_least','value':0} | false",
        "[] | 'op':'length','is':{'op':'at_least','value':0} | false"
      })
  void aTraitPasses(String value, String test, boolean expected) {
    traits = "{'x':" + value + "}";
    assertThat(holds("{'type':'trait','name':'x'," + test + "}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'op':'equals','value':'a'", "'op':'contains','value':'a'", "'op':'in','value':['a']",
        "'op':'matches','value':'.*'", "'op':'equals','value':0", "'op':'less_than','value':1",
        "'op':'is_false'", "'op':'is_set'", "'op':'contains_any','value':['a']",
        "'op':'date','when':{'type':'ever'}", "'op':'length','is':{'op':'at_most','value':9}"
      })
  void whoHasNoSuchTraitPassesNothing(String test) {
    assertThat(holds("{'type':'trait','name':'x'," + test + "}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'op':'not_equals','value':'a'", "'op':'not_contains','value':'a'",
        "'op':'not_in','value':['a']", "'op':'not_matches','value':'.*'",
        "'op':'not_equals','value':0", "'op':'is_not_set'"
      })
  void butEveryTestWithNot(String test) {
    assertThat(holds("{'type':'trait','name':'x'," + test + "}")).isTrue();
  }

  @Test
  void patternsNeedLinearTime() {
    traits = "{'x':'" + "a".repeat(998) + "b'}";
    long start = System.nanoTime();
    long answer = judge("{'type':'trait','name':'x','op':'matches','value':'^(a+)+$'}");
    assertThat(Turn.holds(answer)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void longTextsMatchNoPattern() {
    traits = "{'x':'" + "a".repeat(1_001) + "','y':'" + "a".repeat(1_000) + "'}";
    String condition = "{'type':'trait','name':'%s','op':'matches','value':'a'}";
    assertThat(holds(condition.formatted("x"))).isFalse();
    assertThat(holds(condition.formatted("y"))).isTrue();
  }

  @Test
  void pathsLeadIntoObjectsAndLists() {
    traits = "{'address':{'city':'Wien'},'a.b':'dotted','a':{'b':'nested'},'l':[['x'],['y']]}";
    assertThat(holds("{'type':'trait','name':'address.city','op':'equals','value':'wien'}"))
        .isTrue();
    assertThat(holds("{'type':'trait','name':'a.b','op':'equals','value':'dotted'}")).isTrue();
    assertThat(holds("{'type':'trait','name':'l.1','op':'equals','value':'y'}")).isTrue();
    assertThat(holds("{'type':'trait','name':'l.1','op':'equals','value':'x'}")).isFalse();
    assertThat(holds("{'type':'trait','name':'l.7','op':'is_set'}")).isFalse();
    assertThat(holds("{'type':'trait','name':'address.city.x','op':'is_set'}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // Days: from today less n to today, from today to today plus n.
    "2026-11-22, last 1 days, true",
    "2026-11-21, last 1 days, true",
    "2026-11-20, last 1 days, false",
    "2026-11-20, at_least_ago 1 days, true",
    "2026-11-21, at_least_ago 1 days, false",
    "2026-11-22, next 1 days, true",
    "2026-11-23, next 1 days, true",
    "2026-11-24, next 1 days, false",
    "2026-11-21, next 1 days, false",
    "2026-10-22, last 1 months, true",
    "2026-10-21, last 1 months, false",
    // With hours, the beginning of the day: 23:00 the day before, in UTC.
    "2026-11-22, last 13 hours, true",
    "2026-11-22, last 12 hours, false",
    // Moments to the millisecond.
    "2026-11-21T13:00, last 1 days, true",
    "2026-11-21T12:59:59.999, last 1 days, false",
    "2026-11-21T12:00:00Z, last 1 days, true",
    "2026-11-21 13:00:00.000+01:00, last 1 days, true",
    "2026-11-22T12:00:00Z, next 1 days, false",
    "2026-11-22T12:00:00.001Z, next 1 days, true",
    "2026-11-23T12:00:00Z, next 1 days, false",
    "2026-11-23T11:59:59.999Z, next 1 days, true",
    "2026-13-01, last 99 years, false",
    "22.11.2026, last 99 years, false"
  })
  void aDateLies(String value, String when, boolean expected) {
    traits = "{'x':'" + value + "'}";
    String[] words = when.split(" ");
    String condition =
        "{'type':'trait','name':'x','op':'date','when':{'type':'%s','n':%s,'unit':'%s'}}"
            .formatted((Object[]) words);
    assertThat(holds(condition)).isEqualTo(expected);
  }

  @Test
  void datesToComeLieAfterADay() {
    traits = "{'x':'2027-01-05','y':'2027-01-04T23:30:00Z'}";
    String condition = "{'type':'trait','name':'%s','op':'date','when':%s}";
    for (String name : List.of("x", "y")) {
      assertThat(holds(condition.formatted(name, "{'type':'after','date':'2027-01-05'}"))).isTrue();
      assertThat(holds(condition.formatted(name, "{'type':'before','date':'2027-01-05'}")))
          .isFalse();
      assertThat(
              holds(
                  condition.formatted(
                      name, "{'type':'between','from':'2027-01-05','to':'2027-01-05'}")))
          .isTrue();
    }
  }

  @Test
  void aFilterComparesDatesWithDays() {
    happened("Booked", days(1), "{'Departure':'2026-12-24'}");
    happened("Booked", days(1), "{'Departure':'2026-12-24T23:30:00Z'}");
    String condition =
        "{'type':'did','metric':'Booked','is':{'op':'equals','value':1},'where':"
            + "[{'property':'Departure','op':'date','when':{'type':'after','date':'2026-12-25'}}]}";
    assertThat(holds(condition)).isTrue();
  }

  // ---- anniversaries

  @ParameterizedTest
  @CsvSource({
    "1990-11-22, today, true",
    "1990-11-23, today, false",
    "1990-11-30, this_month, true",
    "1990-12-01, this_month, false",
    "1990-11-29, next 7 days, true",
    "1990-11-30, next 7 days, false",
    "1990-11-22, next 7 days, true",
    "1990-11-21, next 7 days, false",
    "1990-01-02, next 2 months, true",
    "1990-11-15, last 1 weeks, true",
    "1990-11-14, last 1 weeks, false",
    "1990-11-21T23:30:00Z, today, true",
    "x, today, false"
  })
  void anAnniversaryReturns(String birthday, String when, boolean expected) {
    traits = "{'birthday':'" + birthday + "'}";
    assertThat(holds(anniversary(when))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-28, true",
    "2026-03-01, false",
    "2028-02-28, false",
    "2028-02-29, true",
    "2028-03-01, false"
  })
  void bornOn29FebruaryOneHasABirthdayEveryYear(String day, boolean expected) {
    traits = "{'birthday':'1992-02-29'}";
    now = Instant.parse(day + "T12:00:00Z");
    assertThat(holds(anniversary("today"))).isEqualTo(expected);
  }

  @Test
  void aBirthdayOfTheNextWeekComesAtItsMidnightAndGoesAfterTheDay() {
    traits = "{'birthday':'1990-01-03'}";
    now = Instant.parse("2026-12-20T12:00:00Z");
    assertThat(turn(anniversary("next 7 days")))
        .isEqualTo(Instant.parse("2026-12-26T23:00:00Z").toEpochMilli());
    now = Instant.parse("2026-12-26T23:00:00Z");
    assertThat(holds(anniversary("next 7 days"))).isTrue();
    assertThat(turn(anniversary("next 7 days")))
        .isEqualTo(Instant.parse("2027-01-03T23:00:00Z").toEpochMilli());
  }

  // ---- funnels

  @Test
  void aFunnelHappensWithinTheTimeItsEndIncluded() {
    happened("Added to Cart", NOON);
    happened("Placed Order", NOON.plusSeconds(3_600));
    now = NOON.plusSeconds(7_200);
    assertThat(holds(funnel(60, "minutes", true))).isTrue();
    assertThat(holds(funnel(59, "minutes", true))).isFalse();
    assertThat(holds(funnel(59, "minutes", false))).isTrue();
  }

  @Test
  void whatDidNotFollowIsKnownOnceTheTimeIsOver() {
    happened("Added to Cart", NOON);
    now = NOON.plusSeconds(60);
    String condition = funnel(60, "minutes", false);
    assertThat(holds(condition)).isFalse();
    assertThat(turn(condition)).isEqualTo(NOON.plusSeconds(3_600).toEpochMilli() + 1);
    happened("Placed Order", NOON.plusSeconds(60));
    assertThat(turn(condition)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anEventDoesNotFollowItself() {
    happened("Added to Cart", NOON);
    String twice = funnel(1, "days", true).replace("Placed Order", "Added to Cart");
    assertThat(holds(twice)).isFalse();
    happened("Added to Cart", NOON.minusMillis(1));
    assertThat(holds(twice)).isTrue();
  }

  // ---- orders

  @Test
  void figuresOfOrders() {
    order(OrderStatus.PLACED, days(10), "100", "0");
    order(OrderStatus.PARTIALLY_REFUNDED, days(4), "50", "20");
    order(OrderStatus.REFUNDED, days(1), "30", "30");
    order(OrderStatus.CANCELLED, days(1), "1000", "0");
    order(OrderStatus.UNPLACED, days(1), "1000", "0");
    assertThat(number(orders("count", ""))).isEqualTo("3");
    assertThat(number(orders("total", "'currency':'EUR',"))).isEqualTo("180");
    assertThat(number(orders("net", "'currency':'EUR',"))).isEqualTo("130");
    assertThat(number(orders("refunded", "'currency':'EUR',"))).isEqualTo("50");
    assertThat(number(orders("average", "'currency':'EUR',"))).isEqualTo("43.3333");
    assertThat(number(orders("days_between", ""))).isEqualTo("4.5");
    assertThat(number(orders("net", "'currency':'CHF',"))).isEqualTo("0");
    assertThat(number(orders("average", "'currency':'CHF',"))).isNull();
  }

  @Test
  void oneOrderHasNoDaysBetween() {
    order(OrderStatus.PLACED, days(10), "100", "0");
    assertThat(holds(orders("days_between", "").replace("equals", "at_least"))).isFalse();
  }

  @Test
  void firstAndLastOrder() {
    order(OrderStatus.PLACED, days(400), "1", "0");
    order(OrderStatus.PLACED, days(100), "1", "0");
    order(OrderStatus.CANCELLED, days(1), "1", "0");
    String when = "{'type':'orders','measure':'%s','when':{'type':'%s','n':%d,'unit':'days'}}";
    assertThat(holds(when.formatted("last", "at_least_ago", 90))).isTrue();
    assertThat(holds(when.formatted("last", "last", 90))).isFalse();
    assertThat(holds(when.formatted("first", "last", 90))).isFalse();
    assertThat(holds(when.formatted("first", "last", 500))).isTrue();
    orders.clear();
    assertThat(holds(when.formatted("last", "at_least_ago", 90))).isFalse();
  }

  @Test
  void anOrderHasAProductIfALineHasIt() {
    order(OrderStatus.FULFILLED, days(1), "1", "0");
    String condition = "'where':[{'field':'%s','op':'%s','value':'%s'}],";
    assertThat(number(orders("count", condition.formatted("product", "equals", "P2"))))
        .isEqualTo("1");
    assertThat(number(orders("count", condition.formatted("product", "not_equals", "p2"))))
        .isEqualTo("0");
    assertThat(number(orders("count", condition.formatted("category", "contains", "shoe"))))
        .isEqualTo("1");
    assertThat(number(orders("count", condition.formatted("coupon", "equals", "welcome"))))
        .isEqualTo("1");
    assertThat(number(orders("count", condition.formatted("status", "equals", "fulfilled"))))
        .isEqualTo("1");
  }

  // ---- flows and messages

  @Test
  void whoEnteredAFlowIsInUntilTheyLeaveIt() {
    String in = "{'type':'flow','flow':'%s','is':'in'}".formatted(new UUID(0, 1));
    String never = "{'type':'flow','is':'never_in'}";
    assertThat(holds(in)).isFalse();
    assertThat(holds(in.replace("'in'", "'not_in'"))).isTrue();
    assertThat(holds(never)).isTrue();
    inFlow("Entered Flow", 1, days(10));
    assertThat(holds(in)).isTrue();
    assertThat(holds("{'type':'flow','is':'in'}")).as("any").isTrue();
    assertThat(holds(in.replace("0001'", "0002'"))).as("another").isFalse();
    inFlow("Left Flow", 1, days(9));
    assertThat(holds(in)).isFalse();
    inFlow("Entered Flow", 1, days(1));
    assertThat(holds(in)).as("again").isTrue();
    assertThat(holds(never)).isFalse();
    String lately = "{'type':'flow','is':'ever_in','when':{'type':'last','n':%d,'unit':'hours'}}";
    assertThat(holds(lately.formatted(24))).isTrue();
    assertThat(holds(lately.formatted(23))).isFalse();
  }

  @Test
  void leavingThatIsToldBeforeEnteringCountsAllTheSame() {
    inFlow("Left Flow", 1, days(2));
    assertThat(holds("{'type':'flow','is':'in'}")).isFalse();
    inFlow("Entered Flow", 1, days(2));
    assertThat(holds("{'type':'flow','is':'in'}")).isFalse();
  }

  @Test
  void aMessageOfATemplateWasReceivedOrNot() {
    String received =
        "{'type':'received','channel':'email','template':'welcome-1','received':true,"
            + "'when':{'type':'last','n':7,'unit':'days'}}";
    assertThat(holds(received)).isFalse();
    assertThat(holds(received.replace("true", "false"))).isTrue();
    happened("Received Email", days(8), "{'template':'welcome-1'}");
    happened("Received Email", days(1), "{'template':'welcome-2'}");
    assertThat(holds(received)).isFalse();
    happened("Received Email", days(7), "{'template':'welcome-1'}");
    assertThat(holds(received)).isTrue();
    assertThat(turn(received)).isEqualTo(NOON.toEpochMilli() + 1);
    assertThat(holds(received.replace("email", "sms"))).isFalse();
  }

  private void inFlow(String metric, int flow, Instant at) {
    happened(metric, at, "{'flowId':'" + new UUID(0, flow) + "'}");
  }

  // ---- among all buyers

  @Test
  void everyScoreHasTheGroupOfTheTable() {
    ConditionModel.GROUPS.forEach(
        (code, group) ->
            assertThat(
                    RfmGroup.of(code.charAt(0) - '0', code.charAt(1) - '0', code.charAt(2) - '0'))
                .as(code)
                .isEqualTo(group));
    assertThat(ConditionModel.GROUPS).hasSize(27);
  }

  @Test
  void scoresComeFromTheOrdersOfTwoYears() {
    order(OrderStatus.PLACED, days(2), "20", "0");
    assertThat(rfmOf()).isEqualTo("312 recent");
    order(OrderStatus.PLACED, days(50), "10.01", "0");
    assertThat(rfmOf()).isEqualTo("323 champions");
    order(OrderStatus.CANCELLED, days(1), "100", "0");
    order(OrderStatus.PLACED, NOON.minus(Duration.ofDays(732)), "100", "0");
    assertThat(rfmOf()).isEqualTo("323 champions");
    orders.removeFirst();
    assertThat(rfmOf()).isEqualTo("111 inactive");
    orders.removeFirst();
    assertThat(rfmOf()).as("nothing in two years").isEqualTo("null null");
  }

  @Test
  void theAgeOfTheLastOrderMovesSomebodyAtItsMoment() {
    order(OrderStatus.PLACED, NOON, "20", "0");
    String recent = "{'type':'rfm','currency':'EUR','groups':['recent']}";
    String inactive = "{'type':'rfm','currency':'EUR','r':[1]}";
    assertThat(holds(recent)).isTrue();
    assertThat(turn(recent)).isEqualTo(NOON.plus(Duration.ofDays(2)).toEpochMilli() + 1);
    assertThat(turn(inactive)).isEqualTo(NOON.plus(Duration.ofDays(40)).toEpochMilli() + 1);
    now = NOON.plus(Duration.ofDays(40));
    assertThat(holds(inactive)).isFalse();
    now = now.plusMillis(1);
    assertThat(holds(inactive)).isTrue();
  }

  @Test
  void theBestTenthSpentMoreThanTheOthers() {
    order(OrderStatus.PLACED, days(900), "150", "0");
    String best = "{'type':'value_decile','currency':'EUR','in':[1]}";
    assertThat(number(best)).isEqualTo("2");
    order(OrderStatus.PLACED, days(1), "50", "0");
    assertThat(holds(best)).as("not more than 200").isFalse();
    order(OrderStatus.PLACED, days(1), "0.0001", "0");
    assertThat(holds(best)).isTrue();
    orders.clear();
    assertThat(number(best)).isNull();
    assertThat(holds("{'type':'value_decile','currency':'EUR','in':[10]}")).isFalse();
  }

  @Test
  void ofAFewBuyersNobodyIsRankedAndItSaysSo() {
    order(OrderStatus.PLACED, days(1), "100", "0");
    for (String asked :
        List.of(
            "{'type':'rfm','currency':'EUR','r':[1,2,3]}",
            "{'type':'value_decile','currency':'EUR','in':[1,2,3,4,5,6,7,8,9,10]}")) {
      PackedPeople people = new PackedPeople().ranking(Ranks.NONE);
      Compiled compiled = people.compile(new ConditionJson().read(quoted(asked)), BERLIN);
      Facts facts = people.facts(person());
      assertThat(compiled.judge(facts, now.toEpochMilli())).isEqualTo(Turn.NEVER);
      assertThat(compiled.explain(facts, now.toEpochMilli()).value()).isEqualTo("too_few_buyers");
    }
  }

  private String rfmOf() {
    Explained found = explained("{'type':'rfm','currency':'EUR','r':[1,2,3]}");
    return found.number() + " " + found.value();
  }

  // ---- the person

  @Test
  void languages() {
    String german = "{'type':'language','in':['de']}";
    assertThat(holds(german)).isFalse();
    locale = "de_AT";
    assertThat(holds(german)).isTrue();
    assertThat(holds("{'type':'language','in':['en','de-at']}")).isTrue();
    assertThat(holds("{'type':'language','in':['de-CH']}")).isFalse();
    locale = "den";
    assertThat(holds(german)).isFalse();
  }

  @Test
  void consents() {
    String subscribed =
        "{'type':'consent','channel':'email','purpose':'marketing','state':'subscribed'%s}";
    String never = "{'type':'consent','channel':'email','purpose':'marketing','state':'never'}";
    assertThat(holds(subscribed.formatted(""))).isFalse();
    assertThat(holds(never)).isTrue();
    consents.add(
        new Consents.Consent(
            ChannelKind.EMAIL,
            Purpose.MARKETING,
            ConsentChange.State.SUBSCRIBED,
            ConsentChange.Method.DOUBLE_OPT_IN,
            days(10),
            "test"));
    assertThat(holds(subscribed.formatted(""))).isTrue();
    assertThat(holds(never)).isFalse();
    assertThat(holds(subscribed.formatted(",'method':['form']"))).isFalse();
    assertThat(holds(subscribed.formatted(",'method':['form','double_opt_in']"))).isTrue();
    String when = ",'when':{'type':'last','n':%d,'unit':'days'}";
    assertThat(holds(subscribed.formatted(when.formatted(9)))).isFalse();
    assertThat(holds(subscribed.formatted(when.formatted(10)))).isTrue();
    assertThat(holds(subscribed.replace("email", "sms").formatted(""))).isFalse();
    assertThat(holds("{'type':'reachable','channel':'email'}")).isFalse();
    addresses.add(ChannelKind.EMAIL);
    assertThat(holds("{'type':'reachable','channel':'email'}")).isTrue();
    suppressed.put(ChannelKind.EMAIL, Suppression.Reason.HARD_BOUNCE);
    assertThat(holds("{'type':'reachable','channel':'email'}")).isFalse();
    assertThat(holds("{'type':'suppressed','channel':'email'}")).isTrue();
    assertThat(holds("{'type':'suppressed','channel':'email','reason':['staff']}")).isFalse();
    assertThat(holds("{'type':'suppressed','channel':'sms'}")).isFalse();
  }

  @Test
  void otherSegments() {
    UUID other = new UUID(0, 7);
    String in = "{'type':'segment','id':'" + other + "','in':%s}";
    assertThat(holds(in.formatted(true))).isFalse();
    assertThat(holds(in.formatted(false))).isTrue();
    segments.add(other);
    assertThat(holds(in.formatted(true))).isTrue();
  }

  @Test
  void onAListSinceAMomentOrNot() {
    UUID list = new UUID(0, 7);
    String in = "{'type':'list','id':'" + list + "','in':%s}";
    String lately =
        "{'type':'list','id':'" + list + "','in':true,'when':{'type':'last','n':7,'unit':'days'}}";
    lists.put(new UUID(0, 8), days(1));
    assertThat(holds(in.formatted(true))).isFalse();
    assertThat(holds(in.formatted(false))).isTrue();
    assertThat(holds(lately)).isFalse();

    lists.put(list, days(7));
    assertThat(holds(in.formatted(true))).isTrue();
    assertThat(holds(in.formatted(false))).isFalse();
    assertThat(holds(lately)).as("the last moment").isTrue();
    assertThat(explained(lately).at()).isEqualTo(days(7));

    lists.put(list, days(7).minusMillis(1));
    assertThat(holds(lately)).isFalse();
  }

  @Test
  void aSampleIsStableAndAnotherKeyDrawsAnother() {
    int both = 0;
    int first = 0;
    for (int i = 0; i < 10_000; i++) {
      id = new ProfileId(new UUID(i, 99));
      boolean one = holds("{'type':'sample','percent':10,'key':'a'}");
      boolean other = holds("{'type':'sample','percent':10,'key':'b'}");
      first += one ? 1 : 0;
      both += one && other ? 1 : 0;
      assertThat(holds("{'type':'sample','percent':20,'key':'a'}") || !one).isTrue();
    }
    assertThat(first).isBetween(880, 1_120);
    assertThat(both).isBetween(60, 140);
  }

  @Test
  void groupsOfNothing() {
    assertThat(holds("{'type':'all','of':[]}")).isTrue();
    assertThat(holds("{'type':'any','of':[]}")).isFalse();
    assertThat(holds("{'type':'none','of':[]}")).isTrue();
  }

  @Test
  void anExplanationHasTheShapeOfTheTree() {
    happened("Opened Email", days(3));
    happened("Opened Email", days(2));
    traits = "{'city':'Wien'}";
    String opened = did("Opened Email", "at_least", 3, "{'type':'ever'}");
    Explained all =
        explained(
            "{'type':'all','of':["
                + opened
                + ",{'type':'trait','name':'city','op':'equals','value':'WIEN'},"
                + "{'type':'shop','in':[1,2]}]}");
    assertThat(all.holds()).isFalse();
    assertThat(all.of()).extracting(Explained::holds).containsExactly(false, true, true);
    assertThat(all.of().getFirst().number()).isEqualByComparingTo("2");
    assertThat(all.of().getFirst().at()).isEqualTo(days(2));
    assertThat(all.of().get(1).value()).isEqualTo("wien");
    assertThat(all.of().get(2).of()).isEmpty();
  }

  // ---- words of these tests

  private static Instant days(int ago) {
    return NOON.minus(Duration.ofDays(ago));
  }

  private void happened(String metric, Instant at) {
    happened(metric, at, "{}");
  }

  private void happened(String metric, Instant at, String properties) {
    events.add(new Person.Happened(at, 1, metric, json(properties)));
  }

  private void order(OrderStatus status, Instant at, String total, String refunded) {
    BigDecimal paid = new BigDecimal(total);
    BigDecimal back = new BigDecimal(refunded);
    orders.add(
        new OrderView(
            1,
            at,
            "EUR",
            status,
            "WELCOME",
            paid,
            paid.subtract(back),
            back,
            List.of(
                new OrderView.Line("p1", "s1", "Running Shoe", "Shoes"),
                new OrderView.Line("p2", null, "Socks", null))));
  }

  private static String did(String metric, String operator, int value, String when) {
    return "{'type':'did','metric':'%s','is':{'op':'%s','value':%d},'when':%s}"
        .formatted(metric, operator, value, when);
  }

  private static String figure(String measure, String of) {
    return "{'type':'did','metric':'Placed Order','measure':'%s','of':'%s','is':{'op':'equals','value':0}}"
        .formatted(measure, of);
  }

  private static String orders(String measure, String which) {
    return "{'type':'orders','measure':'%s',%s'is':{'op':'equals','value':0}}"
        .formatted(measure, which);
  }

  private static String funnel(int n, String unit, boolean happens) {
    return "{'type':'funnel','first':{'metric':'Added to Cart'},'then':{'metric':'Placed Order'},"
        + "'within':{'n':%d,'unit':'%s'},'happens':%s}".formatted(n, unit, happens);
  }

  private static String anniversary(String when) {
    String[] words = when.split(" ");
    String json =
        words.length == 1 ? "'" + when + "'" : "{'%s':%s,'unit':'%s'}".formatted((Object[]) words);
    return "{'type':'anniversary','trait':'birthday','when':" + json + "}";
  }

  private boolean holds(String condition) {
    boolean holds = Turn.holds(judge(condition));
    assertThat(
            ConditionModel.holds(
                new ConditionJson().read(quoted(condition)), BERLIN, person(), now))
        .as("the model of %s", condition)
        .isEqualTo(holds);
    return holds;
  }

  private long turn(String condition) {
    return Turn.moment(judge(condition));
  }

  private long judge(String condition) {
    PackedPeople people = new PackedPeople();
    Compiled compiled = people.compile(new ConditionJson().read(quoted(condition)), BERLIN);
    return compiled.judge(people.facts(person()), now.toEpochMilli());
  }

  private Explained explained(String condition) {
    PackedPeople people = new PackedPeople();
    Compiled compiled = people.compile(new ConditionJson().read(quoted(condition)), BERLIN);
    return compiled.explain(people.facts(person()), now.toEpochMilli());
  }

  private @Nullable String number(String condition) {
    BigDecimal number = explained(condition).number();
    return number == null ? null : number.toPlainString();
  }

  private Person person() {
    return new Person(
        id,
        days(500),
        locale,
        events,
        orders,
        json(traits),
        Set.of(),
        addresses,
        consents,
        suppressed,
        segments,
        lists);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(quoted(text));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
