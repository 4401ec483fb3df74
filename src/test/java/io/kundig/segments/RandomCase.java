package io.kundig.segments;

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
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Conditions, people and moments made by chance, all around a moment at which calendars are
/// difficult. The same seed makes the same.
final class RandomCase {

  private record Place(String zone, String moment) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("Europe/Berlin", "2026-03-29T01:00:00Z"),
          new Place("Europe/Berlin", "2026-10-25T01:00:00Z"),
          new Place("America/New_York", "2026-03-08T07:00:00Z"),
          new Place("America/New_York", "2026-11-01T06:00:00Z"),
          new Place("Europe/Berlin", "2028-02-28T23:00:00Z"),
          new Place("Europe/Berlin", "2027-02-28T23:00:00Z"),
          new Place("Europe/Berlin", "2026-03-31T10:00:00Z"),
          new Place("Europe/Berlin", "2026-02-28T23:00:00Z"),
          new Place("Europe/Berlin", "2026-04-30T22:00:00Z"),
          new Place("America/New_York", "2026-01-31T05:00:00Z"),
          new Place("Europe/Berlin", "2026-12-31T23:00:00Z"),
          new Place("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
          new Place("America/Sao_Paulo", "2018-02-18T02:00:00Z"),
          new Place("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
          new Place("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
          new Place("Asia/Kolkata", "2026-06-30T18:30:00Z"),
          new Place("UTC", "2026-07-15T12:00:00Z"));

  private static final List<String> METRICS = List.of("Opened Email", "Added to Cart", "Called");
  private static final List<String> OURS = List.of("Entered Flow", "Left Flow", "Received Email");
  private static final List<String> TEMPLATES = List.of("welcome-1", "cart-1");
  private static final List<String> PATHS =
      List.of("Brand", "Price", "Tags", "Items.Name", "Items.0.Price", "Gift", "Day", "a.b");
  private static final List<String> TRAITS =
      List.of("city", "points", "tags", "birthday", "renewal", "vip", "address.city");
  private static final List<String> TEXTS =
      List.of(
          "Berlin", "BERLIN", "berlin", "Köln", "Ko\u0308ln", "Straße", "5", "12.5", "true", "");
  private static final List<String> CURRENCIES = List.of("EUR", "CHF");

  final Random random;
  final ZoneId zone;
  private final Instant middle;
  private final List<UUID> segments;
  private final List<UUID> lists;
  private final JsonMapper json = JsonMapper.shared();

  RandomCase(long seed) {
    random = new Random(seed);
    Place place = one(PLACES);
    zone = ZoneId.of(place.zone());
    middle = Instant.parse(place.moment());
    segments = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
    lists = segments;
  }

  /// @param segments those that conditions may ask about, at least one
  /// @param lists likewise
  RandomCase(Random random, ZoneId zone, Instant middle, List<UUID> segments, List<UUID> lists) {
    this.random = random;
    this.zone = zone;
    this.middle = middle;
    this.segments = segments;
    this.lists = lists;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> T oneOf(List<Supplier<T>> of) {
    return one(of).get();
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> List<T> some(int most, Supplier<T> make) {
    List<T> made = new ArrayList<>();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      made.add(make.get());
    }
    return made;
  }

  // ---- moments

  /// Near the middle, at all scales from milliseconds to years; often exactly n units off.
  Instant moment() {
    if (chance(40)) {
      Unit unit = one(List.of(Unit.values()));
      int n = random.nextInt(-4, 5);
      Instant at =
          unit.isOfCalendar()
              ? middle.atZone(zone).plus(n, ConditionModel.calendar(unit)).toInstant()
              : middle.plus(n, ConditionModel.calendar(unit));
      return at.plusMillis(random.nextInt(-1, 2)).plusNanos(chance(20) ? 1_000 : 0);
    }
    long scale =
        one(
            List.of(
                2L,
                60_000L,
                Duration.ofHours(3).toMillis(),
                Duration.ofDays(2).toMillis(),
                Duration.ofDays(40).toMillis(),
                Duration.ofDays(800).toMillis()));
    long off = random.nextLong(-scale, scale + 1);
    return middle.plusMillis(chance(30) ? off / 1_800_000 * 1_800_000 : off);
  }

  private LocalDate day() {
    return LocalDate.ofInstant(moment(), zone);
  }

  private Span span() {
    Unit unit = chance(25) ? Unit.MONTHS : constant(Unit.class);
    return new Span(1 + random.nextInt(chance(80) ? 3 : 40), unit);
  }

  private When when(boolean isDate) {
    LocalDate day = day();
    int kind = random.nextInt(isDate ? 8 : 7);
    return switch (kind) {
      case 0 -> When.EVER;
      case 1 -> new When.Last(span());
      case 2 -> new When.AtLeastAgo(span());
      case 3 -> {
        Span span = span();
        yield new When.BetweenAgo(span.n(), span.n() + 1 + random.nextInt(3), span.unit());
      }
      case 4 -> new When.After(day);
      case 5 -> new When.Before(day);
      case 6 -> new When.Between(day, day.plusDays(random.nextInt(4)));
      default -> new When.Next(span());
    };
  }

  private When fixed() {
    LocalDate day = day();
    return oneOf(
        List.of(
            () -> When.EVER,
            () -> new When.After(day),
            () -> new When.Before(day),
            () -> new When.Between(day, day.plusDays(random.nextInt(40)))));
  }

  // ---- conditions

  Condition condition() {
    return condition(random.nextInt(3));
  }

  private Condition condition(int depth) {
    if (depth > 0) {
      List<Condition> of = some(3, () -> condition(depth - 1));
      return switch (random.nextInt(3)) {
        case 0 -> new Condition.All(of);
        case 1 -> new Condition.Any(of);
        default -> new Condition.None(of);
      };
    }
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5 -> did();
      case 6, 7 -> new Condition.Ordered(purchases(), orderMeasure(), number(), when(false));
      case 8 -> new Condition.OrderTime(purchases(), chance(50), when(false));
      case 9, 10 -> new Condition.Funnel(happening(), happening(), span(), chance(50), when(false));
      case 11, 12 -> new Condition.Trait(one(TRAITS), test(true));
      case 13 ->
          new Condition.Trait(one(List.of("birthday", "renewal")), new ValueTest.Dated(when(true)));
      case 14 -> new Condition.Anniversary(one(List.of("birthday", "renewal")), occurs());
      case 15 ->
          oneOf(
              List.of(
                  () -> new Condition.KnownBy(constant(Condition.IdentifierKind.class)),
                  () -> new Condition.Language(List.of(one(List.of("de", "DE-at", "en")))),
                  () -> new Condition.InShop(List.of(1, 3).subList(0, 1 + random.nextInt(2))),
                  () -> new Condition.Sample(BigDecimal.valueOf(1 + random.nextInt(99)), "x")));
      case 16, 17 -> consented();
      case 18 ->
          oneOf(
              List.of(
                  () ->
                      new Condition.Suppressed(
                          channel(), Set.copyOf(some(2, () -> constant(Suppression.Reason.class)))),
                  () -> new Condition.Reachable(channel()),
                  () -> new Condition.InSegment(segment(), chance(50)),
                  () -> new Condition.OnList(one(lists), true, when(false)),
                  () -> new Condition.OnList(one(lists), false, When.EVER)));
      case 21, 22 ->
          oneOf(
              List.of(
                  () ->
                      new Condition.Received(
                          channel(),
                          chance(50) ? null : flow(),
                          chance(50) ? null : one(TEMPLATES),
                          chance(50),
                          when(false)),
                  this::inFlow));
      case 19, 20 ->
          oneOf(
              List.of(
                  this::rfm,
                  () ->
                      new Condition.ValueDecile(
                          shop(), one(CURRENCIES), List.of(1 + random.nextInt(10), 10))));
      default -> new Condition.Created(when(false));
    };
  }

  private UUID flow() {
    return new UUID(0, 1 + random.nextInt(3));
  }

  private Condition inFlow() {
    Condition.Presence is = constant(Condition.Presence.class);
    boolean isNow = is == Condition.Presence.IN || is == Condition.Presence.NOT_IN;
    return new Condition.InFlow(chance(40) ? null : segment(), is, isNow ? When.EVER : when(false));
  }

  private Condition rfm() {
    Set<Integer> scores = Set.copyOf(some(2, () -> 1 + random.nextInt(3)));
    return new Condition.Rfm(
        shop(),
        one(CURRENCIES),
        scores.isEmpty() || chance(40)
            ? Set.copyOf(List.of(constant(RfmGroup.class), constant(RfmGroup.class)))
            : Set.of(),
        chance(50) ? scores : Set.of(),
        chance(50) ? scores : Set.of(),
        scores);
  }

  private UUID segment() {
    return one(segments);
  }

  <E extends Enum<E>> E constant(Class<E> type) {
    return one(List.of(type.getEnumConstants()));
  }

  private ChannelKind channel() {
    return one(List.of(ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.WHATSAPP));
  }

  private Condition did() {
    Condition.Measure measure =
        chance(60) ? Condition.Measure.COUNT : constant(Condition.Measure.class);
    String property =
        measure == Condition.Measure.COUNT
            ? null
            : one(List.of("Price", "Brand", "Items.Price", "Tags"));
    return new Condition.Did(happening(), measure, property, number(), when(false));
  }

  private Condition.Happening happening() {
    List<Filter> where =
        chance(60) ? List.of() : some(2, () -> new Filter(one(PATHS), test(false)));
    return new Condition.Happening(one(METRICS.subList(0, 2)), shop(), where);
  }

  private @Nullable Integer shop() {
    return chance(80) ? null : (Integer) (1 + random.nextInt(2));
  }

  private Condition.Purchases purchases() {
    List<Filter> where =
        chance(60)
            ? List.of()
            : some(
                2, () -> new Filter(one(OrderView.FIELDS), chance(60) ? textTest() : test(false)));
    return new Condition.Purchases(shop(), chance(50) ? null : one(CURRENCIES), where);
  }

  private Condition.OrderMeasure orderMeasure() {
    return constant(Condition.OrderMeasure.class);
  }

  private Condition.Return occurs() {
    Unit unit = one(List.of(Unit.DAYS, Unit.WEEKS, Unit.MONTHS));
    Span span = new Span(1 + random.nextInt(11), unit);
    return oneOf(
        List.of(
            Condition.Return.Today::new,
            Condition.Return.ThisMonth::new,
            () -> new Condition.Return.Next(span),
            () -> new Condition.Return.Last(span)));
  }

  private Condition consented() {
    ConsentChange.State state = chance(20) ? null : constant(ConsentChange.State.class);
    return new Condition.Consented(
        channel(),
        constant(Purpose.class),
        state,
        state == null || chance(60)
            ? Set.of()
            : EnumSet.of(ConsentChange.Method.FORM, constant(ConsentChange.Method.class)),
        state == null ? When.EVER : when(false));
  }

  private NumberTest number() {
    BigDecimal value = BigDecimal.valueOf(random.nextInt(-1, 5));
    if (chance(30)) {
      value = one(List.of("0.5", "12.5", "19.99", "3.3333")).transform(BigDecimal::new);
    }
    NumberTest.Operator operator = constant(NumberTest.Operator.class);
    return operator == NumberTest.Operator.BETWEEN
        ? NumberTest.between(value, value.add(BigDecimal.valueOf(random.nextInt(3))))
        : new NumberTest(operator, value, null);
  }

  private String word() {
    return one(TEXTS.subList(0, TEXTS.size() - 1));
  }

  private ValueTest textTest() {
    return new ValueTest.Text(
        constant(ValueTest.Text.Operator.class),
        chance(50) ? word() : word().substring(0, 1),
        chance(40));
  }

  private ValueTest test(boolean isTrait) {
    return oneOf(
        List.of(
            this::textTest,
            () -> new ValueTest.In(List.of(word(), word()), chance(40)),
            () ->
                new ValueTest.Matches(
                    one(List.of("^b.*n$", "[0-9]+", "ö", "^STRASSE|straße$")), chance(40)),
            () -> new ValueTest.Numeric(number()),
            () -> new ValueTest.Flag(chance(50)),
            () -> new ValueTest.Present(chance(50)),
            () -> new ValueTest.Contains(List.of(word(), word()), chance(50)),
            () -> new ValueTest.Length(number()),
            () -> new ValueTest.Dated(isTrait ? when(true) : fixed())));
  }

  // ---- people

  Person person() {
    return new Person(
        new ProfileId(new UUID(random.nextLong(), random.nextLong())),
        moment(),
        one(java.util.Arrays.asList("de", "de-AT", "de_at", "en-GB", "dex", null)),
        some(chance(20) ? 40 : 8, this::event),
        some(5, this::order),
        traits(),
        EnumSet.copyOf(List.of(constant(Condition.IdentifierKind.class))),
        chance(70) ? Set.of(ChannelKind.EMAIL) : Set.of(),
        consents(),
        suppressed(),
        new HashSet<>(some(2, this::segment)),
        lists());
  }

  private Map<UUID, Instant> lists() {
    Map<UUID, Instant> lists = new HashMap<>();
    some(2, () -> lists.put(segment(), moment()));
    return lists;
  }

  Person.Happened event() {
    if (chance(25)) {
      ObjectNode told = json.createObjectNode();
      told.put("flowId", flow().toString()).put("template", one(TEMPLATES));
      return new Person.Happened(moment(), 1, one(OURS), told);
    }
    return new Person.Happened(moment(), 1 + random.nextInt(3), one(METRICS), properties());
  }

  private ObjectNode properties() {
    ObjectNode node = json.createObjectNode();
    value(node, "Brand");
    value(node, "Price");
    value(node, "Day");
    if (chance(50)) {
      list(node.putArray("Tags"));
    }
    if (chance(50)) {
      ArrayNode items = node.putArray("Items");
      some(
          3,
          () -> {
            ObjectNode item = items.addObject();
            value(item, "Name");
            value(item, "Price");
            return item;
          });
    }
    if (chance(10)) {
      node.put(chance(50) ? "$bot" : "$prefetch", chance(80));
    }
    if (chance(30)) {
      value(chance(50) ? node.putObject("a") : node, chance(50) ? "b" : "a.b");
    }
    node.put("Gift", chance(50));
    return node;
  }

  private void list(ArrayNode into) {
    for (int left = random.nextInt(4); left > 0; left--) {
      switch (random.nextInt(6)) {
        case 0 -> into.add(random.nextInt(5));
        case 1 -> into.addNull();
        case 2 -> into.addArray().add(word());
        default -> into.add(one(TEXTS));
      }
    }
  }

  private void value(ObjectNode node, String name) {
    switch (random.nextInt(10)) {
      case 0 -> node.put(name, one(TEXTS));
      case 1 -> node.put(name, random.nextInt(5));
      case 2 -> node.put(name, one(List.of(12.5, 0.5, 19.99, 3.33335, 3.33325, -2.00005)));
      case 3 -> node.put(name, one(List.of(1e10, 1.0000001e10, 1e300, 1e-300)));
      case 4 -> node.put(name, one(List.of(" 12.5 ", "-3", "+4", "1e3", "1,5", ".5", "5.")));
      case 5 -> node.put(name, chance(50));
      case 6 -> node.putNull(name);
      case 7 -> node.put(name, date());
      case 8 -> node.putObject(name).put("x", 1);
      default -> {}
    }
  }

  private String date() {
    Instant at = moment();
    return switch (random.nextInt(6)) {
      case 0, 1 -> LocalDate.ofInstant(at, zone).toString();
      case 2 -> at.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
      case 3 -> at.atZone(zone).toLocalDateTime().toString().replace('T', ' ');
      case 4 -> at.atZone(zone).toOffsetDateTime().toString();
      default -> at.toString();
    };
  }

  ObjectNode traits() {
    ObjectNode node = json.createObjectNode();
    value(node, "city");
    value(node, "points");
    value(node, "vip");
    if (chance(60)) {
      node.put("birthday", one(List.of(date(), "1992-02-29", "1990-03-31", day() + "", "x")));
    }
    if (chance(60)) {
      node.put("renewal", date());
    } else if (chance(50)) {
      node.putArray("renewal").add(date()).add(date());
    }
    list(node.putArray("tags"));
    value(chance(50) ? node.putObject("address") : node, chance(50) ? "city" : "address.city");
    return node;
  }

  OrderView order() {
    BigDecimal total = new BigDecimal(one(List.of("12.50", "19.99", "3", "100.00")));
    BigDecimal refunded = chance(70) ? BigDecimal.ZERO : total.min(BigDecimal.ONE);
    return new OrderView(
        1 + random.nextInt(2),
        moment(),
        one(CURRENCIES),
        constant(OrderStatus.class),
        chance(50) ? null : word(),
        total,
        total.subtract(refunded),
        refunded,
        some(3, () -> new OrderView.Line(word(), null, one(TEXTS), chance(50) ? null : word())));
  }

  List<Consents.Consent> consents() {
    List<Consents.Consent> consents = new ArrayList<>();
    for (ChannelKind channel : List.of(ChannelKind.EMAIL, ChannelKind.SMS)) {
      for (Purpose purpose : Purpose.values()) {
        if (chance(40)) {
          consents.add(
              new Consents.Consent(
                  channel,
                  purpose,
                  constant(ConsentChange.State.class),
                  constant(ConsentChange.Method.class),
                  moment(),
                  "test"));
        }
      }
    }
    return consents;
  }

  private Map<ChannelKind, Suppression.Reason> suppressed() {
    Map<ChannelKind, Suppression.Reason> suppressed = new EnumMap<>(ChannelKind.class);
    some(1, () -> suppressed.put(channel(), constant(Suppression.Reason.class)));
    return suppressed;
  }
}
