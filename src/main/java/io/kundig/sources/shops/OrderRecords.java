package io.kundig.sources.shops;

import io.kundig.catalog.Catalog;
import io.kundig.catalog.SeenProduct;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.orders.CartChange;
import io.kundig.orders.Carts;
import io.kundig.orders.OrderChange;
import io.kundig.orders.Orders;
import io.kundig.profiles.ProfileId;
import io.kundig.sources.OrderHistory;
import io.kundig.sources.shops.Recorder.Decisions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Turns a shop's orders into ours, and what happened to them into events, each told once.
@Component
class OrderRecords {

  private static final String PLACED = "placed";

  private final Orders orders;
  private final Carts carts;
  private final EventLog log;
  private final Catalog catalog;
  private final ProductRecords productRecords;
  private final Clock clock;

  OrderRecords(
      Orders orders,
      Carts carts,
      EventLog log,
      Catalog catalog,
      ProductRecords productRecords,
      Clock clock) {
    this.productRecords = productRecords;
    this.orders = orders;
    this.carts = carts;
    this.log = log;
    this.catalog = catalog;
    this.clock = clock;
  }

  void apply(
      ShopConnection connection,
      List<ShopOrder> records,
      People.Found people,
      Decisions decisions) {
    if (records.isEmpty()) {
      return;
    }
    Set<String> numbers = new HashSet<>();
    records.forEach(record -> numbers.add(numberOf(record, decisions)));
    Set<String> placedBefore = orders.placed(connection.shopId(), numbers);
    List<OrderChange> changes = new ArrayList<>();
    Telling telling = new Telling(connection, placedBefore, decisions);
    for (ShopOrder record : records) {
      ProfileId person = Objects.requireNonNull(people.buyers().get(record.id()));
      OrderChange.Recorded change =
          recorded(connection, record, person, numberOf(record, decisions));
      changes.add(change);
      telling.tell(record, change);
    }
    orders.apply(changes);
    if (!telling.cleared.isEmpty()) {
      carts.apply(telling.cleared);
    }
    log.appendNew(telling.fresh);
    log.append(telling.further);
    log.appendMissing(telling.perhaps);
    catalog.seen(telling.products);
  }

  void withdraw(ShopConnection connection, List<String> numbers) {
    orders.withdraw(connection.shopId(), numbers, clock.instant());
  }

  private static String numberOf(ShopOrder record, Decisions decisions) {
    return Objects.requireNonNullElse(decisions.stateOf(record.ref()).name(), record.number());
  }

  private OrderChange.Recorded recorded(
      ShopConnection connection, ShopOrder record, ProfileId person, String number) {
    return new OrderChange.Recorded(
        person,
        connection.shopId(),
        number,
        record.modifiedAt(),
        record.buyer() != null,
        record.placed() ? record.createdAt() : null,
        record.cancelledAt(),
        record.fulfilledAt(),
        record.currency(),
        rate(connection, record),
        record.total(),
        record.tax(),
        record.shipping(),
        record.discount(),
        record.coupons().isEmpty() ? null : String.join(", ", record.coupons()),
        record.lines().stream().map(OrderRecords::line).toList(),
        record.refunds().stream()
            .map(refund -> new OrderChange.Refund(refund.id(), refund.at(), refund.amount()))
            .toList());
  }

  /// Shops tell rates into the currency that they count in themselves.
  private OrderChange.@Nullable Rate rate(ShopConnection connection, ShopOrder record) {
    return record.rate() == null
        ? null
        : new OrderChange.Rate(record.rate(), productRecords.currency(connection));
  }

  private static OrderChange.Line line(ShopOrder.Line line) {
    return new OrderChange.Line(
        line.productId(),
        line.sku(),
        line.title(),
        line.variant(),
        line.category(),
        line.quantity(),
        line.unitPrice(),
        line.url(),
        line.imageUrl());
  }

  /// What of a batch is still to be told.
  private static final class Telling {

    private final ShopConnection connection;
    private final Set<String> placedBefore;
    private final Decisions decisions;
    private final List<Event> fresh = new ArrayList<>();
    private final List<Event> further = new ArrayList<>();

    /// Of orders that somebody else brought: a file, the shop under another address.
    private final List<Event> perhaps = new ArrayList<>();

    private final List<CartChange> cleared = new ArrayList<>();
    private final List<SeenProduct> products = new ArrayList<>();

    Telling(ShopConnection connection, Set<String> placedBefore, Decisions decisions) {
      this.connection = connection;
      this.placedBefore = placedBefore;
      this.decisions = decisions;
    }

    void tell(ShopOrder record, OrderChange.Recorded change) {
      boolean fromElsewhere = placedBefore.contains(change.orderId());
      List<Event> target =
          !decisions.isFresh(record.ref()) ? further : fromElsewhere ? perhaps : fresh;
      if (record.placed() && !hasTold(record, PLACED)) {
        if (!placedBefore.contains(change.orderId())) {
          placed(record, change, target);
        }
        decisions.tell(record.ref(), PLACED);
      }
      if (!hasTold(record, PLACED)) {
        return;
      }
      step(record, change, "fulfilled", "Fulfilled Order", record.fulfilledAt(), target);
      step(record, change, "delivered", "Delivered Order", record.deliveredAt(), target);
      step(record, change, "cancelled", "Cancelled Order", record.cancelledAt(), target);
      for (ShopOrder.Refund refund : record.refunds()) {
        tell(
            record,
            change,
            "refund " + refund.id(),
            "Refunded Order",
            refund.at(),
            Map.of(
                "refund_id", refund.id(),
                "amount", refund.amount(),
                "currency", record.currency()),
            target == fresh ? further : target);
      }
    }

    private boolean hasTold(ShopOrder record, String event) {
      return decisions.stateOf(record.ref()).hasTold(event);
    }

    private void placed(ShopOrder record, OrderChange.Recorded change, List<Event> target) {
      OrderChange.Placed placed =
          new OrderChange.Placed(
              change.profileId(),
              change.shopId(),
              change.orderId(),
              record.createdAt(),
              change.currency(),
              change.total(),
              change.tax(),
              change.shipping(),
              change.discount(),
              change.coupon(),
              change.lines());
      boolean past = People.isPast(connection, record.createdAt());
      OrderHistory.append(placed, past, target);
      if (!past) {
        cleared.add(
            new CartChange.Cleared(change.profileId(), change.shopId(), record.createdAt()));
      }
      addProducts(placed);
    }

    private void addProducts(OrderChange.Placed placed) {
      for (OrderChange.Line line : placed.lines()) {
        if (line.productId() != null) {
          products.add(
              new SeenProduct(
                  placed.shopId(),
                  line.productId(),
                  line.title(),
                  line.url(),
                  line.imageUrl(),
                  line.unitPrice(),
                  placed.currency(),
                  line.category(),
                  placed.at()));
        }
      }
    }

    private void step(
        ShopOrder record,
        OrderChange.Recorded change,
        String what,
        String metric,
        @Nullable Instant at,
        List<Event> target) {
      if (at != null) {
        tell(
            record,
            change,
            what,
            metric,
            at,
            Map.of("total", change.total(), "currency", change.currency()),
            target);
      }
    }

    private void tell(
        ShopOrder record,
        OrderChange.Recorded change,
        String what,
        String metric,
        Instant at,
        Map<String, Object> own,
        List<Event> target) {
      if (hasTold(record, what)) {
        return;
      }
      target.add(
          OrderHistory.event(
              change.profileId(),
              change.shopId(),
              change.orderId(),
              metric,
              at,
              what,
              own,
              People.isPast(connection, at)));
      decisions.tell(record.ref(), what);
    }
  }
}
