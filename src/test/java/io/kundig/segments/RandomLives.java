package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.profiles.Erasures;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.springframework.dao.ConcurrencyFailureException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// People whose lives come in by the doors that the shop has, by chance: in any order, late and
/// early, some of it twice, and at times two of them turn out to be one.
final class RandomLives {

  private final Ingest ingest;
  private final Profiles profiles;
  private final Consents consents;
  private final Erasures erasures;
  private final Lists lists;
  private final Clock clock;
  private final List<List<Identifier>> people = new ArrayList<>();
  private final List<Fact> told = new CopyOnWriteArrayList<>();
  private final List<Fact.Track> orders = new CopyOnWriteArrayList<>();

  RandomLives(
      int people,
      Ingest ingest,
      Profiles profiles,
      Consents consents,
      Erasures erasures,
      Lists lists,
      Clock clock) {
    this.ingest = ingest;
    this.profiles = profiles;
    this.consents = consents;
    this.erasures = erasures;
    this.lists = lists;
    this.clock = clock;
    for (int i = 0; i < people; i++) {
      this.people.add(
          List.of(
              new Identifier.Email("person-" + i + "@example.de"),
              new Identifier.Phone("+49170%07d".formatted(i)),
              new Identifier.UserId(1, "user-" + i),
              new Identifier.AnonymousId(1 + i % 3, "visitor-" + i),
              new Identifier.ExternalId(2, "shopify", "external-" + i)));
    }
  }

  /// Everybody by one identifier, with traits.
  void arrive(RandomCase chance) {
    for (List<Identifier> person : people) {
      ingest.accept(List.of(identify(chance, List.of(chance.one(person)), 90)));
    }
  }

  /// Something that happens to somebody, or to a few.
  ///
  /// @param onHand lists that somebody may be put on
  void happen(RandomCase chance, List<UUID> onHand) {
    int kind = chance.random.nextInt(100);
    if (kind < 46) {
      tell(chance, batch(chance));
    } else if (kind < 68) {
      tell(chance, List.of(order(chance)));
    } else if (kind < 76) {
      tell(chance, List.of(identify(chance, List.of(somebody(chance)), 90)));
    } else if (kind < 84) {
      merge(chance);
    } else if (kind < 90) {
      consent(chance);
    } else if (kind < 94) {
      list(chance, chance.one(onHand));
    } else if (kind < 97) {
      block(chance);
    } else if (kind < 99) {
      staffChange(chance);
    } else {
      profiles.byIdentifier(somebody(chance)).ifPresent(erasures::erase);
    }
  }

  private Identifier somebody(RandomCase chance) {
    return chance.one(chance.one(people));
  }

  /// Some of it again, in the same breath or later.
  private void tell(RandomCase chance, List<Fact> facts) {
    List<Fact> all = new ArrayList<>(facts);
    if (chance.chance(10)) {
      all.addAll(facts);
    }
    if (chance.chance(10) && !told.isEmpty()) {
      all.add(chance.one(told));
    }
    Collections.shuffle(all, chance.random);
    ingest.accept(all);
    told.addAll(facts);
  }

  private List<Fact> batch(RandomCase chance) {
    List<Fact> facts = new ArrayList<>();
    Identifier regular = somebody(chance);
    for (int left = 1 + chance.random.nextInt(12); left > 0; left--) {
      Person.Happened event = chance.event();
      facts.add(
          track(
              event.shop(),
              chance.chance(60) ? regular : somebody(chance),
              event.metric(),
              event.at(),
              event.properties()));
    }
    return facts;
  }

  private Fact.Track track(
      int shop, Identifier who, String metric, Instant at, ObjectNode properties) {
    return new Fact.Track(
        shop,
        UUID.randomUUID().toString(),
        List.of(who),
        at,
        metric,
        properties,
        Map.of(),
        Fact.Trust.PROVEN);
  }

  private Fact order(RandomCase chance) {
    if (chance.chance(40) && !orders.isEmpty()) {
      return change(chance, chance.one(orders));
    }
    OrderView order = chance.order();
    ObjectNode properties = SegmentCast.properties();
    properties.put("order_id", UUID.randomUUID().toString().substring(0, 8));
    properties.put("currency", order.currency()).put("total", order.total());
    if (order.coupon() != null) {
      properties.put("coupon", order.coupon());
    }
    var lines = properties.putArray("products");
    order
        .lines()
        .forEach(
            line ->
                lines
                    .addObject()
                    .put("product_id", line.productId())
                    .put("sku", line.title())
                    .put("name", line.title())
                    .put("category", line.category())
                    .put("price", order.total()));
    Fact.Track placed =
        track(order.shopId(), somebody(chance), "Placed Order", order.placedAt(), properties);
    orders.add(placed);
    // The refund may come first.
    return chance.chance(10) ? change(chance, placed) : placed;
  }

  private Fact.Track change(RandomCase chance, Fact.Track placed) {
    ObjectNode properties = SegmentCast.properties();
    properties.put("order_id", placed.properties().get("order_id").stringValue());
    String metric =
        chance.one(
            List.of("Refunded Order", "Refunded Order", "Cancelled Order", "Fulfilled Order"));
    if (metric.startsWith("Refunded") && chance.chance(60)) {
      properties.put("amount", chance.one(List.of("1.00", "2.50", "12.50")));
    }
    return track(
        placed.shopId(), placed.identifiers().getFirst(), metric, chance.moment(), properties);
  }

  private Fact identify(RandomCase chance, List<Identifier> who, int withTraits) {
    Map<String, Object> traits = new HashMap<>();
    if (chance.chance(withTraits)) {
      chance
          .traits()
          .properties()
          .forEach(
              trait ->
                  traits.put(
                      trait.getKey(),
                      JsonMapper.shared().convertValue(trait.getValue(), Object.class)));
      traits.put("locale", chance.one(List.of("de", "de-AT", "de_at", "en-GB", "dex")));
    }
    return new Fact.Identify(
        1, UUID.randomUUID().toString(), who, clock.instant(), traits, Fact.Trust.PROVEN);
  }

  /// Two identifiers of one, or of two who share a device.
  private void merge(RandomCase chance) {
    List<Identifier> person = chance.one(people);
    List<Identifier> both =
        new ArrayList<>(
            List.of(chance.one(person), chance.chance(90) ? chance.one(person) : somebody(chance)));
    tell(chance, List.of(identify(chance, both.stream().distinct().toList(), 30)));
  }

  private void consent(RandomCase chance) {
    List<ConsentChange> changes = new ArrayList<>();
    chance
        .consents()
        .forEach(
            one ->
                changes.add(
                    new ConsentChange(
                        new ProfileId(new UUID(0, 0)),
                        one.channel(),
                        one.purpose(),
                        one.state(),
                        one.method(),
                        one.since(),
                        "test",
                        "Ja, gern.",
                        null,
                        null)));
    if (!changes.isEmpty()) {
      ingest.accept(
          List.of(
              new Fact.Consent(
                  1,
                  UUID.randomUUID().toString(),
                  List.of(somebody(chance)),
                  clock.instant(),
                  changes,
                  Map.of())));
    }
  }

  private void block(RandomCase chance) {
    List<Identifier> person = chance.one(people);
    ChannelKind channel =
        chance.one(List.of(ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.WHATSAPP));
    String address =
        switch (person.get(channel == ChannelKind.EMAIL ? 0 : 1)) {
          case Identifier.Email(String email) -> email;
          case Identifier.Phone(String number) -> number;
          default -> throw new IllegalStateException();
        };
    switch (chance.random.nextInt(4)) {
      case 0 -> consents.lift(channel, address);
      case 1 -> consents.liftBounce(channel, address);
      default ->
          consents.suppress(
              channel,
              address,
              new Suppression(chance.constant(Suppression.Reason.class), clock.instant(), null));
    }
  }

  private void list(RandomCase chance, UUID list) {
    List<ProfileId> some =
        Stream.generate(() -> profiles.byIdentifier(somebody(chance)))
            .limit(6)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    Lists.Origin origin = new Lists.Origin(Lists.How.CHOSEN, null);
    if (chance.chance(70)) {
      lists.add(list, some, origin);
    } else {
      lists.remove(list, some, origin);
    }
  }

  private void staffChange(RandomCase chance) {
    profiles
        .byIdentifier(somebody(chance))
        .ifPresent(
            person -> {
              Map<String, Object> traits = new HashMap<>();
              traits.put("city", chance.chance(30) ? null : chance.one(List.of("Berlin", "Köln")));
              traits.put("points", chance.random.nextInt(5));
              try {
                profiles.update(person, traits, clock.instant());
              } catch (NotFound | ConcurrencyFailureException e) {
                // Merged or erased meanwhile.
              }
            });
  }
}
