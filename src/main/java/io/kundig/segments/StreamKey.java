package io.kundig.segments;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the occurrences of a stream have in common, and what each carries. Equal keys are one
/// stream.
///
/// @param source of events or of orders
/// @param metric of events; `null`: any
/// @param shop `null`: any
/// @param currency of orders; `null`: any
/// @param where sorted by their text
/// @param value what each occurrence carries: of events a path, of orders `net`, `total` or
///   `refunded`; `null`: nothing
/// @param carries how the value is kept
/// @param zone of the days in `where`; `null` if there are none
record StreamKey(
    Source source,
    @Nullable String metric,
    @Nullable Integer shop,
    @Nullable String currency,
    List<Filter> where,
    @Nullable String value,
    Carries carries,
    @Nullable ZoneId zone) {

  enum Source {
    EVENTS,
    ORDERS
  }

  enum Carries {
    NOTHING,
    NUMBERS,
    /// Hashes of texts, which only tell equal from different.
    DISTINCT
  }

  StreamKey {
    where = ConditionWriter.sorted(where);
  }

  static StreamKey events(
      Condition.Happening what, @Nullable String property, Carries carries, ZoneId zone) {
    return new StreamKey(
        Source.EVENTS,
        what.metric(),
        what.shop(),
        null,
        what.where(),
        property,
        carries,
        zoneOf(what.where(), zone));
  }

  static StreamKey anything(int shop) {
    return new StreamKey(Source.EVENTS, null, shop, null, List.of(), null, Carries.NOTHING, null);
  }

  static StreamKey orders(Condition.Purchases which, @Nullable String amount, ZoneId zone) {
    return new StreamKey(
        Source.ORDERS,
        null,
        which.shop(),
        which.currency(),
        which.where(),
        amount,
        amount == null ? Carries.NOTHING : Carries.NUMBERS,
        zoneOf(which.where(), zone));
  }

  private static @Nullable ZoneId zoneOf(List<Filter> where, ZoneId zone) {
    return where.stream().anyMatch(filter -> filter.test() instanceof ValueTest.Dated)
        ? zone
        : null;
  }

  /// Its canonical JSON: equal keys have equal texts, different ones different texts.
  String text() {
    return ConditionWriter.write(this).toString();
  }
}
