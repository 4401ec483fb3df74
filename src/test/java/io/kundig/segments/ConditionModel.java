package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.orders.OrderStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Conditions as they are described, without any thought of speed: over lists of what happened, by
/// the calendar of `java.time`.
record ConditionModel(ZoneId zone, Person person, Instant now) {

  /// The table of the guide.
  static final Map<String, RfmGroup> GROUPS = groups();

  private static Map<String, RfmGroup> groups() {
    Map<String, RfmGroup> groups = new HashMap<>();
    Map.of(
            RfmGroup.CHAMPIONS, "333 332 323",
            RfmGroup.LOYAL, "331 322 321 233 232",
            RfmGroup.RECENT, "313 312 311",
            RfmGroup.NEEDS_ATTENTION, "231 223 222 221 213 212 211",
            RfmGroup.AT_RISK, "133 132 131 123 122 113",
            RfmGroup.INACTIVE, "121 112 111")
        .forEach(
            (group, codes) -> Stream.of(codes.split(" ")).forEach(code -> groups.put(code, group)));
    return groups;
  }

  static boolean holds(Condition condition, ZoneId zone, Person person, Instant now) {
    return new ConditionModel(zone, person, now).holds(condition);
  }

  private boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.All(var of) -> of.stream().allMatch(this::holds);
      case Condition.Any(var of) -> of.stream().anyMatch(this::holds);
      case Condition.None(var of) -> of.stream().noneMatch(this::holds);
      case Condition.Did did -> holds(did);
      case Condition.Ordered ordered -> holds(ordered);
      case Condition.OrderTime(var which, boolean first, When when) -> {
        List<Instant> times =
            orders(which).stream().map(OrderView::placedAt).filter(this::isPast).sorted().toList();
        yield !times.isEmpty() && during(when, first ? times.getFirst() : times.getLast());
      }
      case Condition.Funnel funnel -> holds(funnel);
      case Condition.Trait(String name, ValueTest test) ->
          passes(test, find(person.traits(), name));
      case Condition.Anniversary(String trait, var occurs) ->
          find(person.traits(), trait).scalars.stream()
              .flatMap(value -> date(value).stream())
              .anyMatch(date -> returns(date, occurs));
      case Condition.KnownBy(var kind) -> person.kinds().contains(kind);
      case Condition.Language(var in) -> in.stream().anyMatch(this::speaks);
      case Condition.InShop(var in) ->
          person.events().stream()
              .anyMatch(event -> in.contains(event.shop()) && isPast(event.at()) && isHuman(event));
      case Condition.Consented consented -> holds(consented);
      case Condition.Suppressed(var channel, var reasons) -> {
        var reason = person.suppressed().get(channel);
        yield reason != null && (reasons.isEmpty() || reasons.contains(reason));
      }
      case Condition.Reachable(var channel) ->
          person.addresses().contains(channel)
              && !person.suppressed().containsKey(channel)
              && person.consents().stream()
                  .anyMatch(
                      consent ->
                          consent.channel() == channel
                              && consent.purpose() == Purpose.MARKETING
                              && consent.state() == ConsentChange.State.SUBSCRIBED);
      case Condition.InSegment(var id, boolean in) -> person.segments().contains(id) == in;
      case Condition.OnList(var id, boolean in, When when) ->
          (person.lists().containsKey(id) && during(when, person.lists().get(id))) == in;
      case Condition.Sample(BigDecimal percent, String key) -> draw(key).compareTo(percent) < 0;
      case Condition.Created(When when) -> during(when, person.created());
      case Condition.InFlow inFlow -> holds(inFlow);
      case Condition.Received received -> holds(received);
      case Condition.Rfm rfm -> holds(rfm);
      case Condition.ValueDecile(var shop, String currency, var in) -> holds(shop, currency, in);
    };
  }

  private boolean isPast(Instant at) {
    return !millis(at).isAfter(now);
  }

  private static Instant millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }

  private boolean speaks(String wanted) {
    String language = person.locale() == null ? "" : person.locale().toLowerCase(Locale.ROOT);
    return (language.replace('_', '-') + "-")
        .startsWith(wanted.toLowerCase(Locale.ROOT).replace('_', '-') + "-");
  }

  private BigDecimal draw(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("MD5")
              .digest((person.id() + ":" + key).getBytes(StandardCharsets.UTF_8));
      long number = HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(hash), 0, 8);
      return BigDecimal.valueOf(number * 100).divide(BigDecimal.valueOf(1L << 32));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean holds(Condition.Consented asked) {
    Optional<Consents.Consent> found =
        person.consents().stream()
            .filter(one -> one.channel() == asked.channel() && one.purpose() == asked.purpose())
            .findAny();
    if (asked.state() == null) {
      return found.isEmpty();
    }
    return found
        .filter(one -> one.state() == asked.state())
        .filter(one -> asked.methods().isEmpty() || asked.methods().contains(one.method()))
        .filter(one -> during(asked.when(), one.since()))
        .isPresent();
  }

  // ---- what happened

  private static boolean isHuman(Person.Happened event) {
    return !event.properties().path("$bot").asBoolean(false)
        && !event.properties().path("$prefetch").asBoolean(false);
  }

  private List<Person.Happened> happened(Condition.Happening what) {
    return person.events().stream()
        .filter(event -> event.metric().equals(what.metric()))
        .filter(event -> what.shop() == null || event.shop() == what.shop())
        .filter(ConditionModel::isHuman)
        .filter(
            event ->
                what.where().stream()
                    .allMatch(
                        filter ->
                            passes(filter.test(), find(event.properties(), filter.property()))))
        .toList();
  }

  private boolean holds(Condition.Did did) {
    List<Person.Happened> events =
        happened(did.what()).stream().filter(event -> during(did.when(), event.at())).toList();
    List<JsonNode> values =
        did.property() == null
            ? List.of()
            : events.stream()
                .flatMap(event -> find(event.properties(), did.property()).scalars.stream())
                .toList();
    List<BigDecimal> numbers = values.stream().flatMap(value -> number(value).stream()).toList();
    return switch (did.measure()) {
      case COUNT -> is(BigDecimal.valueOf(events.size()), did.is());
      case SUM -> is(sum(numbers), did.is());
      case AVERAGE -> !numbers.isEmpty() && is(average(numbers), did.is());
      case DISTINCT ->
          is(
              BigDecimal.valueOf(
                  values.stream().flatMap(value -> text(value).stream()).distinct().count()),
              did.is());
    };
  }

  private List<OrderView> orders(Condition.Purchases which) {
    return person.orders().stream()
        .filter(order -> which.shop() == null || order.shopId() == which.shop())
        .filter(order -> which.currency() == null || which.currency().equals(order.currency()))
        .filter(order -> order.status() != OrderStatus.CANCELLED)
        .filter(order -> order.status() != OrderStatus.UNPLACED)
        .filter(
            order ->
                which.where().stream()
                    .allMatch(
                        filter -> passes(filter.test(), find(asJson(order), filter.property()))))
        .toList();
  }

  private static ObjectNode asJson(OrderView order) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("status", order.status().name().toLowerCase(Locale.ROOT));
    node.put("coupon", order.coupon());
    for (String field : List.of("product", "sku", "title", "category")) {
      var array = node.putArray(field);
      for (OrderView.Line line : order.lines()) {
        array.add(
            switch (field) {
              case "product" -> line.productId();
              case "sku" -> line.sku();
              case "title" -> line.title();
              default -> line.category();
            });
      }
    }
    return node;
  }

  private boolean holds(Condition.Ordered ordered) {
    List<OrderView> orders =
        orders(ordered.which()).stream()
            .filter(order -> during(ordered.when(), order.placedAt()))
            .sorted(Comparator.comparing(OrderView::placedAt))
            .toList();
    List<BigDecimal> net = orders.stream().map(OrderView::net).toList();
    return switch (ordered.measure()) {
      case COUNT -> is(BigDecimal.valueOf(orders.size()), ordered.is());
      case NET -> is(sum(net), ordered.is());
      case TOTAL -> is(sum(orders.stream().map(OrderView::total).toList()), ordered.is());
      case REFUNDED -> is(sum(orders.stream().map(OrderView::refunded).toList()), ordered.is());
      case AVERAGE -> !orders.isEmpty() && is(average(net), ordered.is());
      case DAYS_BETWEEN ->
          orders.size() > 1
              && is(
                  BigDecimal.valueOf(
                          Duration.between(
                                  millis(orders.getFirst().placedAt()),
                                  millis(orders.getLast().placedAt()))
                              .toMillis())
                      .divide(
                          BigDecimal.valueOf(86_400_000L * (orders.size() - 1)),
                          4,
                          RoundingMode.HALF_UP),
                  ordered.is());
    };
  }

  private boolean holds(Condition.InFlow asked) {
    long entered = times("Entered Flow", "flowId", asked.flow(), When.EVER);
    long left = times("Left Flow", "flowId", asked.flow(), When.EVER);
    return switch (asked.is()) {
      case IN -> entered > left;
      case NOT_IN -> entered <= left;
      case EVER_IN -> times("Entered Flow", "flowId", asked.flow(), asked.when()) > 0;
      case NEVER_IN -> times("Entered Flow", "flowId", asked.flow(), asked.when()) == 0;
    };
  }

  private boolean holds(Condition.Received asked) {
    boolean received =
        human("Received Email")
            .filter(event -> asked.channel() == ChannelKind.EMAIL)
            .filter(event -> says(event, "flowId", asked.flow()))
            .filter(event -> says(event, "template", asked.template()))
            .anyMatch(event -> during(asked.when(), event.at()));
    return received == asked.received();
  }

  private long times(String metric, String property, Object value, When when) {
    return human(metric)
        .filter(event -> says(event, property, value))
        .filter(event -> during(when, event.at()))
        .count();
  }

  private Stream<Person.Happened> human(String metric) {
    return person.events().stream()
        .filter(event -> event.metric().equals(metric) && isHuman(event));
  }

  private static boolean says(Person.Happened event, String property, Object value) {
    return value == null || value.toString().equals(event.properties().path(property).asString(""));
  }

  private boolean holds(Condition.Rfm rfm) {
    List<OrderView> orders =
        placed(rfm.shop(), rfm.currency()).stream()
            .filter(order -> !millis(order.placedAt()).isBefore(ago(24, Unit.MONTHS)))
            .toList();
    if (orders.isEmpty()) {
      return false;
    }
    Duration age =
        Duration.between(
            orders.stream().map(order -> millis(order.placedAt())).max(Instant::compareTo).get(),
            now);
    Ranks ranks = PackedPeople.RANKS;
    int r =
        age.compareTo(Duration.ofDays(ranks.days().best())) <= 0
            ? 3
            : age.compareTo(Duration.ofDays(ranks.days().middle())) <= 0 ? 2 : 1;
    int f = third(BigDecimal.valueOf(orders.size()), ranks.orders(), 0);
    int m = third(sum(orders.stream().map(OrderView::net).toList()), ranks.spent(), 4);
    return (rfm.groups().isEmpty() || rfm.groups().contains(GROUPS.get("" + r + f + m)))
        && (rfm.recency().isEmpty() || rfm.recency().contains(r))
        && (rfm.frequency().isEmpty() || rfm.frequency().contains(f))
        && (rfm.monetary().isEmpty() || rfm.monetary().contains(m));
  }

  private static int third(BigDecimal value, Ranks.Bounds bounds, int scale) {
    return value.compareTo(BigDecimal.valueOf(bounds.best(), scale)) > 0
        ? 3
        : value.compareTo(BigDecimal.valueOf(bounds.middle(), scale)) > 0 ? 2 : 1;
  }

  private List<OrderView> placed(Integer shop, String currency) {
    return orders(new Condition.Purchases(shop, currency, List.of())).stream()
        .filter(order -> isPast(order.placedAt()))
        .toList();
  }

  private boolean holds(Integer shop, String currency, List<Integer> deciles) {
    List<OrderView> orders = placed(shop, currency);
    BigDecimal spent = sum(orders.stream().map(OrderView::net).toList());
    long notAbove =
        PackedPeople.RANKS.net().stream()
            .filter(bound -> spent.compareTo(BigDecimal.valueOf(bound, 4)) <= 0)
            .count();
    return !orders.isEmpty() && deciles.contains((int) notAbove + 1);
  }

  private static BigDecimal sum(List<BigDecimal> numbers) {
    return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal average(List<BigDecimal> numbers) {
    return sum(numbers).divide(BigDecimal.valueOf(numbers.size()), 4, RoundingMode.HALF_UP);
  }

  private boolean holds(Condition.Funnel funnel) {
    List<Instant> ends = happened(funnel.then()).stream().map(event -> millis(event.at())).toList();
    return happened(funnel.first()).stream()
        .map(event -> millis(event.at()))
        .filter(start -> during(funnel.when(), start))
        .anyMatch(
            start -> {
              Instant deadline = shifted(start, funnel.within().n(), funnel.within().unit());
              Predicate<Instant> follows = end -> end.isAfter(start) && !end.isAfter(deadline);
              return funnel.happens()
                  ? ends.stream().filter(this::isPast).anyMatch(follows)
                  : now.isAfter(deadline) && ends.stream().noneMatch(follows);
            });
  }

  // ---- values

  /// @param scalars what was found: the value, or the elements of a list
  private record Found(boolean isList, List<JsonNode> scalars) {
    boolean isSet() {
      return !scalars.isEmpty();
    }
  }

  private static Found find(ObjectNode properties, String path) {
    if (properties.has(path)) {
      return found(Stream.of(properties.get(path)), properties.get(path).isArray());
    }
    List<JsonNode> nodes = List.of(properties);
    boolean isList = false;
    for (String part : path.split("\\.", -1)) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : nodes) {
        if (node.isArray() && part.matches("\\d{1,4}")) {
          next.add(node.path(Integer.parseInt(part)));
        } else if (node.isArray()) {
          isList = true;
          elements(node).forEach(element -> next.add(element.path(part)));
        } else {
          next.add(node.path(part));
        }
      }
      nodes = next;
    }
    return found(nodes.stream(), isList || nodes.stream().anyMatch(JsonNode::isArray));
  }

  private static Found found(Stream<JsonNode> nodes, boolean isList) {
    List<JsonNode> scalars =
        nodes
            .flatMap(node -> node.isArray() ? elements(node) : Stream.of(node))
            .filter(node -> !node.isNull() && !node.isMissingNode())
            .filter(node -> !node.isString() || !node.stringValue().isEmpty())
            .toList();
    return new Found(isList, scalars);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return array
        .valueStream()
        .flatMap(element -> element.isArray() ? elements(element) : Stream.of(element));
  }

  private static Optional<String> text(JsonNode value) {
    if (value.isString()) {
      return Optional.of(lower(value.stringValue()));
    }
    if (value.isBoolean()) {
      return Optional.of(value.asString());
    }
    return number(value)
        .map(number -> number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }

  private static String lower(String text) {
    int[] lower =
        Normalizer.normalize(text, Normalizer.Form.NFC)
            .codePoints()
            .map(Character::toLowerCase)
            .toArray();
    return new String(lower, 0, lower.length);
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    Optional<BigDecimal> number = Optional.empty();
    if (value.isNumber()) {
      number = Optional.of(value.decimalValue());
    } else if (value.isString()) {
      String text = value.stringValue().strip();
      if (text.length() <= 40 && text.matches("[+-]?[0-9]+([.][0-9]+)?")) {
        number = Optional.of(new BigDecimal(text));
      }
    }
    return number
        .filter(found -> found.abs().compareTo(BigDecimal.TEN.pow(10)) <= 0)
        .map(found -> found.setScale(4, RoundingMode.HALF_UP));
  }

  /// A day, a local time or a moment.
  private Optional<Object> date(JsonNode value) {
    if (!value.isString()) {
      return Optional.empty();
    }
    String text = value.stringValue().toUpperCase(Locale.ROOT).replace(' ', 'T');
    return parsed(() -> LocalDate.parse(text))
        .or(() -> parsed(() -> LocalDateTime.parse(text)))
        .or(() -> parsed(() -> OffsetDateTime.parse(text).toInstant()));
  }

  private interface Parse {
    Object parse();
  }

  private static Optional<Object> parsed(Parse parse) {
    try {
      return Optional.of(parse.parse());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private boolean passes(ValueTest test, Found found) {
    return switch (test) {
      case ValueTest.Text(var operator, String value, boolean not) ->
          any(
                  found,
                  text ->
                      switch (operator) {
                        case EQUALS -> text.equals(lower(value));
                        case CONTAINS -> text.contains(lower(value));
                        case STARTS_WITH -> text.startsWith(lower(value));
                        case ENDS_WITH -> text.endsWith(lower(value));
                      })
              != not;
      case ValueTest.In(var values, boolean not) ->
          any(found, text -> values.stream().anyMatch(value -> lower(value).equals(text))) != not;
      case ValueTest.Matches(String pattern, boolean not) ->
          any(
                  found,
                  text ->
                      text.length() <= 1_000
                          && Pattern.compile(
                                  pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                              .matcher(text)
                              .find())
              != not;
      case ValueTest.Numeric(NumberTest is) -> {
        boolean not = is.operator() == NumberTest.Operator.NOT_EQUALS;
        NumberTest plain = not ? new NumberTest(NumberTest.Operator.EQUALS, is.value(), null) : is;
        yield found.scalars.stream()
                .flatMap(value -> number(value).stream())
                .anyMatch(number -> is(number, plain))
            != not;
      }
      case ValueTest.Flag(boolean value) -> any(found, text -> text.equals("" + value));
      case ValueTest.Present(boolean not) -> found.isSet() != not;
      case ValueTest.Contains(var values, boolean all) ->
          all
              ? values.stream().allMatch(value -> any(found, lower(value)::equals))
              : values.stream().anyMatch(value -> any(found, lower(value)::equals));
      case ValueTest.Length(NumberTest is) ->
          found.isList && found.isSet() && is(BigDecimal.valueOf(found.scalars.size()), is);
      case ValueTest.Dated(When when) ->
          found.scalars.stream()
              .flatMap(value -> date(value).stream())
              .anyMatch(date -> isDate(when, date));
    };
  }

  private static boolean any(Found found, Predicate<String> test) {
    return found.scalars.stream().flatMap(value -> text(value).stream()).anyMatch(test);
  }

  private static boolean is(BigDecimal number, NumberTest test) {
    int compared = number.compareTo(test.value());
    return switch (test.operator()) {
      case EQUALS -> compared == 0;
      case NOT_EQUALS -> compared != 0;
      case MORE_THAN -> compared > 0;
      case AT_LEAST -> compared >= 0;
      case LESS_THAN -> compared < 0;
      case AT_MOST -> compared <= 0;
      case BETWEEN -> compared >= 0 && number.compareTo(test.to()) <= 0;
    };
  }

  // ---- time

  /// Whether something that happened then counts.
  private boolean during(When when, Instant at) {
    Instant moment = millis(at);
    return isPast(moment) && isIn(when, moment);
  }

  private boolean isIn(When when, Instant at) {
    return switch (when) {
      case When.Ever _ -> true;
      case When.Last(Span(int n, Unit unit)) -> !at.isBefore(ago(n, unit)) && isPast(at);
      case When.AtLeastAgo(Span(int n, Unit unit)) -> at.isBefore(ago(n, unit));
      case When.BetweenAgo(int from, int to, Unit unit) ->
          !at.isBefore(ago(to, unit)) && at.isBefore(ago(from, unit));
      case When.Next(Span(int n, Unit unit)) -> !isPast(at) && at.isBefore(ago(-n, unit));
      case When.After(LocalDate date) -> !dayOf(at).isBefore(date);
      case When.Before(LocalDate date) -> dayOf(at).isBefore(date);
      case When.Between(LocalDate from, LocalDate to) ->
          !dayOf(at).isBefore(from) && !dayOf(at).isAfter(to);
    };
  }

  private LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, zone);
  }

  private boolean isDate(When when, Object date) {
    return switch (date) {
      case LocalDate day -> isDay(when, day);
      case LocalDateTime local -> isIn(when, resolved(local));
      case Instant at -> isIn(when, millis(at));
      default -> throw new IllegalStateException();
    };
  }

  private boolean isDay(When when, LocalDate day) {
    LocalDate today = dayOf(now);
    Instant start = day.atStartOfDay(zone).toInstant();
    return switch (when) {
      case When.Ever _ -> true;
      case When.Last(Span(int n, Unit unit)) ->
          unit.isOfCalendar()
              ? !day.isBefore(today.minus(n, calendar(unit))) && !day.isAfter(today)
              : isIn(when, start);
      case When.AtLeastAgo(Span(int n, Unit unit)) ->
          unit.isOfCalendar() ? day.isBefore(today.minus(n, calendar(unit))) : isIn(when, start);
      case When.BetweenAgo(int from, int to, Unit unit) ->
          unit.isOfCalendar()
              ? !day.isBefore(today.minus(to, calendar(unit)))
                  && day.isBefore(today.minus(from, calendar(unit)))
              : isIn(when, start);
      case When.Next(Span(int n, Unit unit)) ->
          unit.isOfCalendar()
              ? !day.isBefore(today) && !day.isAfter(today.plus(n, calendar(unit)))
              : isIn(when, start);
      case When.After(LocalDate date) -> !day.isBefore(date);
      case When.Before(LocalDate date) -> day.isBefore(date);
      case When.Between(LocalDate from, LocalDate to) -> !day.isBefore(from) && !day.isAfter(to);
    };
  }

  static ChronoUnit calendar(Unit unit) {
    return ChronoUnit.valueOf(unit.name());
  }

  private Instant ago(int n, Unit unit) {
    return shifted(now, -n, unit);
  }

  /// A moment and n units, as [When] says.
  private Instant shifted(Instant moment, int n, Unit unit) {
    if (!unit.isOfCalendar()) {
      return moment.plus(n, calendar(unit));
    }
    LocalDateTime from = clock(moment);
    LocalDateTime to = from.plus(n, calendar(unit));
    boolean hasNoSuchDay =
        (unit == Unit.MONTHS || unit == Unit.YEARS) && to.getDayOfMonth() != from.getDayOfMonth();
    return resolved(hasNoSuchDay ? to.toLocalDate().plusDays(1).atStartOfDay() : to);
  }

  /// What clocks show; the end of the hour while they show it for the second time.
  private LocalDateTime clock(Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    ZoneOffsetTransition change = zone.getRules().getTransition(local.toLocalDateTime());
    boolean isSecondTime =
        change != null && change.isOverlap() && local.getOffset().equals(change.getOffsetAfter());
    return isSecondTime
        ? change.getDateTimeBefore().minus(1, ChronoUnit.MILLIS)
        : local.toLocalDateTime();
  }

  private Instant resolved(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    ZoneOffset first = zone.getRules().getValidOffsets(local).getFirst();
    return millis(local.toInstant(first));
  }

  private boolean returns(Object value, Condition.Return occurs) {
    LocalDate date =
        switch (value) {
          case LocalDate day -> day;
          case LocalDateTime local -> local.toLocalDate();
          case Instant at -> dayOf(at);
          default -> throw new IllegalStateException();
        };
    LocalDate today = dayOf(now);
    return switch (occurs) {
      case Condition.Return.Today _ -> isReturn(date, today);
      case Condition.Return.ThisMonth _ -> date.getMonth() == today.getMonth();
      case Condition.Return.Next(Span(int n, Unit unit)) ->
          today
              .datesUntil(today.plus(n, calendar(unit)).plusDays(1))
              .anyMatch(day -> isReturn(date, day));
      case Condition.Return.Last(Span(int n, Unit unit)) ->
          today
              .minus(n, calendar(unit))
              .datesUntil(today.plusDays(1))
              .anyMatch(day -> isReturn(date, day));
    };
  }

  private static boolean isReturn(LocalDate date, LocalDate day) {
    boolean isLeapDay = date.getMonthValue() == 2 && date.getDayOfMonth() == 29;
    int dayOfMonth = isLeapDay && !Year.isLeap(day.getYear()) ? 28 : date.getDayOfMonth();
    return date.getMonth() == day.getMonth() && dayOfMonth == day.getDayOfMonth();
  }
}
