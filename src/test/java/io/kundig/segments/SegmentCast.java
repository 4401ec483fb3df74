package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// People who do things in the shop, and conditions about them.
final class SegmentCast {

  private final Ingest ingest;
  private final KundigClock clock;

  SegmentCast(Ingest ingest, KundigClock clock) {
    this.ingest = ingest;
    this.clock = clock;
  }

  static Identifier.Email email(String name) {
    return new Identifier.Email(name + "@example.de");
  }

  ProfileId identify(Map<String, Object> traits, Identifier... identifiers) {
    return accept(
        new Fact.Identify(
            1,
            UUID.randomUUID().toString(),
            List.of(identifiers),
            clock.instant(),
            traits,
            Fact.Trust.PROVEN));
  }

  ProfileId track(Identifier who, String metric, Instant at, ObjectNode properties) {
    return track(UUID.randomUUID().toString(), who, metric, at, properties);
  }

  ProfileId track(
      String messageId, Identifier who, String metric, Instant at, ObjectNode properties) {
    return accept(
        new Fact.Track(
            1, messageId, List.of(who), at, metric, properties, Map.of(), Fact.Trust.PROVEN));
  }

  void repeat(String messageId, Identifier who, String metric, Instant at, ObjectNode properties) {
    ingest.accept(
        List.of(
            new Fact.Track(
                1, messageId, List.of(who), at, metric, properties, Map.of(), Fact.Trust.PROVEN)));
  }

  ProfileId track(Identifier who, String metric) {
    return track(who, metric, clock.instant(), properties());
  }

  ProfileId order(Identifier who, String number, Instant at, double total, String product) {
    return accept(ordered(who, number, at, total, product));
  }

  Fact.Track ordered(Identifier who, String number, Instant at, double total, String product) {
    ObjectNode order = properties().put("order_id", number).put("total", total);
    order.put("currency", "EUR");
    order
        .putArray("products")
        .add(properties().put("product_id", product).put("name", product).put("price", total));
    return new Fact.Track(
        1,
        UUID.randomUUID().toString(),
        List.of(who),
        at,
        "Placed Order",
        order,
        Map.of(),
        Fact.Trust.PROVEN);
  }

  void subscribe(Identifier who) {
    consent(who, ConsentChange.State.SUBSCRIBED, clock.instant());
  }

  void consent(Identifier who, ConsentChange.State state, Instant at) {
    accept(
        new Fact.Consent(
            1,
            UUID.randomUUID().toString(),
            List.of(who),
            at,
            List.of(
                new ConsentChange(
                    new ProfileId(new UUID(0, 0)),
                    ChannelKind.EMAIL,
                    Purpose.MARKETING,
                    state,
                    ConsentChange.Method.API,
                    at,
                    "test",
                    "Ja, gern.",
                    null,
                    null)),
            Map.of()));
  }

  private ProfileId accept(Fact fact) {
    Ingest.Outcome outcome = ingest.accept(List.of(fact)).getFirst();
    return switch (outcome) {
      case Ingest.Outcome.Accepted accepted -> accepted.profileId();
      default -> throw new AssertionError(outcome);
    };
  }

  static ObjectNode properties() {
    return JsonNodeFactory.instance.objectNode();
  }

  static Condition did(String metric, NumberTest is, When when, Filter... where) {
    return new Condition.Did(
        new Condition.Happening(metric, null, List.of(where)),
        Condition.Measure.COUNT,
        null,
        is,
        when);
  }

  static Condition orders(NumberTest is, When when, Filter... where) {
    return new Condition.Ordered(
        new Condition.Purchases(null, null, List.of(where)),
        Condition.OrderMeasure.COUNT,
        is,
        when);
  }

  static Condition subscribed() {
    return new Condition.Consented(
        ChannelKind.EMAIL, Purpose.MARKETING, ConsentChange.State.SUBSCRIBED, Set.of(), When.EVER);
  }

  static Condition all(Condition... of) {
    return new Condition.All(List.of(of));
  }

  static Condition trait(String name, String value) {
    return new Condition.Trait(name, equalTo(value));
  }

  static Filter where(String property, String value) {
    return new Filter(property, equalTo(value));
  }

  private static ValueTest equalTo(String value) {
    return new ValueTest.Text(ValueTest.Text.Operator.EQUALS, value, false);
  }

  static NumberTest atLeast(long n) {
    return NumberTest.of(NumberTest.Operator.AT_LEAST, n);
  }

  static NumberTest none() {
    return NumberTest.of(NumberTest.Operator.EQUALS, 0);
  }

  static When last(int n, Unit unit) {
    return new When.Last(new Span(n, unit));
  }
}
