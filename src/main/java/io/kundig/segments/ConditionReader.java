package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads one condition out of JSON.
final class ConditionReader {

  private static final int DEEPEST = 8;
  private static final int MOST_CONDITIONS = 100;
  private static final int MOST_FILTERS = 20;
  private static final int LONGEST_METRIC = 127;
  private static final int LONGEST_NAME = 128;

  /// What segments say of themselves cannot be asked, or they would go round in circles.
  private static final Set<String> OWN_METRICS = Set.of("entered segment", "left segment");

  private static final List<String> TYPES =
      List.of(
          "all",
          "any",
          "none",
          "did",
          "orders",
          "funnel",
          "trait",
          "anniversary",
          "known_by",
          "language",
          "shop",
          "consent",
          "suppressed",
          "reachable",
          "segment",
          "list",
          "sample",
          "created",
          "flow",
          "received",
          "rfm",
          "value_decile");

  private enum ConsentState {
    SUBSCRIBED,
    PENDING,
    UNSUBSCRIBED,
    NEVER
  }

  private enum OrderFigure {
    COUNT,
    NET,
    TOTAL,
    AVERAGE,
    REFUNDED,
    DAYS_BETWEEN,
    FIRST,
    LAST
  }

  private int conditions;

  Condition read(JsonNode node, String path, int depth) {
    JsonPart part = new JsonPart(node, path);
    if (depth > DEEPEST) {
      throw JsonPart.invalid(
          path,
          "too_deep",
          "Conditions stand in each other " + DEEPEST + " deep at most.",
          Map.of("most", DEEPEST));
    }
    if (++conditions > MOST_CONDITIONS) {
      throw JsonPart.invalid(
          path,
          "too_many",
          "There can be " + MOST_CONDITIONS + " conditions at most.",
          Map.of("most", MOST_CONDITIONS));
    }
    return switch (part.text("type", 40)) {
      case "all" -> new Condition.All(group(part, depth));
      case "any" -> new Condition.Any(group(part, depth));
      case "none" -> new Condition.None(group(part, depth));
      case "did" -> did(part);
      case "orders" -> orders(part);
      case "funnel" -> funnel(part);
      case "trait" -> trait(part);
      case "anniversary" -> anniversary(part);
      case "known_by" -> {
        part.only("type", "kind");
        yield new Condition.KnownBy(part.choice("kind", Condition.IdentifierKind.class));
      }
      case "language" -> language(part);
      case "shop" -> {
        part.only("type", "in");
        yield new Condition.InShop(
            part.list("in", (one, at) -> JsonPart.integer(one, at, 1, Integer.MAX_VALUE)));
      }
      case "consent" -> consent(part);
      case "suppressed" -> suppressed(part);
      case "reachable" -> {
        part.only("type", "channel");
        yield new Condition.Reachable(part.choice("channel", ChannelKind.class));
      }
      case "segment" -> segment(part);
      case "list" -> list(part);
      case "sample" -> sample(part);
      case "created" -> {
        part.only("type", "when");
        yield new Condition.Created(occurrences(part.part("when")));
      }
      case "flow" -> inFlow(part);
      case "received" -> received(part);
      case "rfm" -> rfm(part);
      case "value_decile" -> {
        part.only("type", "shop", "currency", "in");
        yield new Condition.ValueDecile(
            shop(part),
            currency(part),
            part.list("in", (one, at) -> JsonPart.integer(one, at, 1, 10)));
      }
      default -> throw JsonPart.unknown(part.at("type"), TYPES);
    };
  }

  private List<Condition> group(JsonPart part, int depth) {
    part.only("type", "of");
    return part.listOf("of", MOST_CONDITIONS, (node, path) -> read(node, path, depth + 1), true);
  }

  private static When occurrences(JsonPart part) {
    return ValueTestReader.when(part, ValueTestReader.Of.OCCURRENCES);
  }

  private static When optionalWhen(JsonPart part) {
    return part.has("when") ? occurrences(part.part("when")) : When.EVER;
  }

  private static Condition did(JsonPart part) {
    Condition.Measure measure =
        part.choice("measure", Condition.Measure.class, Condition.Measure.COUNT);
    boolean counts = measure == Condition.Measure.COUNT;
    if (counts) {
      part.only("type", "metric", "shop", "where", "measure", "is", "when");
    } else {
      part.only("type", "metric", "shop", "where", "measure", "of", "is", "when");
    }
    return new Condition.Did(
        happening(part),
        measure,
        counts ? null : path(part, "of"),
        ValueTestReader.onlyNumber(part.part("is")),
        optionalWhen(part));
  }

  private static Condition.Happening happening(JsonPart part) {
    String metric = part.text("metric", LONGEST_METRIC);
    if (OWN_METRICS.contains(Value.folded(metric))) {
      throw part.wrong(
          "metric", "own_metric", "Ask with a condition of the type segment.", Map.of());
    }
    return new Condition.Happening(metric, shop(part), filters(part, "property"));
  }

  private static @Nullable Integer shop(JsonPart part) {
    return part.has("shop") ? (Integer) part.integer("shop", 1, Integer.MAX_VALUE) : null;
  }

  private static List<Filter> filters(JsonPart part, String named) {
    return part.listOf(
        "where", MOST_FILTERS, (node, path) -> filter(new JsonPart(node, path), named), false);
  }

  private static Filter filter(JsonPart part, String named) {
    String name = path(part, named);
    if (named.equals("field") && !OrderView.FIELDS.contains(name)) {
      throw JsonPart.unknown(part.at(named), OrderView.FIELDS);
    }
    return new Filter(name, ValueTestReader.read(part, ValueTestReader.Of.FIXED_DATES, named));
  }

  private static String path(JsonPart part, String field) {
    String name = part.text(field, LONGEST_NAME);
    if (name.chars().filter(c -> c == '.').count() >= PropertyPath.MOST_PARTS) {
      throw part.wrong(
          field,
          "too_deep",
          "A path has " + PropertyPath.MOST_PARTS + " names at most.",
          Map.of("most", PropertyPath.MOST_PARTS));
    }
    return name;
  }

  private static Condition orders(JsonPart part) {
    OrderFigure figure = part.choice("measure", OrderFigure.class, OrderFigure.COUNT);
    boolean isTime = figure == OrderFigure.FIRST || figure == OrderFigure.LAST;
    if (isTime) {
      part.only("type", "measure", "shop", "currency", "where", "when");
    } else {
      part.only("type", "measure", "shop", "currency", "where", "is", "when");
    }
    var which = new Condition.Purchases(shop(part), currency(part, figure), filters(part, "field"));
    if (isTime) {
      When when = occurrences(part.part("when"));
      return new Condition.OrderTime(which, figure == OrderFigure.FIRST, when);
    }
    return new Condition.Ordered(
        which,
        Condition.OrderMeasure.valueOf(figure.name()),
        ValueTestReader.onlyNumber(part.part("is")),
        optionalWhen(part));
  }

  private static @Nullable String currency(JsonPart part, OrderFigure figure) {
    boolean isMoney =
        switch (figure) {
          case NET, TOTAL, AVERAGE, REFUNDED -> true;
          case COUNT, DAYS_BETWEEN, FIRST, LAST -> false;
        };
    if (!isMoney && !part.has("currency")) {
      return null;
    }
    return currency(part);
  }

  private static String currency(JsonPart part) {
    String currency = part.text("currency", 3);
    if (!currency.matches("[A-Z]{3}")) {
      throw part.wrong(
          "currency", "not_a_currency", "Here must be a currency such as EUR.", Map.of());
    }
    return currency;
  }

  private static Condition funnel(JsonPart part) {
    part.only("type", "first", "then", "within", "happens", "when");
    return new Condition.Funnel(
        step(part.part("first")),
        step(part.part("then")),
        ValueTestReader.span(part.part("within")),
        part.flag("happens"),
        optionalWhen(part));
  }

  private static Condition.Happening step(JsonPart part) {
    part.only("metric", "shop", "where");
    return happening(part);
  }

  private static Condition trait(JsonPart part) {
    String name = path(part, "name");
    return new Condition.Trait(
        name, ValueTestReader.read(part, ValueTestReader.Of.DATES, "type", "name"));
  }

  private static Condition anniversary(JsonPart part) {
    part.only("type", "trait", "when");
    String trait = path(part, "trait");
    JsonNode when = part.get("when");
    if (when != null && when.isString()) {
      return switch (when.stringValue()) {
        case "today" -> new Condition.Anniversary(trait, new Condition.Return.Today());
        case "this_month" -> new Condition.Anniversary(trait, new Condition.Return.ThisMonth());
        default -> throw JsonPart.unknown(part.at("when"), List.of("today", "this_month"));
      };
    }
    JsonPart span = part.part("when");
    if (span.has("last")) {
      return new Condition.Anniversary(trait, new Condition.Return.Last(ofCalendar(span, "last")));
    }
    return new Condition.Anniversary(trait, new Condition.Return.Next(ofCalendar(span, "next")));
  }

  /// A span below a year, such as `"next": 7, "unit": "days"`.
  private static Span ofCalendar(JsonPart part, String named) {
    part.only(named, "unit");
    Unit unit = part.choice("unit", Unit.class);
    int most =
        switch (unit) {
          case DAYS -> 365;
          case WEEKS -> 52;
          case MONTHS -> 11;
          case MINUTES, HOURS, YEARS ->
              throw JsonPart.unknown(part.at("unit"), List.of("days", "weeks", "months"));
        };
    return new Span(part.integer(named, 1, most), unit);
  }

  private static Condition language(JsonPart part) {
    part.only("type", "in");
    List<String> in = part.texts("in");
    for (int i = 0; i < in.size(); i++) {
      if (!in.get(i).matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")) {
        throw part.wrong(
            "in[" + i + "]", "not_a_language", "Here must be a language such as de.", Map.of());
      }
    }
    return new Condition.Language(in);
  }

  private static Condition consent(JsonPart part) {
    ConsentState state = part.choice("state", ConsentState.class);
    ChannelKind channel = part.choice("channel", ChannelKind.class);
    Purpose purpose = part.choice("purpose", Purpose.class);
    if (state == ConsentState.NEVER) {
      part.only("type", "channel", "purpose", "state");
      return new Condition.Consented(channel, purpose, null, Set.of(), When.EVER);
    }
    part.only("type", "channel", "purpose", "state", "method", "when");
    return new Condition.Consented(
        channel,
        purpose,
        ConsentChange.State.valueOf(state.name()),
        choices(part, "method", ConsentChange.Method.class),
        optionalWhen(part));
  }

  private static <E extends Enum<E>> Set<E> choices(JsonPart part, String field, Class<E> type) {
    int most = type.getEnumConstants().length;
    return Set.copyOf(
        part.listOf(field, most, (node, path) -> JsonPart.choice(node, path, type), false));
  }

  private static Condition suppressed(JsonPart part) {
    part.only("type", "channel", "reason");
    return new Condition.Suppressed(
        part.choice("channel", ChannelKind.class),
        choices(part, "reason", Suppression.Reason.class));
  }

  private static Condition segment(JsonPart part) {
    part.only("type", "id", "in");
    return new Condition.InSegment(id(part, "id", "a segment"), part.flag("in"));
  }

  private static UUID id(JsonPart part, String field, String of) {
    String id = part.text(field, 36);
    if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw part.wrong(field, "not_an_id", "Here must be the id of " + of + ".", Map.of());
    }
    return UUID.fromString(id);
  }

  private static Condition list(JsonPart part) {
    boolean in = part.flag("in");
    if (in) {
      part.only("type", "id", "in", "when");
    } else {
      part.only("type", "id", "in");
    }
    return new Condition.OnList(id(part, "id", "a list"), in, optionalWhen(part));
  }

  private static Condition inFlow(JsonPart part) {
    Condition.Presence is = part.choice("is", Condition.Presence.class);
    boolean isNow = is == Condition.Presence.IN || is == Condition.Presence.NOT_IN;
    if (isNow) {
      part.only("type", "flow", "is");
    } else {
      part.only("type", "flow", "is", "when");
    }
    return new Condition.InFlow(flow(part), is, isNow ? When.EVER : optionalWhen(part));
  }

  private static @Nullable UUID flow(JsonPart part) {
    return part.has("flow") ? id(part, "flow", "a flow") : null;
  }

  private static Condition received(JsonPart part) {
    part.only("type", "channel", "flow", "template", "received", "when");
    return new Condition.Received(
        part.choice("channel", ChannelKind.class),
        flow(part),
        part.has("template") ? part.text("template", LONGEST_NAME) : null,
        part.flag("received"),
        optionalWhen(part));
  }

  private static Condition rfm(JsonPart part) {
    part.only("type", "shop", "currency", "groups", "r", "f", "m");
    Condition.Rfm rfm =
        new Condition.Rfm(
            shop(part),
            currency(part),
            part.has("groups")
                ? Set.copyOf(
                    part.list("groups", (one, at) -> JsonPart.choice(one, at, RfmGroup.class)))
                : Set.of(),
            scores(part, "r"),
            scores(part, "f"),
            scores(part, "m"));
    if (List.of("groups", "r", "f", "m").stream().noneMatch(part::has)) {
      throw part.wrong("groups", "missing", "Name groups or scores.", Map.of());
    }
    return rfm;
  }

  private static Set<Integer> scores(JsonPart part, String field) {
    return part.has(field)
        ? Set.copyOf(part.list(field, (one, at) -> JsonPart.integer(one, at, 1, 3)))
        : Set.of();
  }

  private static Condition sample(JsonPart part) {
    part.only("type", "percent", "key");
    BigDecimal percent = ValueTestReader.decimal(part, "percent");
    if (percent.signum() <= 0
        || percent.compareTo(BigDecimal.valueOf(100)) >= 0
        || percent.scale() > 2) {
      throw part.wrong(
          "percent",
          "out_of_range",
          "The share must be above 0 and below 100, with two decimals at most.",
          Map.of("least", 0.01, "most", 99.99));
    }
    return new Condition.Sample(percent, part.text("key", LONGEST_NAME));
  }
}
