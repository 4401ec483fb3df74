package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTests {

  private static final ProfileId ID = new ProfileId(new UUID(1, 2));
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private record Occurrence(long at, long value) {}

  @Test
  void whatIsPackedIsReadAgain() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      FactsWriter writer = new FactsWriter();
      List<List<Occurrence>> streams = new ArrayList<>();
      for (int stream = 0; stream < random.nextInt(5); stream++) {
        List<Occurrence> occurrences = occurrences(random, random.nextInt(40), stream % 2 == 0);
        for (Occurrence one : occurrences) {
          writer = random.nextInt(10) == 0 ? new FactsWriter(writer.toBytes()) : writer;
          writer.add(stream * 100, one.at, one.value);
        }
        streams.add(occurrences);
      }
      Facts facts = facts(writer.toBytes());
      for (int stream = 0; stream < streams.size(); stream++) {
        assertThat(read(facts.events(stream * 100))).isEqualTo(sorted(streams.get(stream)));
      }
      assertThat(facts.events(7).size()).isZero();
    }
  }

  private static List<Occurrence> occurrences(Random random, int count, boolean carries) {
    List<Occurrence> occurrences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at =
          random.nextInt(4) == 0
              ? START
              : START + random.nextLong(-1_000_000_000_000L, 1_000_000_000L);
      long value = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(-5, 5);
      occurrences.add(new Occurrence(at, carries ? value : 0));
    }
    return occurrences;
  }

  private static List<Occurrence> sorted(List<Occurrence> occurrences) {
    return occurrences.stream()
        .sorted(
            java.util.Comparator.comparingLong(Occurrence::at).thenComparingLong(Occurrence::value))
        .toList();
  }

  private static List<Occurrence> read(Series series) {
    List<Occurrence> read = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      read.add(new Occurrence(series.time(i), series.value(i)));
    }
    return read;
  }

  @Test
  void anOccurrenceTakesFewBytes() {
    FactsWriter writer = new FactsWriter();
    for (int i = 0; i < 10; i++) {
      writer.add(1 + i % 3, START + i * 90_000_000L, 0);
    }
    assertThat(writer.toBytes()).hasSizeLessThan(70);
  }

  @Test
  void ofManyOccurrencesTheNewestStandForThemselvesInWhateverOrderTheyCame() {
    Random random = new Random(5);
    List<Occurrence> all = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      all.add(new Occurrence(START + random.nextInt(2_000_000_000), random.nextInt(1, 100)));
    }
    byte[] packed = pack(all);
    Collections.shuffle(all, random);
    assertThat(pack(all)).isEqualTo(packed);
    Collections.sort(all, java.util.Comparator.comparingLong(Occurrence::at));
    assertThat(pack(all)).isEqualTo(packed);
    Series series = facts(packed).events(1);
    assertThat(series.count(0, series.size())).isEqualTo(12_000);
    assertThat(series.sum(0, series.size()))
        .isEqualTo(all.stream().mapToLong(Occurrence::value).sum());
    assertThat(series.size() - series.summed()).isEqualTo(Series.MOST_EXACT);
    assertThat(read(series).subList(series.summed(), series.size()))
        .isEqualTo(sorted(all).subList(10_000, 12_000));
  }

  private static byte[] pack(List<Occurrence> occurrences) {
    FactsWriter writer = new FactsWriter();
    occurrences.forEach(one -> writer.add(1, one.at, one.value));
    return writer.toBytes();
  }

  @Test
  void twoPartsOfAHeavyStreamJoinToTheWhole() {
    Random random = new Random(6);
    List<Occurrence> all = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      all.add(new Occurrence(START + random.nextInt(2_000_000_000), random.nextInt(1, 100)));
    }
    for (int part : new int[] {10, 1_900, 4_500}) {
      FactsWriter joined = new FactsWriter(pack(all.subList(0, part)));
      joined.addAll(pack(all.subList(part, 9_000)));
      assertThat(joined.toBytes()).isEqualTo(pack(all));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "Asia/Kathmandu", "America/New_York"})
  void daysOfAHeavyProfileAreCountedExactlyInEveryZone(String name) {
    ZoneId zone = ZoneId.of(name);
    Random random = new Random(7);
    List<Occurrence> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      all.add(new Occurrence(START + random.nextLong(200 * LocalCalendar.DAY), 10_000));
    }
    PackedPeople people = new PackedPeople();
    Condition.Happening opened = new Condition.Happening("Opened Email", null, List.of());
    for (int day = 1; day < 28; day += 3) {
      When when =
          new When.Between(
              java.time.LocalDate.of(2026, 2, day), java.time.LocalDate.of(2026, 4, day));
      Window window = Window.ofOccurrences(when, LocalCalendar.of(zone));
      window.at(START + 200 * LocalCalendar.DAY);
      long expected = all.stream().filter(one -> window.contains(one.at)).count();
      Condition count =
          new Condition.Did(
              opened,
              Condition.Measure.COUNT,
              null,
              NumberTest.of(NumberTest.Operator.EQUALS, expected),
              when);
      Compiled compiled = people.compile(count, zone);
      Facts facts = facts(pack(all));
      long answer = compiled.judge(facts, START + 200 * LocalCalendar.DAY);
      assertThat(answer).isEqualTo(Turn.ALWAYS);
    }
  }

  @Test
  void theDecidingOccurrenceIsFoundAmongThoseSummedUp() {
    List<Occurrence> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      all.add(new Occurrence(START + i * 60_000L, 0));
    }
    Facts facts = facts(pack(all));
    Condition.Happening opened = new Condition.Happening("Opened Email", null, List.of());
    long now = START + 5_000 * 60_000L;
    for (int limit : new int[] {1, 1_999, 2_000, 2_001, 2_500, 4_000, 5_000}) {
      Condition atLeast =
          new Condition.Did(
              opened,
              Condition.Measure.COUNT,
              null,
              NumberTest.of(NumberTest.Operator.AT_LEAST, limit),
              new When.Last(new Span(1_000, Unit.HOURS)));
      Compiled compiled = new PackedPeople().compile(atLeast, ZoneId.of("UTC"));
      long turn = compiled.judge(facts, now);
      long exact = all.get(5_000 - limit).at + 1_000 * 3_600_000L + 1;
      assertThat(turn).isBetween(exact - Series.QUARTER, exact);
      assertThat(Turn.holds(compiled.judge(facts, turn - 1))).isTrue();
      assertThat(Turn.holds(compiled.judge(facts, turn))).isFalse();
    }
  }

  @Test
  void aStreamCanBeCleared() {
    FactsWriter writer = new FactsWriter();
    writer.add(1, START, 0);
    writer.add(2, START, 0);
    FactsWriter again = new FactsWriter(writer.toBytes());
    again.clear(1);
    Facts facts = facts(again.toBytes());
    assertThat(facts.events(1).size()).isZero();
    assertThat(facts.events(2).size()).isOne();
  }

  @Test
  void whatIsKnownOfAPersonIsReadAgain() {
    FactsWriter orders = new FactsWriter();
    orders.add(9, START, 125_000);
    Map<Integer, Value> traits =
        Map.of(
            300,
            new Value.Text("köln"),
            2,
            new Value.Decimal(-1),
            7,
            new Value.Many(List.of(new Value.Flag(true), new Value.Text("x"), Value.OBJECT)));
    List<Consents.Consent> consents = new ArrayList<>();
    for (ConsentChange.Method method : ConsentChange.Method.values()) {
      consents.add(
          new Consents.Consent(
              ChannelKind.POST,
              Purpose.values()[method.ordinal() % 3],
              ConsentChange.State.values()[method.ordinal() % 3],
              method,
              Instant.ofEpochMilli(START - method.ordinal()),
              "test"));
    }
    for (Consents.Consent consent : consents) {
      byte[] state =
          new PersonState(
                  Instant.ofEpochMilli(START),
                  "de_AT",
                  Set.of(Condition.IdentifierKind.EXTERNAL_ID),
                  Set.of(ChannelKind.POST),
                  List.of(consent),
                  Map.of(ChannelKind.POST, Suppression.Reason.OBJECTION),
                  traits,
                  orders,
                  Map.of(5, Instant.ofEpochMilli(START)))
              .toBytes();
      Facts facts = new Facts(ID, new byte[0], state, _ -> false);
      assertThat(facts.created()).isEqualTo(START);
      assertThat(facts.language()).isEqualTo("de-at");
      assertThat(facts.isKnownBy(Condition.IdentifierKind.EXTERNAL_ID)).isTrue();
      assertThat(facts.isKnownBy(Condition.IdentifierKind.EMAIL)).isFalse();
      assertThat(facts.hasAddress(ChannelKind.POST)).isTrue();
      assertThat(facts.hasAddress(ChannelKind.EMAIL)).isFalse();
      traits.forEach((number, value) -> assertThat(facts.trait(number)).isEqualTo(value));
      assertThat(facts.trait(3)).isNull();
      assertThat(facts.onList(5).time(0)).isEqualTo(START);
      assertThat(facts.onList(4).size()).isZero();
      assertThat(facts.orders(9).value(0)).isEqualTo(125_000);
      assertThat(facts.suppression(ChannelKind.POST))
          .isEqualTo(Suppression.Reason.OBJECTION.ordinal());
      assertThat(facts.suppression(ChannelKind.EMAIL)).isNegative();
      Facts.Consent read = facts.consent(ChannelKind.POST, consent.purpose());
      assertThat(read).isNotNull();
      assertThat(read.state()).isEqualTo(consent.state());
      assertThat(read.method()).isEqualTo(consent.method());
      assertThat(read.since()).isEqualTo(consent.since().toEpochMilli());
      assertThat(facts.consent(ChannelKind.EMAIL, consent.purpose())).isNull();
    }
  }

  @Test
  void ofWhomNothingIsKnownNothingHolds() {
    Facts facts = new Facts(ID, new byte[0], new byte[0], _ -> false);
    assertThat(facts.trait(1)).isNull();
    assertThat(facts.orders(1).size()).isZero();
    assertThat(facts.language()).isEmpty();
  }

  @Test
  void whatIsAddedForAPreviewIsFoundFirst() {
    FactsWriter orders = new FactsWriter();
    orders.add(5, START, 1);
    Facts facts =
        new Facts(ID, new byte[0], new byte[0], _ -> false)
            .with(Map.of(1, new Value.Flag(true)), orders.toBytes());
    assertThat(facts.trait(1)).isEqualTo(new Value.Flag(true));
    assertThat(facts.orders(5).size()).isOne();
  }

  /// These stand as numbers in stored facts: another order needs another [Facts#FORMAT].
  @Test
  void theStoredOrderOfConstantsIsThisOne() {
    assertThat(Facts.FORMAT).isEqualTo(1);
    assertThat(
            List.of(
                Arrays.toString(ChannelKind.values()),
                Arrays.toString(Purpose.values()),
                Arrays.toString(ConsentChange.State.values()),
                Arrays.toString(ConsentChange.Method.values()),
                Arrays.toString(Suppression.Reason.values()),
                Arrays.toString(Condition.IdentifierKind.values())))
        .containsExactly(
            "[EMAIL, SMS, WHATSAPP, PUSH, POST]",
            "[MARKETING, TRACKING, EXISTING_CUSTOMER]",
            "[SUBSCRIBED, PENDING, UNSUBSCRIBED]",
            "[FORM, DOUBLE_OPT_IN, PREFERENCE_PAGE, ONE_CLICK, UNSUBSCRIBE_PAGE, CHECKOUT, API,"
                + " IMPORT, STAFF, COMPLAINT, BOUNCE]",
            "[HARD_BOUNCE, SOFT_BOUNCES, SPAM_COMPLAINT, INVALID_ADDRESS, STAFF, OBJECTION]",
            "[EMAIL, PHONE, USER_ID, ANONYMOUS_ID, EXTERNAL_ID]");
  }

  private static Facts facts(byte[] events) {
    return new Facts(ID, events, new byte[0], _ -> false);
  }
}
