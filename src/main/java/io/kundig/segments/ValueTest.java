package io.kundig.segments;

import java.util.List;

/// What the value of a trait or of a property must be.
///
/// Values are text, numbers, booleans, lists of these, or objects.
/// - *Text* is compared in Unicode's composed form (NFC) and without regard to case (each character
///   by its simple lower-case mapping). A number is read as its decimal digits without needless
///   zeros (`7.50` as `7.5`), a boolean as `true` or `false`.
/// - *Numbers* are rounded half up to four decimals; beyond ±10,000,000,000 they are no numbers.
///   Text that is written as one (`-12.50`; no exponent, no thousands separators) counts as a
///   number.
/// - *Dates* are text in ISO 8601: a day (`2026-11-01`), a local time (`2026-11-01T09:30`, in the
///   segment's zone; seconds and fractions may follow) or a moment (`2026-11-01T09:30:00Z`,
///   `+01:00`).
/// - A test holds for a *list* if it holds for one of its elements.
/// - A value that is missing, `null`, of another type or unreadable passes no test. The tests
///   called `not` are the exact opposite of the others: they hold for it.
public sealed interface ValueTest {

  /// Text equals, contains, starts or ends with another.
  record Text(Operator operator, String value, boolean not) implements ValueTest {
    public enum Operator {
      EQUALS,
      CONTAINS,
      STARTS_WITH,
      ENDS_WITH
    }
  }

  /// Text equals one of several.
  record In(List<String> values, boolean not) implements ValueTest {
    public In {
      values = List.copyOf(values);
    }
  }

  /// A regular expression (RE2's syntax, which needs linear time) is found in the text, in any case
  /// of letters. Texts of more than 1,000 characters match none.
  record Matches(String pattern, boolean not) implements ValueTest {}

  /// A number; `not_equals` is the opposite of `equals`.
  record Numeric(NumberTest is) implements ValueTest {}

  /// A boolean, or the text `true` or `false`.
  record Flag(boolean value) implements ValueTest {}

  /// There is a value other than `null`, the empty text and the empty list.
  record Present(boolean not) implements ValueTest {}

  /// One of the texts, or each of them, equals an element of the list; a single value counts as a
  /// list of one.
  record Contains(List<String> values, boolean all) implements ValueTest {
    public Contains {
      values = List.copyOf(values);
    }
  }

  /// The number of elements of a list; what is no list has none.
  record Length(NumberTest is) implements ValueTest {}

  /// A date. In filters only days that stand still: `After`, `Before`, `Between`, `Ever`.
  record Dated(When when) implements ValueTest {}
}
