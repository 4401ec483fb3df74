package io.kundig.segments;

import com.google.re2j.Pattern;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A test of a value ready to be used, of all kinds that no time changes. Any thread may use it.
sealed interface ValueCheck {

  /// @param value `null` if it is not set
  boolean holds(@Nullable Value value);

  /// @param zone of the days a date is compared with
  static ValueCheck of(ValueTest test, ZoneId zone) {
    return switch (test) {
      case ValueTest.Text(var operator, String text, boolean not) ->
          new Each(not, ofText(operator, Value.folded(text)));
      case ValueTest.In(List<String> values, boolean not) -> new Each(not, isIn(folded(values)));
      case ValueTest.Matches(String pattern, boolean not) -> new Each(not, matches(pattern));
      case ValueTest.Numeric(NumberTest is) -> ofNumber(NumberRange.of(is));
      case ValueTest.Flag(boolean on) -> new Each(false, isIn(Set.of(on ? "true" : "false")));
      case ValueTest.Present(boolean not) -> new Present(not);
      case ValueTest.Contains(List<String> values, boolean all) ->
          all ? new All(folded(values)) : new Each(false, isIn(folded(values)));
      case ValueTest.Length(NumberTest is) -> new Length(NumberRange.of(is).ofCounts());
      case ValueTest.Dated(When when) -> new Each(false, isDuring(when, LocalCalendar.of(zone)));
    };
  }

  private static Predicate<Value> ofText(ValueTest.Text.Operator operator, String wanted) {
    return switch (operator) {
      case EQUALS -> value -> wanted.equals(value.asText());
      case CONTAINS -> value -> value.asText() instanceof String text && text.contains(wanted);
      case STARTS_WITH -> value -> value.asText() instanceof String text && text.startsWith(wanted);
      case ENDS_WITH -> value -> value.asText() instanceof String text && text.endsWith(wanted);
    };
  }

  private static Predicate<Value> isIn(Set<String> wanted) {
    return value -> value.asText() instanceof String text && wanted.contains(text);
  }

  private static Predicate<Value> matches(String pattern) {
    Pattern compiled = Patterns.compile(pattern);
    return value -> value.asText() instanceof String text && Patterns.isFound(compiled, text);
  }

  private static Each ofNumber(NumberRange range) {
    NumberRange inside = new NumberRange(range.least(), range.greatest(), false);
    return new Each(
        range.outside(),
        value -> {
          long number = value.asNumber();
          return number != Decimals.NONE && inside.holds(number);
        });
  }

  private static Predicate<Value> isDuring(When when, LocalCalendar calendar) {
    Window moments = Window.ofMoments(when, calendar);
    Window days = Window.ofDays(when, calendar);
    moments.at(0);
    days.at(0);
    return value -> {
      Moment moment = Moment.of(value);
      return moment != null
          && (moment.isDay()
              ? days.contains(moment.value())
              : moments.contains(moment.instant(calendar)));
    };
  }

  private static Set<String> folded(List<String> texts) {
    Set<String> folded = new HashSet<>();
    texts.forEach(text -> folded.add(Value.folded(text)));
    return folded;
  }

  /// Holds for a value, or for one of a list; or the opposite.
  record Each(boolean not, Predicate<Value> one) implements ValueCheck {
    @Override
    public boolean holds(@Nullable Value value) {
      return some(value) != not;
    }

    private boolean some(@Nullable Value value) {
      return switch (value) {
        case null -> false;
        case Value.Many(List<Value> of) -> of.stream().anyMatch(one);
        case Value single -> one.test(single);
      };
    }
  }

  record Present(boolean not) implements ValueCheck {
    @Override
    public boolean holds(@Nullable Value value) {
      return (value != null) != not;
    }
  }

  record All(Set<String> wanted) implements ValueCheck {
    @Override
    public boolean holds(@Nullable Value value) {
      Set<String> found = new HashSet<>();
      List<Value> values =
          switch (value) {
            case null -> List.of();
            case Value.Many(List<Value> of) -> of;
            case Value single -> List.of(single);
          };
      for (Value one : values) {
        if (one.asText() instanceof String text) {
          found.add(text);
        }
      }
      return found.containsAll(wanted);
    }
  }

  record Length(NumberRange is) implements ValueCheck {
    @Override
    public boolean holds(@Nullable Value value) {
      return value instanceof Value.Many(List<Value> of) && is.holds(of.size());
    }
  }
}
