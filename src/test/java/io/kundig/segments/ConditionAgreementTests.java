package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The evaluator against [ConditionModel], over thousands of conditions and people made by chance.
class ConditionAgreementTests {

  private static final long SEED = Long.getLong("kundig.segments.seed", 1);
  private static final int CASES = Integer.getInteger("kundig.segments.cases", 4_000);
  private static final int MOMENTS = 12;

  private final ConditionJson json = new ConditionJson();

  @Test
  void whoMeetsAConditionIsWhomTheDescriptionMeans() {
    int held = 0;
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      RandomCase chance = new RandomCase(seed);
      Case one = new Case(seed, chance);
      for (int i = 0; i < MOMENTS; i++) {
        Instant now = chance.moment().truncatedTo(ChronoUnit.MILLIS);
        held += one.check(now) ? 1 : 0;
      }
    }
    assertThat(held).isBetween(CASES * MOMENTS / 5, CASES * MOMENTS * 4 / 5);
  }

  @Test
  void nobodyComesOrGoesBeforeTheMomentThatWasSaid() {
    long probes = 0;
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      RandomCase chance = new RandomCase(seed);
      Case one = new Case(seed, chance);
      probes += one.checkTurns(chance.moment().truncatedTo(ChronoUnit.MILLIS), chance.random);
    }
    assertThat(probes).isGreaterThan(CASES * 10L);
  }

  @Test
  void theOrderInWhichEventsComeMakesNoDifference() {
    for (long seed = SEED; seed < SEED + CASES / 4; seed++) {
      RandomCase chance = new RandomCase(seed);
      PackedPeople people = new PackedPeople();
      for (int i = 0; i < 5; i++) {
        people.compile(chance.condition(), chance.zone);
      }
      Person person = chance.person();
      byte[] once = people.events(person, new Random(1)).toBytes();
      assertThat(people.events(person, new Random(2)).toBytes()).isEqualTo(once);
    }
  }

  @Test
  void aConditionIsTheSameAfterItWasWrittenAndRead() {
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      RandomCase chance = new RandomCase(seed);
      Condition condition = readable(chance);
      String text = json.write(condition);
      assertThat(json.read(text)).as(text).isEqualTo(condition);
      assertThat(json.write(json.read(text))).isEqualTo(text);
    }
  }

  /// Money without a currency can be judged but not asked for.
  private Condition readable(RandomCase chance) {
    while (true) {
      Condition condition = chance.condition();
      if (!json.write(condition)
          .matches(".*\"(net|total|average|refunded)\",\"(shop|where|is).*")) {
        return condition;
      }
    }
  }

  private final class Case {

    private final long seed;
    private final ZoneId zone;
    private final Condition condition;
    private final Person person;
    private final Compiled compiled;
    private final Facts facts;

    Case(long seed, RandomCase chance) {
      this.seed = seed;
      this.zone = chance.zone;
      this.condition = chance.condition();
      this.person = chance.person();
      PackedPeople people = new PackedPeople();
      this.compiled = people.compile(condition, zone);
      this.facts = people.facts(person, chance.random);
    }

    boolean check(Instant now) {
      long answer = compiled.judge(facts, now.toEpochMilli());
      boolean expected = ConditionModel.holds(condition, zone, person, now);
      assertThat(Turn.holds(answer)).as("%s", told(now)).isEqualTo(expected);
      assertThat(Turn.moment(answer)).as("turn of %s", told(now)).isGreaterThan(now.toEpochMilli());
      assertThat(compiled.explain(facts, now.toEpochMilli()).holds())
          .as("explanation of %s", told(now))
          .isEqualTo(expected);
      return expected;
    }

    /// Goes from turn to turn, and looks for changes between them.
    int checkTurns(Instant start, Random random) {
      List<Long> critical = new ArrayList<>(criticalMoments());
      long now = start.toEpochMilli();
      int probes = 0;
      for (int turns = 0; turns < 30; turns++) {
        long answer = compiled.judge(facts, now);
        long turn = Turn.moment(answer);
        assertThat(turn).as("turn of %s", told(Instant.ofEpochMilli(now))).isGreaterThan(now);
        for (long probe : probes(critical, now, turn, random)) {
          boolean holds =
              ConditionModel.holds(condition, zone, person, Instant.ofEpochMilli(probe));
          assertThat(holds)
              .as(
                  "at %s, though at %s it was said to stay until %s: %s",
                  Instant.ofEpochMilli(probe),
                  Instant.ofEpochMilli(now),
                  turn == Turn.ALWAYS ? "ever" : Instant.ofEpochMilli(turn),
                  told(Instant.ofEpochMilli(now)))
              .isEqualTo(Turn.holds(answer));
          probes++;
        }
        if (turn == Turn.ALWAYS) {
          break;
        }
        now = turn;
      }
      return probes;
    }

    private List<Long> probes(List<Long> critical, long now, long turn, Random random) {
      List<Long> within =
          critical.stream()
              .filter(at -> at >= now && at < turn)
              .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
      java.util.Collections.shuffle(within, random);
      List<Long> probes = new ArrayList<>(within.subList(0, Math.min(within.size(), 25)));
      long end = Math.min(turn, now + 86_400_000L * 1_500);
      probes.add(end - 1);
      probes.add(random.nextLong(now, end));
      return probes;
    }

    /// Where something could change: everything that has a time, moved by every length of time in
    /// the condition, and the midnights after that.
    private TreeSet<Long> criticalMoments() {
      TreeSet<Long> moments = new TreeSet<>();
      JsonNode tree =
          tools.jackson.databind.json.JsonMapper.shared().readTree(json.write(condition));
      List<Span> spans = new ArrayList<>(spans(tree));
      times()
          .forEach(
              at -> {
                near(at, moments);
                for (Span span : spans) {
                  for (int sign : new int[] {-1, 1}) {
                    near(moved(at, sign * span.n(), span.unit()), moments);
                  }
                }
              });
      return moments;
    }

    private void near(Instant at, TreeSet<Long> moments) {
      for (int millis = -1; millis <= 1; millis++) {
        moments.add(at.toEpochMilli() + millis);
        for (int days = 0; days < 3; days++) {
          Instant midnight =
              at.atZone(zone).toLocalDate().plusDays(days).atStartOfDay(zone).toInstant();
          moments.add(midnight.toEpochMilli() + millis);
        }
        moments.add(at.toEpochMilli() + 3_600_000L + millis);
        moments.add(at.toEpochMilli() - 3_600_000L + millis);
      }
    }

    private Instant moved(Instant at, int n, Unit unit) {
      return unit.isOfCalendar()
          ? at.atZone(zone).plus(n, ConditionModel.calendar(unit)).toInstant()
          : at.plus(n, ConditionModel.calendar(unit));
    }

    private Stream<Instant> times() {
      Stream<Instant> dates =
          Stream.of("birthday", "renewal", "city", "points")
              .flatMap(
                  name ->
                      person.traits().path(name).isArray()
                          ? person.traits().path(name).valueStream()
                          : Stream.of(person.traits().path(name)))
              .filter(JsonNode::isString)
              .flatMap(node -> Stream.ofNullable(Moment.of(node.stringValue())))
              .map(moment -> Instant.ofEpochMilli(moment.instant(LocalCalendar.of(zone))))
              .flatMap(
                  at ->
                      Stream.of(
                          at,
                          thisYear(at, 2018),
                          thisYear(at, 2026),
                          thisYear(at, 2027),
                          thisYear(at, 2028)));
      return Stream.of(
              person.events().stream().map(Person.Happened::at),
              person.orders().stream().map(OrderView::placedAt),
              person.consents().stream().map(consent -> consent.since()),
              Stream.of(person.created()),
              dates)
          .flatMap(times -> times);
    }

    private Instant thisYear(Instant at, int year) {
      return at.atZone(zone).withYear(year).toInstant();
    }

    private List<Span> spans(JsonNode node) {
      List<Span> spans = new ArrayList<>();
      if (node.has("unit")) {
        Unit unit = Unit.valueOf(node.get("unit").stringValue().toUpperCase(java.util.Locale.ROOT));
        for (String name : List.of("n", "from", "to", "next", "last")) {
          if (node.has(name)) {
            spans.add(new Span(node.get(name).intValue(), unit));
          }
        }
      }
      if (node.path("type").asString("").equals("rfm")) {
        spans.add(Ranks.PERIOD);
        spans.add(new Span((int) PackedPeople.RANKS.days().best() * 24, Unit.HOURS));
        spans.add(new Span((int) PackedPeople.RANKS.days().middle() * 24, Unit.HOURS));
      }
      node.forEach(child -> spans.addAll(spans(child)));
      return spans;
    }

    private String told(Instant now) {
      return "seed %d, %s, %s, now %s, of %s"
          .formatted(seed, json.write(condition), zone, now, person);
    }
  }
}
