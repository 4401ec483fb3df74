package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Purpose;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns a condition into nodes, and notes what they look at.
final class Compiler {

  /// As flows tell the log.
  static final String ENTERED_FLOW = "Entered Flow";

  static final String LEFT_FLOW = "Left Flow";

  private final ZoneId zone;
  private final LocalCalendar calendar;
  private final Names names;
  private final Set<Integer> streams = new HashSet<>();
  private final Set<Integer> orderStreams = new HashSet<>();
  private final Set<Integer> segments = new HashSet<>();
  private boolean usesState;
  private boolean usesRanks;

  Compiler(ZoneId zone, Names names) {
    this.zone = zone;
    this.calendar = LocalCalendar.of(zone);
    this.names = names;
  }

  Set<Integer> streams() {
    return streams;
  }

  Set<Integer> orderStreams() {
    return orderStreams;
  }

  Set<Integer> segments() {
    return segments;
  }

  boolean usesState() {
    return usesState;
  }

  boolean usesRanks() {
    return usesRanks;
  }

  Node compile(Condition condition) {
    return switch (condition) {
      case Condition.All(List<Condition> of) -> new Node.Group(condition, all(of), true, false);
      case Condition.Any(List<Condition> of) -> new Node.Group(condition, all(of), false, false);
      case Condition.None(List<Condition> of) -> new Node.Group(condition, all(of), false, true);
      case Condition.Did did -> did(did);
      case Condition.Ordered ordered -> ordered(ordered);
      case Condition.OrderTime(var which, boolean first, When when) ->
          new OrderTimeNode(condition, orders(which, null), first, occurrences(when));
      case Condition.Funnel funnel -> funnel(funnel);
      case Condition.Trait trait -> trait(trait);
      case Condition.Anniversary anniversary ->
          new DateNode.Anniversary(anniversary, traitNumber(anniversary.trait()), calendar);
      case Condition.KnownBy(var kind) -> state(condition, facts -> facts.isKnownBy(kind));
      case Condition.Language(List<String> in) -> language(condition, in);
      case Condition.InShop(List<Integer> in) -> inShop(condition, in);
      case Condition.Consented consented -> consented(consented);
      case Condition.Suppressed suppressed -> suppressed(suppressed);
      case Condition.Reachable reachable -> reachable(reachable);
      case Condition.InSegment(var id, boolean in) -> inSegment(condition, names.segment(id), in);
      case Condition.OnList list -> {
        usesState = true;
        yield new ListNode(list, names.list(list.id()), occurrences(list.when()));
      }
      case Condition.Sample sample -> sample(sample);
      case Condition.Created(When when) -> {
        usesState = true;
        yield new Node.Since(condition, Facts::created, occurrences(when), _ -> null);
      }
      case Condition.InFlow inFlow -> inFlow(inFlow);
      case Condition.Received received -> received(received);
      case Condition.Rfm rfm -> rfm(rfm);
      case Condition.ValueDecile decile -> decile(decile);
    };
  }

  private List<Node> all(List<Condition> of) {
    return of.stream().map(this::compile).toList();
  }

  private Window occurrences(When when) {
    return Window.ofOccurrences(when, calendar);
  }

  private Source events(StreamKey key) {
    int stream = names.stream(key);
    streams.add(stream);
    return new Source(StreamKey.Source.EVENTS, stream);
  }

  private Source orders(Condition.Purchases which, @Nullable String amount) {
    usesState = true;
    StreamKey key = StreamKey.orders(which, amount, zone);
    int stream = names.stream(key);
    orderStreams.add(stream);
    return new Source(StreamKey.Source.ORDERS, stream);
  }

  private int traitNumber(String name) {
    usesState = true;
    return names.trait(name);
  }

  private Node did(Condition.Did did) {
    FigureNode.Figure figure =
        switch (did.measure()) {
          case COUNT -> FigureNode.Figure.COUNT;
          case SUM -> FigureNode.Figure.SUM;
          case AVERAGE -> FigureNode.Figure.AVERAGE;
          case DISTINCT -> FigureNode.Figure.DISTINCT;
        };
    StreamKey.Carries carries =
        switch (did.measure()) {
          case COUNT -> StreamKey.Carries.NOTHING;
          case SUM, AVERAGE -> StreamKey.Carries.NUMBERS;
          case DISTINCT -> StreamKey.Carries.DISTINCT;
        };
    Source source = events(StreamKey.events(did.what(), did.property(), carries, zone));
    return new FigureNode(did, source, figure, did.is(), occurrences(did.when()));
  }

  private Node ordered(Condition.Ordered ordered) {
    return switch (ordered.measure()) {
      case COUNT -> ordered(ordered, null, FigureNode.Figure.COUNT);
      case NET -> ordered(ordered, "net", FigureNode.Figure.SUM);
      case TOTAL -> ordered(ordered, "total", FigureNode.Figure.SUM);
      case REFUNDED -> ordered(ordered, "refunded", FigureNode.Figure.SUM);
      case AVERAGE -> ordered(ordered, "net", FigureNode.Figure.AVERAGE);
      case DAYS_BETWEEN -> ordered(ordered, null, FigureNode.Figure.DAYS_BETWEEN);
    };
  }

  private Node ordered(
      Condition.Ordered ordered, @Nullable String amount, FigureNode.Figure figure) {
    Source source = orders(ordered.which(), amount);
    return new FigureNode(ordered, source, figure, ordered.is(), occurrences(ordered.when()));
  }

  private Node funnel(Condition.Funnel funnel) {
    return new FunnelNode(
        funnel,
        events(StreamKey.events(funnel.first(), null, StreamKey.Carries.NOTHING, zone)),
        events(StreamKey.events(funnel.then(), null, StreamKey.Carries.NOTHING, zone)),
        occurrences(funnel.when()),
        calendar);
  }

  private Node trait(Condition.Trait trait) {
    int number = traitNumber(trait.name());
    if (trait.test() instanceof ValueTest.Dated(When when)) {
      return new DateNode.During(trait, number, when, calendar);
    }
    ValueCheck check = ValueCheck.of(trait.test(), zone);
    return new Node.Fixed(
        trait,
        facts -> check.holds(facts.trait(number)),
        facts -> DateNode.shown(facts.trait(number)));
  }

  private Node state(Condition condition, Node.Fixed.Question question) {
    usesState = true;
    return new Node.Fixed(condition, question, _ -> null);
  }

  private Node language(Condition condition, List<String> in) {
    usesState = true;
    List<String> wanted = in.stream().map(PersonState::language).toList();
    return new Node.Fixed(
        condition,
        facts -> {
          String language = facts.language();
          return wanted.stream()
              .anyMatch(
                  one ->
                      language.startsWith(one)
                          && (language.length() == one.length()
                              || language.charAt(one.length()) == '-'));
        },
        Facts::language);
  }

  private Node inShop(Condition condition, List<Integer> in) {
    List<Node> shops =
        in.stream()
            .<Node>map(
                shop ->
                    new FigureNode(
                        condition,
                        events(StreamKey.anything(shop)),
                        FigureNode.Figure.COUNT,
                        NumberTest.of(NumberTest.Operator.AT_LEAST, 1),
                        occurrences(When.EVER)))
            .toList();
    return shops.size() == 1 ? shops.getFirst() : new Node.Group(condition, shops, false, false);
  }

  private Node consented(Condition.Consented asked) {
    usesState = true;
    if (asked.state() == null) {
      return new Node.Fixed(
          asked,
          facts -> facts.consent(asked.channel(), asked.purpose()) == null,
          facts -> stateOf(facts, asked));
    }
    return new Node.Since(
        asked,
        facts -> {
          Facts.Consent found = facts.consent(asked.channel(), asked.purpose());
          return found != null
                  && found.state() == asked.state()
                  && (asked.methods().isEmpty() || asked.methods().contains(found.method()))
              ? found.since()
              : null;
        },
        occurrences(asked.when()),
        facts -> stateOf(facts, asked));
  }

  private static String stateOf(Facts facts, Condition.Consented asked) {
    Facts.Consent found = facts.consent(asked.channel(), asked.purpose());
    return found == null ? "never" : found.state().name().toLowerCase(Locale.ROOT);
  }

  private Node suppressed(Condition.Suppressed asked) {
    return state(
        asked,
        facts -> {
          int reason = facts.suppression(asked.channel());
          return reason >= 0
              && (asked.reasons().isEmpty()
                  || asked.reasons().stream().anyMatch(wanted -> wanted.ordinal() == reason));
        });
  }

  private Node reachable(Condition.Reachable asked) {
    return state(
        asked,
        facts -> {
          Facts.Consent found = facts.consent(asked.channel(), Purpose.MARKETING);
          return facts.hasAddress(asked.channel())
              && found != null
              && found.state() == ConsentChange.State.SUBSCRIBED
              && facts.suppression(asked.channel()) < 0;
        });
  }

  private Node inSegment(Condition condition, int segment, boolean in) {
    segments.add(segment);
    return new Node.Fixed(condition, facts -> facts.isIn(segment) == in, _ -> null);
  }

  private Node inFlow(Condition.InFlow asked) {
    Source entered = events(ENTERED_FLOW, of("flowId", asked.flow()));
    return switch (asked.is()) {
      case IN ->
          new PresenceNode(asked, entered, events(LEFT_FLOW, of("flowId", asked.flow())), true);
      case NOT_IN ->
          new PresenceNode(asked, entered, events(LEFT_FLOW, of("flowId", asked.flow())), false);
      case EVER_IN -> happened(asked, entered, true, asked.when());
      case NEVER_IN -> happened(asked, entered, false, asked.when());
    };
  }

  private Node received(Condition.Received asked) {
    List<Filter> where =
        Stream.concat(
                of("flowId", asked.flow()).stream(), of("template", asked.template()).stream())
            .toList();
    Source received = events(receivedMetric(asked.channel()), where);
    return happened(asked, received, asked.received(), asked.when());
  }

  /// As messaging tells the log.
  private static String receivedMetric(ChannelKind channel) {
    return switch (channel) {
      case EMAIL -> "Received Email";
      case SMS -> "Received SMS";
      case WHATSAPP -> "Received WhatsApp";
      case PUSH -> "Received Push";
      case POST -> "Received Post";
    };
  }

  private static List<Filter> of(String property, @Nullable Object value) {
    return value == null
        ? List.of()
        : List.of(
            new Filter(
                property,
                new ValueTest.Text(ValueTest.Text.Operator.EQUALS, value.toString(), false)));
  }

  private Source events(String metric, List<Filter> where) {
    Condition.Happening what = new Condition.Happening(metric, null, where);
    return events(StreamKey.events(what, null, StreamKey.Carries.NOTHING, zone));
  }

  private Node happened(Condition condition, Source source, boolean happened, When when) {
    NumberTest is =
        happened
            ? NumberTest.of(NumberTest.Operator.AT_LEAST, 1)
            : NumberTest.of(NumberTest.Operator.EQUALS, 0);
    return new FigureNode(condition, source, FigureNode.Figure.COUNT, is, occurrences(when));
  }

  private Node rfm(Condition.Rfm asked) {
    return new RfmNode(
        asked,
        ranks(asked.shop(), asked.currency()),
        netOrders(asked.shop(), asked.currency()),
        occurrences(new When.Last(Ranks.PERIOD)));
  }

  private Node decile(Condition.ValueDecile asked) {
    return new DecileNode(
        asked, ranks(asked.shop(), asked.currency()), netOrders(asked.shop(), asked.currency()));
  }

  private Ranks ranks(@Nullable Integer shop, String currency) {
    usesRanks = true;
    return names.ranks(shop, currency);
  }

  private Source netOrders(@Nullable Integer shop, String currency) {
    return orders(new Condition.Purchases(shop, currency, List.of()), "net");
  }

  private Node sample(Condition.Sample sample) {
    Draw draw = new Draw(sample.percent(), sample.key());
    return new Node.Fixed(sample, facts -> draw.takes(facts.id()), _ -> null);
  }
}
