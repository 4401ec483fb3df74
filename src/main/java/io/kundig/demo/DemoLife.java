package io.kundig.demo;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the people of the demo shop do, one after the other in time; the same seed does the same.
final class DemoLife {

  private static final long SEED = 20_260_302L;
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final int SHOP = 1;
  private static final String WORDING =
      "Ja, schickt mir Neues aus der Rösterei per E-Mail. Abmelden geht jederzeit.";
  private static final String MEASURING =
      "Ihr dürft messen, ob ich Mails öffne und was ich anklicke.";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ProfileId NOBODY_YET = new ProfileId(new UUID(0, 0));
  private static final int APPETITE =
      DemoProduct.ALL.stream().mapToInt(DemoProduct::appetite).sum();

  private final SplittableRandom chance = new SplittableRandom(SEED);
  private final PriorityQueue<Moment> ahead = new PriorityQueue<>();
  private final List<DemoCustomer> customers = new ArrayList<>();
  private final String pictures;
  private final Instant end;
  private long sequence;
  private int orders = 10_000;

  private record Moment(Instant at, long sequence, Runnable what) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /// What happened, with who it happened to.
  record Happening(DemoCustomer customer, Fact fact) {}

  private final List<Happening> happened = new ArrayList<>();

  /// @param pictures address before a product's picture
  DemoLife(int people, Instant start, Instant end, String pictures) {
    this.pictures = pictures;
    this.end = end;
    Duration span = Duration.between(start, end);
    for (int i = 0; i < people; i++) {
      DemoCustomer customer = new DemoCustomer(i, span, chance);
      customers.add(customer);
      visit(customer, daytime(start.plus(customer.joinsAfter)));
    }
  }

  static DemoProduct product(SplittableRandom chance) {
    int ticket = chance.nextInt(APPETITE);
    for (DemoProduct product : DemoProduct.ALL) {
      ticket -= product.appetite();
      if (ticket < 0) {
        return product;
      }
    }
    throw new IllegalStateException();
  }

  List<DemoCustomer> customers() {
    return customers;
  }

  /// Everything that happens up to the moment, in order.
  List<Happening> until(Instant moment) {
    happened.clear();
    while (!ahead.isEmpty() && !ahead.peek().at().isAfter(moment)) {
      ahead.remove().what().run();
    }
    return List.copyOf(happened);
  }

  /// Lets something happen at a moment, unless that is after the end.
  void at(Instant moment, Runnable what) {
    if (moment.isBefore(end)) {
      ahead.add(new Moment(moment, sequence++, what));
    }
  }

  /// Moves a moment to an hour at which people shop: most in the evening.
  private Instant daytime(Instant moment) {
    int hour = chance.nextDouble() < 0.45 ? 18 + chance.nextInt(4) : 8 + chance.nextInt(14);
    return moment
        .atZone(ZONE)
        .withHour(hour)
        .withMinute(chance.nextInt(60))
        .withSecond(chance.nextInt(60))
        .toInstant();
  }

  private void visit(DemoCustomer customer, Instant start) {
    at(start, () -> browse(customer, start));
  }

  private void browse(DemoCustomer customer, Instant start) {
    emit(customer, "Active on Site", start, page("/", "Rösterei Nordlicht"));
    DemoProduct wanted = chance.nextDouble() < 0.55 ? customer.favourite : product(chance);
    int looks = 1 + chance.nextInt(3);
    for (int i = 0; i < looks; i++) {
      DemoProduct seen = i == looks - 1 ? wanted : product(chance);
      Instant when = start.plusSeconds(40L * (i + 1) + chance.nextInt(60));
      at(when, () -> emit(customer, "Viewed Product", when, properties(seen, 1)));
    }
    Instant later = start.plusSeconds(60L * (looks + 2) + chance.nextInt(200));
    if (customer.subscribes && !customer.subscribed && chance.nextDouble() < 0.7) {
      at(later, () -> subscribe(customer, later));
    }
    if (chance.nextDouble() < customer.habit.willing * season(start)) {
      at(later.plusSeconds(90), () -> fillCart(customer, wanted, later.plusSeconds(90)));
    } else {
      again(customer, start);
    }
  }

  /// November and December sell more, August less.
  private static double season(Instant moment) {
    Month month = moment.atZone(ZONE).getMonth();
    return switch (month) {
      case NOVEMBER, DECEMBER -> 1.45;
      case OCTOBER, JANUARY -> 1.1;
      case JULY, AUGUST -> 0.8;
      default -> 1.0;
    };
  }

  private void fillCart(DemoCustomer customer, DemoProduct wanted, Instant when) {
    Map<DemoProduct, Integer> cart = new HashMap<>();
    cart.put(wanted, 1 + (chance.nextDouble() < 0.35 ? 1 : 0));
    if (chance.nextDouble() < 0.45) {
      cart.putIfAbsent(product(chance), 1);
    }
    Instant each = when;
    for (Map.Entry<DemoProduct, Integer> item : cart.entrySet()) {
      emit(customer, "Added to Cart", each, properties(item.getKey(), item.getValue()));
      each = each.plusSeconds(30);
    }
    double next = chance.nextDouble();
    Instant checkout = each.plusSeconds(60 + chance.nextInt(240));
    if (next < 0.72) {
      at(checkout, () -> checkOut(customer, cart, checkout));
    } else {
      again(customer, when);
    }
  }

  private void checkOut(DemoCustomer customer, Map<DemoProduct, Integer> cart, Instant when) {
    recognise(customer, when);
    emit(
        customer,
        "Started Checkout",
        when,
        cartProperties(cart).put("checkout_url", "https://nordlicht.example/kasse"));
    if (chance.nextDouble() < 0.8) {
      Instant ordered = when.plusSeconds(100 + chance.nextInt(500));
      at(ordered, () -> order(customer, cart, ordered));
    } else {
      again(customer, when);
    }
  }

  private void recognise(DemoCustomer customer, Instant when) {
    if (customer.recognised) {
      return;
    }
    customer.recognised = true;
    Map<String, Object> traits = new HashMap<>();
    traits.put("firstName", customer.first);
    traits.put("lastName", customer.last);
    traits.put("city", customer.city);
    traits.put("postalCode", customer.postcode);
    traits.put("country", customer.country);
    traits.put("locale", "de");
    happened.add(
        new Happening(
            customer,
            new Fact.Identify(
                SHOP, id("identify"), customer.identifiers(), when, traits, Fact.Trust.PROVEN)));
  }

  private void order(DemoCustomer customer, Map<DemoProduct, Integer> cart, Instant when) {
    String number = Integer.toString(++orders);
    ObjectNode properties = cartProperties(cart).put("OrderId", number);
    emit(customer, "Placed Order", when, properties);
    Instant shipped = daytime(when.plus(Duration.ofDays(1 + chance.nextInt(2))));
    at(
        shipped,
        () ->
            emit(
                customer,
                "Fulfilled Order",
                shipped,
                JSON.createObjectNode().put("OrderId", number)));
    double trouble = chance.nextDouble();
    Instant back = daytime(when.plus(Duration.ofDays(5 + chance.nextInt(6))));
    if (trouble < 0.025) {
      DemoProduct returned = cart.keySet().iterator().next();
      ObjectNode refund =
          JSON.createObjectNode()
              .put("OrderId", number)
              .put("$value", returned.price())
              .put("currency", "EUR");
      at(back, () -> emit(customer, "Refunded Order", back, refund));
    } else if (trouble < 0.033) {
      Instant soon = when.plus(Duration.ofMinutes(20));
      at(
          soon,
          () ->
              emit(
                  customer,
                  "Cancelled Order",
                  soon,
                  JSON.createObjectNode().put("OrderId", number)));
    }
    again(customer, when);
  }

  /// Whether and when somebody comes back.
  private void again(DemoCustomer customer, Instant last) {
    if (chance.nextDouble() < customer.habit.returns) {
      double spread = 0.6 + chance.nextDouble() * 0.8;
      visit(
          customer,
          daytime(last.plus(Duration.ofHours((long) (customer.habit.days * 24 * spread)))));
    }
  }

  private void subscribe(DemoCustomer customer, Instant when) {
    recognise(customer, when);
    customer.subscribed = true;
    Instant confirmed = when.plusSeconds(90 + chance.nextInt(3000));
    String browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)";
    String ip = "203.0.113." + (1 + customer.number % 250);
    consent(customer, Purpose.MARKETING, State.PENDING, Method.FORM, when, WORDING, ip, browser);
    boolean confirms = chance.nextDouble() < 0.86;
    if (confirms) {
      at(
          confirmed,
          () -> {
            consent(
                customer,
                Purpose.MARKETING,
                State.SUBSCRIBED,
                Method.DOUBLE_OPT_IN,
                confirmed,
                WORDING,
                ip,
                browser);
            if (customer.measurable) {
              consent(
                  customer,
                  Purpose.TRACKING,
                  State.SUBSCRIBED,
                  Method.DOUBLE_OPT_IN,
                  confirmed,
                  MEASURING,
                  ip,
                  browser);
            }
          });
    }
  }

  private void consent(
      DemoCustomer customer,
      Purpose purpose,
      State state,
      Method method,
      Instant when,
      String wording,
      String ip,
      String browser) {
    happened.add(
        new Happening(
            customer,
            new Fact.Consent(
                SHOP,
                id("consent"),
                customer.identifiers(),
                when,
                List.of(
                    new ConsentChange(
                        NOBODY_YET,
                        ChannelKind.EMAIL,
                        purpose,
                        state,
                        method,
                        when,
                        "form:footer",
                        wording,
                        ip,
                        browser)),
                Map.of())));
  }

  /// Comes back through a mail, and may buy.
  void clickedThrough(DemoCustomer customer, Instant when, boolean buys) {
    at(
        when.plusSeconds(5),
        () ->
            emit(
                customer,
                "Viewed Product",
                when.plusSeconds(5),
                properties(customer.favourite, 1)));
    if (buys) {
      Map<DemoProduct, Integer> cart = new HashMap<>(Map.of(customer.favourite, 1));
      if (chance.nextDouble() < 0.4) {
        cart.putIfAbsent(product(chance), 1);
      }
      Instant ordered = when.plusSeconds(240 + chance.nextInt(5400));
      at(ordered, () -> order(customer, cart, ordered));
    }
  }

  SplittableRandom chance() {
    return chance;
  }

  private void emit(DemoCustomer customer, String metric, Instant when, ObjectNode properties) {
    happened.add(
        new Happening(
            customer,
            new Fact.Track(
                SHOP,
                id(metric),
                customer.identifiers(),
                when,
                metric,
                properties,
                Map.of(),
                Fact.Trust.PROVEN)));
  }

  private String id(String kind) {
    return "demo-" + kind + "-" + sequence++;
  }

  private static ObjectNode page(String path, String title) {
    return JSON.createObjectNode()
        .put("url", "https://nordlicht.example" + path)
        .put("title", title);
  }

  private ObjectNode properties(DemoProduct product, int quantity) {
    return JSON.createObjectNode()
        .put("ProductID", product.slug())
        .put("ProductName", product.title())
        .put("Price", product.price())
        .put("Quantity", quantity)
        .put("Categories", product.category())
        .put("currency", "EUR")
        .put("URL", product.url())
        .put("ImageURL", pictures + product.slug() + ".png");
  }

  private ObjectNode cartProperties(Map<DemoProduct, Integer> cart) {
    ObjectNode properties = JSON.createObjectNode().put("currency", "EUR");
    ArrayNode items = properties.putArray("Items");
    BigDecimal value = BigDecimal.ZERO;
    for (Map.Entry<DemoProduct, Integer> item : cart.entrySet()) {
      items.add(properties(item.getKey(), item.getValue()));
      value = value.add(item.getKey().price().multiply(BigDecimal.valueOf(item.getValue())));
    }
    return properties.put("$value", value);
  }
}
