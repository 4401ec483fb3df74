package io.kundig.segments;

import com.google.re2j.PatternSyntaxException;
import io.kundig.shared.Invalid;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads tests of values, numbers and stretches of time out of JSON.
final class ValueTestReader {

  private static final int LONGEST_PATTERN = 200;
  private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2100, 12, 31);

  private static final List<String> OPERATORS =
      List.of(
          "equals",
          "not_equals",
          "contains",
          "not_contains",
          "starts_with",
          "not_starts_with",
          "ends_with",
          "not_ends_with",
          "in",
          "not_in",
          "matches",
          "not_matches",
          "more_than",
          "at_least",
          "less_than",
          "at_most",
          "between",
          "is_true",
          "is_false",
          "is_set",
          "is_not_set",
          "contains_any",
          "contains_all",
          "length",
          "date");

  /// What a stretch of time is of.
  enum Of {
    OCCURRENCES,
    DATES,
    /// Dates inside of events, which are compared once, when the event comes.
    FIXED_DATES
  }

  private ValueTestReader() {}

  /// @param beside the fields of the object that are not the test's
  static ValueTest read(JsonPart part, Of dates, String... beside) {
    String operator = part.text("op", 40);
    boolean not = operator.startsWith("not_");
    String base = not ? operator.substring(4) : operator;
    return switch (OPERATORS.contains(operator) ? base : "") {
      case "equals" -> {
        part.only(with(beside, "value"));
        JsonNode value = part.get("value");
        yield value != null && value.isNumber()
            ? new ValueTest.Numeric(number(part))
            : text(part, ValueTest.Text.Operator.EQUALS, not, beside);
      }
      case "contains" -> text(part, ValueTest.Text.Operator.CONTAINS, not, beside);
      case "starts_with" -> text(part, ValueTest.Text.Operator.STARTS_WITH, not, beside);
      case "ends_with" -> text(part, ValueTest.Text.Operator.ENDS_WITH, not, beside);
      case "in" -> new ValueTest.In(texts(part, beside), not);
      case "matches" -> matches(part, not, beside);
      case "more_than", "at_least", "less_than", "at_most" -> {
        part.only(with(beside, "value"));
        yield new ValueTest.Numeric(number(part));
      }
      case "between" -> {
        part.only(with(beside, "from", "to"));
        yield new ValueTest.Numeric(number(part));
      }
      case "is_true", "is_false" -> {
        part.only(with(beside));
        yield new ValueTest.Flag(operator.equals("is_true"));
      }
      case "is_set", "is_not_set" -> {
        part.only(with(beside));
        yield new ValueTest.Present(operator.equals("is_not_set"));
      }
      case "contains_any" -> new ValueTest.Contains(texts(part, beside), false);
      case "contains_all" -> new ValueTest.Contains(texts(part, beside), true);
      case "length" -> {
        part.only(with(beside, "is"));
        yield new ValueTest.Length(onlyNumber(part.part("is")));
      }
      case "date" -> {
        part.only(with(beside, "when"));
        yield new ValueTest.Dated(when(part.part("when"), dates));
      }
      default -> throw JsonPart.unknown(part.at("op"), OPERATORS);
    };
  }

  private static String[] with(String[] beside, String... fields) {
    return Stream.of(beside, new String[] {"op"}, fields)
        .flatMap(Arrays::stream)
        .toArray(String[]::new);
  }

  private static ValueTest text(
      JsonPart part, ValueTest.Text.Operator operator, boolean not, String... beside) {
    part.only(with(beside, "value"));
    return new ValueTest.Text(operator, part.text("value", JsonPart.LONGEST_TEXT), not);
  }

  private static List<String> texts(JsonPart part, String... beside) {
    part.only(with(beside, "value"));
    return part.texts("value");
  }

  private static ValueTest matches(JsonPart part, boolean not, String... beside) {
    part.only(with(beside, "value"));
    String pattern = part.text("value", LONGEST_PATTERN);
    try {
      Patterns.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw part.wrong(
          "value",
          "not_a_pattern",
          "That is no regular expression: " + e.getDescription() + ".",
          Map.of());
    }
    return new ValueTest.Matches(pattern, not);
  }

  /// A number test that is an object of its own.
  static NumberTest onlyNumber(JsonPart part) {
    boolean between = part.choice("op", NumberTest.Operator.class) == NumberTest.Operator.BETWEEN;
    if (between) {
      part.only("op", "from", "to");
    } else {
      part.only("op", "value");
    }
    return number(part);
  }

  private static NumberTest number(JsonPart part) {
    NumberTest.Operator operator = part.choice("op", NumberTest.Operator.class);
    if (operator != NumberTest.Operator.BETWEEN) {
      return new NumberTest(operator, decimal(part, "value"), null);
    }
    BigDecimal from = decimal(part, "from");
    BigDecimal to = decimal(part, "to");
    if (from.compareTo(to) > 0) {
      throw wrongOrder(part);
    }
    return NumberTest.between(from, to);
  }

  private static Invalid wrongOrder(JsonPart part) {
    return part.wrong("to", "wrong_order", "The end lies before the beginning.", Map.of());
  }

  static BigDecimal decimal(JsonPart part, String field) {
    JsonNode found = part.get(field);
    if (found == null || !found.isNumber()) {
      String code = found == null ? "missing" : "not_a_number";
      throw part.wrong(field, code, "Here must be a number.", Map.of());
    }
    long number = Decimals.of(found);
    if (number == Decimals.NONE) {
      throw part.wrong(
          field,
          "out_of_range",
          "Numbers go from -10000000000 to 10000000000.",
          Map.of("least", -10_000_000_000L, "most", 10_000_000_000L));
    }
    BigDecimal decimal = Decimals.toDecimal(number);
    if (decimal.compareTo(found.decimalValue()) != 0) {
      throw part.wrong(
          field, "too_fine", "Numbers have four decimals at most.", Map.of("decimals", 4));
    }
    return decimal;
  }

  static When when(JsonPart part, Of of) {
    String type = part.text("type", 40);
    return switch (types(of).contains(type) ? type : "") {
      case "ever" -> {
        part.only("type");
        yield When.EVER;
      }
      case "last" -> new When.Last(span(part, "type"));
      case "at_least_ago" -> new When.AtLeastAgo(span(part, "type"));
      case "between_ago" -> betweenAgo(part);
      case "next" -> new When.Next(span(part, "type"));
      case "after" -> {
        part.only("type", "date");
        yield new When.After(date(part, "date"));
      }
      case "before" -> {
        part.only("type", "date");
        yield new When.Before(date(part, "date"));
      }
      case "between" -> between(part);
      default -> throw JsonPart.unknown(part.at("type"), types(of));
    };
  }

  private static List<String> types(Of of) {
    return switch (of) {
      case OCCURRENCES ->
          List.of("ever", "last", "at_least_ago", "between_ago", "after", "before", "between");
      case DATES ->
          List.of(
              "ever", "last", "at_least_ago", "between_ago", "next", "after", "before", "between");
      case FIXED_DATES -> List.of("ever", "after", "before", "between");
    };
  }

  /// @param beside the fields of the object that are not the span's
  static Span span(JsonPart part, String... beside) {
    part.only(Stream.concat(Stream.of(beside), Stream.of("n", "unit")).toArray(String[]::new));
    Unit unit = part.choice("unit", Unit.class);
    return new Span(part.integer("n", 1, unit.most()), unit);
  }

  private static When betweenAgo(JsonPart part) {
    part.only("type", "from", "to", "unit");
    Unit unit = part.choice("unit", Unit.class);
    int from = part.integer("from", 1, unit.most());
    int to = part.integer("to", 1, unit.most());
    if (from >= to) {
      throw wrongOrder(part);
    }
    return new When.BetweenAgo(from, to, unit);
  }

  private static When between(JsonPart part) {
    part.only("type", "from", "to");
    LocalDate from = date(part, "from");
    LocalDate to = date(part, "to");
    if (from.isAfter(to)) {
      throw wrongOrder(part);
    }
    return new When.Between(from, to);
  }

  private static LocalDate date(JsonPart part, String field) {
    String text = part.text(field, 40);
    try {
      LocalDate date = LocalDate.parse(text);
      if (!date.isBefore(EARLIEST) && !date.isAfter(LATEST)) {
        return date;
      }
    } catch (DateTimeException e) {
      // Answered below, as the dates that are too far away.
    }
    throw part.wrong(
        field,
        "not_a_date",
        "Here must be a date such as 2026-11-01, from 1900 to 2100.",
        Map.of());
  }
}
