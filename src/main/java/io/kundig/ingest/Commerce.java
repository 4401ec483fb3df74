package io.kundig.ingest;

import io.kundig.accounts.Shops;
import io.kundig.catalog.SeenProduct;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Purpose;
import io.kundig.events.Event;
import io.kundig.orders.CartChange;
import io.kundig.orders.OrderChange;
import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns facts into events, and the shop's events into changes of orders and carts. An event that
/// lacks what an order or a cart needs (an order number, a product) stays an event.
@Component
class Commerce {

  private final Shops shops;

  /// By address of the shop.
  private final Map<String, Links> links = new ConcurrentHashMap<>();

  Commerce(Shops shops) {
    this.shops = shops;
  }

  Effects effects(List<Incoming> facts) {
    Effects effects =
        new Effects(
            new ArrayList<>(facts.size()), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Incoming incoming : facts) {
      switch (incoming.fact()) {
        case Fact.Track track -> track(incoming, track, effects);
        case Fact.Identify _ -> {}
        case Fact.Consent consent -> consent(incoming, consent, effects);
      }
    }
    return effects;
  }

  private void track(Incoming incoming, Fact.Track track, Effects effects) {
    ProfileId profile = incoming.profileId();
    effects
        .events()
        .add(
            new Event(
                incoming.eventId(),
                profile,
                track.shopId(),
                track.metric(),
                track.at(),
                track.properties()));
    Fields fields = new Fields(track.properties(), links(track));
    switch (track.metric()) {
      case Names.VIEWED_PRODUCT, Names.ORDERED_PRODUCT -> sawProduct(track, fields, effects);
      case Names.ADDED_TO_CART -> {
        sawProduct(track, fields, effects);
        added(profile, track, fields, effects);
      }
      case Names.REMOVED_FROM_CART -> removed(profile, track, fields, effects);
      case Names.STARTED_CHECKOUT, Names.VIEWED_CART -> replaced(profile, track, fields, effects);
      case Names.PLACED_ORDER -> placed(incoming, track, fields, effects);
      case Names.REFUNDED_ORDER -> refunded(incoming, track, fields, effects);
      case Names.CANCELLED_ORDER -> {
        String order = orderId(fields);
        if (order != null) {
          effects
              .orders()
              .add(new OrderChange.Cancelled(profile, track.shopId(), order, track.at()));
        }
      }
      case Names.FULFILLED_ORDER -> {
        String order = orderId(fields);
        if (order != null) {
          effects
              .orders()
              .add(new OrderChange.Fulfilled(profile, track.shopId(), order, track.at()));
        }
      }
      default -> {}
    }
  }

  private Links links(Fact.Track track) {
    String shopUrl = shops.get(track.shopId()).url();
    return track.trust() == Fact.Trust.PROVEN || shopUrl == null
        ? Links.ANYWHERE
        : links.computeIfAbsent(shopUrl, Links::to);
  }

  private static void sawProduct(Fact.Track track, Fields fields, Effects effects) {
    sawProduct(track, fields, fields.currency(""), effects);
  }

  private static void sawProduct(
      Fact.Track track, Fields fields, String currency, Effects effects) {
    String product = fields.productId();
    if (product != null) {
      BigDecimal price = fields.price();
      effects
          .products()
          .add(
              new SeenProduct(
                  track.shopId(),
                  product,
                  fields.title(),
                  fields.url(),
                  fields.imageUrl(),
                  price,
                  price == null || currency.isEmpty() ? null : currency,
                  fields.category(),
                  track.at()));
    }
  }

  private void added(ProfileId profile, Fact.Track track, Fields fields, Effects effects) {
    CartChange.Item item = item(fields, currency(track, fields));
    if (item != null) {
      effects.carts().add(new CartChange.Added(profile, track.shopId(), track.at(), item));
    }
  }

  private void removed(ProfileId profile, Fact.Track track, Fields fields, Effects effects) {
    String product = fields.productId();
    if (product != null) {
      effects
          .carts()
          .add(
              new CartChange.Removed(
                  profile, track.shopId(), track.at(), product, fields.amount("quantity")));
    }
  }

  private void replaced(ProfileId profile, Fact.Track track, Fields fields, Effects effects) {
    String currency = currency(track, fields);
    if (track.metric().equals(Names.STARTED_CHECKOUT)) {
      fields.lines().forEach(line -> sawProduct(track, line, effects));
    }
    List<CartChange.Item> items =
        fields.lines().stream()
            .map(line -> item(line, currency))
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    if (!items.isEmpty()) {
      effects
          .carts()
          .add(
              new CartChange.Replaced(
                  profile,
                  track.shopId(),
                  track.at(),
                  items,
                  fields.amount("total", "value", "$value", "revenue"),
                  currency,
                  fields.cartUrl()));
    }
  }

  private void placed(Incoming incoming, Fact.Track track, Fields fields, Effects effects) {
    ProfileId profile = incoming.profileId();
    effects.carts().add(new CartChange.Cleared(profile, track.shopId(), track.at()));
    String order = orderId(fields);
    List<OrderChange.Line> lines = fields.lines().stream().map(Commerce::line).toList();
    String currency = currency(track, fields);
    if (order != null) {
      effects
          .orders()
          .add(
              new OrderChange.Placed(
                  profile,
                  track.shopId(),
                  order,
                  track.at(),
                  currency,
                  total(fields, lines),
                  fields.amount("tax"),
                  fields.amount("shipping"),
                  fields.amount("discount", "DiscountValue"),
                  fields.text("coupon", "DiscountCode"),
                  lines));
    }
    int number = 0;
    for (Fields line : fields.lines()) {
      sawProduct(track, line, currency, effects);
      ObjectNode properties = line.node().deepCopy();
      properties.put("order_id", order);
      properties.put("currency", currency);
      effects
          .events()
          .add(
              new Event(
                  incoming.eventId(Names.ORDERED_PRODUCT + number++),
                  profile,
                  track.shopId(),
                  Names.ORDERED_PRODUCT,
                  track.at(),
                  properties));
    }
  }

  private void refunded(Incoming incoming, Fact.Track track, Fields fields, Effects effects) {
    String order = orderId(fields);
    if (order == null) {
      return;
    }
    String refund = fields.id("refund_id", "RefundId");
    BigDecimal amount =
        fields.amount("amount", "refund_amount", "total", "value", "$value", "revenue");
    if (amount == null && !fields.lines().isEmpty()) {
      amount = sum(fields.lines().stream().map(Commerce::line).toList());
    }
    effects
        .orders()
        .add(
            new OrderChange.Refunded(
                incoming.profileId(),
                track.shopId(),
                order,
                track.at(),
                refund == null ? incoming.key().toString() : refund,
                amount == null || amount.signum() == 0 ? null : amount.abs(),
                fields.text("currency") == null ? null : currency(track, fields)));
  }

  private static @Nullable String orderId(Fields fields) {
    return fields.id("order_id", "OrderId", "orderId", "$event_id");
  }

  private String currency(Fact.Track track, Fields fields) {
    return fields.currency(shops.get(track.shopId()).currency());
  }

  /// What was paid: the total, or revenue with shipping and tax, or the lines.
  private static BigDecimal total(Fields fields, List<OrderChange.Line> lines) {
    BigDecimal total = fields.amount("total", "value", "$value");
    if (total != null) {
      return total;
    }
    BigDecimal revenue = fields.amount("revenue", "subtotal");
    return revenue == null
        ? sum(lines)
        : revenue.add(orZero(fields.amount("shipping"))).add(orZero(fields.amount("tax")));
  }

  private static BigDecimal sum(List<OrderChange.Line> lines) {
    return lines.stream()
        .map(line -> line.unitPrice().multiply(line.quantity()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  private static OrderChange.Line line(Fields fields) {
    String product = fields.productId();
    String title = fields.title();
    return new OrderChange.Line(
        product,
        fields.sku(),
        title != null ? title : product != null ? product : "?",
        fields.variant(),
        fields.category(),
        fields.quantity(),
        orZero(fields.price()),
        fields.url(),
        fields.imageUrl());
  }

  private static CartChange.@Nullable Item item(Fields fields, String currency) {
    String product = fields.productId();
    if (product == null) {
      return null;
    }
    String title = fields.title();
    return new CartChange.Item(
        product,
        fields.sku(),
        title == null ? product : title,
        fields.variant(),
        fields.quantity(),
        fields.price(),
        currency,
        fields.url(),
        fields.imageUrl());
  }

  private static void consent(Incoming incoming, Fact.Consent consent, Effects effects) {
    for (ConsentChange change : consent.changes()) {
      String metric = metric(change);
      if (metric != null) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        properties.put("channel", lower(change.channel()));
        properties.put("method", lower(change.method()));
        properties.put("source", change.source());
        effects
            .events()
            .add(
                new Event(
                    incoming.eventId(metric),
                    incoming.profileId(),
                    consent.shopId(),
                    metric,
                    change.at(),
                    properties));
      }
    }
  }

  /// Klaviyo's names; what is only asked for, or not advertising, is no event.
  private static @Nullable String metric(ConsentChange change) {
    if (change.purpose() != Purpose.MARKETING) {
      return null;
    }
    String channel =
        switch (change.channel()) {
          case EMAIL -> "Email";
          case SMS -> "SMS";
          case WHATSAPP -> "WhatsApp";
          case PUSH -> "Push";
          case POST -> "Post";
        };
    return switch (change.state()) {
      case SUBSCRIBED -> "Subscribed to " + channel + " Marketing";
      case UNSUBSCRIBED -> "Unsubscribed from " + channel + " Marketing";
      case PENDING -> null;
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }
}
