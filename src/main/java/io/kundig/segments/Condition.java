package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What somebody must be, have or have done. Whether it holds depends on the facts known of a
/// profile and on the present moment, nothing else. [ConditionJson] has its JSON form.
public sealed interface Condition {

  /// The other segments it asks about.
  default Set<UUID> segmentIds() {
    return leaves()
        .flatMap(
            leaf -> leaf instanceof InSegment(UUID id, boolean _) ? Stream.of(id) : Stream.empty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The lists it asks about.
  default Set<UUID> listIds() {
    return leaves()
        .flatMap(
            leaf ->
                leaf instanceof OnList(UUID id, boolean _, When _) ? Stream.of(id) : Stream.empty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What it is made of, without all, any and none.
  default Stream<Condition> leaves() {
    return switch (this) {
      case All(List<Condition> of) -> of.stream().flatMap(Condition::leaves);
      case Any(List<Condition> of) -> of.stream().flatMap(Condition::leaves);
      case None(List<Condition> of) -> of.stream().flatMap(Condition::leaves);
      case Did _,
          Ordered _,
          OrderTime _,
          Funnel _,
          Trait _,
          Anniversary _,
          KnownBy _,
          Language _,
          InShop _,
          Consented _,
          Suppressed _,
          Reachable _,
          InSegment _,
          OnList _,
          Sample _,
          Created _,
          Rfm _,
          ValueDecile _,
          InFlow _,
          Received _ ->
          Stream.of(this);
    };
  }

  /// All hold; of none, this holds.
  record All(List<Condition> of) implements Condition {
    public All {
      of = List.copyOf(of);
    }
  }

  /// At least one holds; of none, this does not hold.
  record Any(List<Condition> of) implements Condition {
    public Any {
      of = List.copyOf(of);
    }
  }

  /// None of them holds: the opposite of [Any].
  record None(List<Condition> of) implements Condition {
    public None {
      of = List.copyOf(of);
    }
  }

  /// A figure of all events of a metric that pass the filters and lie in a stretch of time. Events
  /// of machines (`$bot` or `$prefetch` is true) are never among them.
  ///
  /// @param property what a sum, an average or distinct values are of (a path as in [Filter]);
  ///   `null` for a count
  record Did(Happening what, Measure measure, @Nullable String property, NumberTest is, When when)
      implements Condition {}

  /// Events of a metric.
  ///
  /// @param metric its name, exactly
  /// @param shop `null`: in any shop
  /// @param where all hold
  record Happening(String metric, @Nullable Integer shop, List<Filter> where) {
    public Happening {
      where = List.copyOf(where);
    }
  }

  enum Measure {
    /// How many events.
    COUNT,
    /// Of the numbers found at the property; events without one add nothing. Of none: 0.
    SUM,
    /// Of the numbers found at the property, rounded half up to four decimals. Of none there is no
    /// average, and no test of it holds, [NumberTest.Operator#NOT_EQUALS] included.
    AVERAGE,
    /// How many different texts, numbers and booleans were found at the property, compared as text.
    DISTINCT
  }

  /// A figure of all orders that pass the filters and were placed in a stretch of time. Cancelled
  /// orders and those not placed yet are never among them.
  record Ordered(Purchases which, OrderMeasure measure, NumberTest is, When when)
      implements Condition {}

  /// The first or the last of all orders that pass the filters and were placed until now lies in a
  /// stretch of time. Without such an order it does not hold.
  record OrderTime(Purchases which, boolean first, When when) implements Condition {}

  /// Orders.
  ///
  /// @param shop `null`: in any shop
  /// @param currency ISO 4217; `null`: in any currency, for counts and times only
  /// @param where tests of `product`, `sku`, `title`, `category`, `coupon` and `status`; the first
  ///   four are lists over the order's lines, each filter by itself
  record Purchases(@Nullable Integer shop, @Nullable String currency, List<Filter> where) {
    public Purchases {
      where = List.copyOf(where);
    }
  }

  enum OrderMeasure {
    COUNT,
    /// The sum of what was paid less what was refunded.
    NET,
    /// The sum of what was paid.
    TOTAL,
    /// Net by order, rounded half up to four decimals; without an order no test holds.
    AVERAGE,
    /// The sum of what was refunded.
    REFUNDED,
    /// Days from the first to the last order, by orders less one, rounded half up to four decimals;
    /// with fewer than two orders no test holds.
    DAYS_BETWEEN
  }

  /// One event that is, or is not, followed by another: one of the first kind in the stretch of
  /// time has one of the other kind after it (later by at least a millisecond) and not later than
  /// `within` from it. If not `happens`: one of the first kind has none, and the time for it is
  /// over.
  record Funnel(Happening first, Happening then, Span within, boolean happens, When when)
      implements Condition {}

  /// A trait passes a test.
  ///
  /// @param name as in [Filter]: `city`, `address.city`
  record Trait(String name, ValueTest test) implements Condition {}

  /// The yearly return of a day, in the segment's zone; 29 February is 28 February in common years.
  ///
  /// @param trait holds a date; its day, if it names a time, in the segment's zone
  record Anniversary(String trait, Return occurs) implements Condition {}

  /// When an anniversary returns.
  sealed interface Return {
    record Today() implements Return {}

    record ThisMonth() implements Return {}

    /// On a day from today to today plus the span.
    ///
    /// @param span in days, weeks or months
    record Next(Span span) implements Return {}

    /// On a day from today less the span to today.
    ///
    /// @param span in days, weeks or months
    record Last(Span span) implements Return {}
  }

  /// Has at least one identifier of a kind.
  record KnownBy(IdentifierKind kind) implements Condition {}

  enum IdentifierKind {
    EMAIL,
    PHONE,
    USER_ID,
    ANONYMOUS_ID,
    EXTERNAL_ID
  }

  /// Speaks one of these languages: `de` is every German, `de-at` only the Austrian.
  record Language(List<String> in) implements Condition {
    public Language {
      in = List.copyOf(in);
    }
  }

  /// Has done anything in one of these shops, machines aside.
  record InShop(List<Integer> in) implements Condition {
    public InShop {
      in = List.copyOf(in);
    }
  }

  /// What somebody allows now.
  ///
  /// @param state `null`: never asked, nothing is recorded
  /// @param methods how it came about; empty: any
  /// @param when since when the state holds
  record Consented(
      ChannelKind channel,
      Purpose purpose,
      ConsentChange.@Nullable State state,
      Set<ConsentChange.Method> methods,
      When when)
      implements Condition {
    public Consented {
      methods = Set.copyOf(methods);
    }
  }

  /// The address must not be written to.
  ///
  /// @param reasons empty: any
  record Suppressed(ChannelKind channel, Set<Suppression.Reason> reasons) implements Condition {
    public Suppressed {
      reasons = Set.copyOf(reasons);
    }
  }

  /// Has an address of the channel, has allowed marketing on it, and is not suppressed.
  record Reachable(ChannelKind channel) implements Condition {}

  /// Is, or is not, in another segment.
  record InSegment(UUID id, boolean in) implements Condition {}

  /// Is, or is not, on a list.
  ///
  /// @param when they were put on it; only ever if they are not to be
  record OnList(UUID id, boolean in, When when) implements Condition {}

  /// Belongs to a share of all profiles that chance has drawn once and for all: the first eight hex
  /// digits of MD5 over `profile id:key`, as a number below 2³², are below `percent` of 2³².
  ///
  /// @param percent above 0 and below 100, at most two decimals
  /// @param key another key draws another share
  record Sample(BigDecimal percent, String key) implements Condition {}

  /// When the profile was first seen.
  record Created(When when) implements Condition {}

  /// Is, or has ever been, in a flow.
  ///
  /// @param flow `null`: in any
  /// @param when in which they entered it; not for those that speak of now
  record InFlow(@Nullable UUID flow, Presence is, When when) implements Condition {}

  enum Presence {
    /// Has entered it and not left it.
    IN,
    NOT_IN,
    EVER_IN,
    NEVER_IN
  }

  /// Was sent a message, or was sent none: it left the house, whatever became of it.
  ///
  /// @param flow that sent it; `null`: anything
  /// @param template its key; `null`: any
  record Received(
      ChannelKind channel,
      @Nullable UUID flow,
      @Nullable String template,
      boolean received,
      When when)
      implements Condition {}

  /// Belongs to one of these groups, and has these scores, by recency, frequency and monetary value
  /// of the orders of the last two years. With fewer than 36 buyers nobody does, and whoever
  /// ordered nothing in that time never does.
  ///
  /// @param shop `null`: in any shop
  /// @param currency ISO 4217
  /// @param groups empty: any
  /// @param recency, frequency, monetary scores from 1 to 3, which is the best; empty: any
  record Rfm(
      @Nullable Integer shop,
      String currency,
      Set<RfmGroup> groups,
      Set<Integer> recency,
      Set<Integer> frequency,
      Set<Integer> monetary)
      implements Condition {
    public Rfm {
      groups = Set.copyOf(groups);
      recency = Set.copyOf(recency);
      frequency = Set.copyOf(frequency);
      monetary = Set.copyOf(monetary);
    }

    boolean takes(int r, int f, int m) {
      return (groups.isEmpty() || groups.contains(RfmGroup.of(r, f, m)))
          && (recency.isEmpty() || recency.contains(r))
          && (frequency.isEmpty() || frequency.contains(f))
          && (monetary.isEmpty() || monetary.contains(m));
    }
  }

  /// Belongs to these tenths of all buyers, by net revenue of all time. With fewer than 36 buyers
  /// nobody does.
  ///
  /// @param shop `null`: in any shop
  /// @param currency ISO 4217
  /// @param in from 1, the best tenth, to 10
  record ValueDecile(@Nullable Integer shop, String currency, List<Integer> in)
      implements Condition {
    public ValueDecile {
      in = in.stream().distinct().sorted().toList();
    }
  }
}
