package io.kundig.sources;

import io.kundig.accounts.Shops;
import io.kundig.catalog.Catalog;
import io.kundig.catalog.SeenProduct;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.orders.OrderChange;
import io.kundig.orders.Orders;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Writes a chunk of orders in one transaction, together with how far the import has come. Orders
/// that are known get what is new about them, and no second event.
@Component
class OrderWriting {

  private static final int TRIES = 6;

  private final Profiles profiles;
  private final Orders orders;
  private final EventLog log;
  private final Catalog catalog;
  private final Shops shops;
  private final TransactionTemplate transactions;

  OrderWriting(
      Profiles profiles,
      Orders orders,
      EventLog log,
      Catalog catalog,
      Shops shops,
      TransactionTemplate transactions) {
    this.profiles = profiles;
    this.orders = orders;
    this.log = log;
    this.catalog = catalog;
    this.shops = shops;
    this.transactions = transactions;
  }

  /// @param done the part of the import that is done with it
  void write(Import job, OrderChunk chunk, ImportRun run, double done) {
    for (int failures = 0; ; failures++) {
      Tally before = run.tally().copy();
      chunk.refusals.forEach(
          refusal -> run.tally().problem(refusal.problem(), refusal.row(), null, ""));
      try {
        Taken taken =
            Objects.requireNonNull(
                transactions.execute(transaction -> inTransaction(job, chunk, run, done)));
        run.tally().taken(taken.imported, taken.updated);
        return;
      } catch (ConcurrencyFailureException e) {
        run.backTo(before);
        if (failures == TRIES) {
          throw e;
        }
      }
    }
  }

  private Taken inTransaction(Import job, OrderChunk chunk, ImportRun run, double done) {
    Set<String> numbers = new HashSet<>();
    chunk.sales.forEach(sale -> numbers.add(sale.ref));
    chunk.credits.forEach(credit -> numbers.add(credit.order()));
    Set<String> known = orders.placed(job.shopId(), numbers);
    if (!run.isDry()) {
      apply(job, chunk, known);
    }
    Taken taken = taken(chunk, known);
    run.committed(
        run.tally().progress(done, taken.imported, taken.updated), String.valueOf(chunk.reached));
    return taken;
  }

  private void apply(Import job, OrderChunk chunk, Set<String> known) {
    Map<String, ProfileId> people = resolve(job, chunk);
    String currency = currencyOf(job);
    List<OrderChange> changes = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    List<SeenProduct> products = new ArrayList<>();
    List<OrderChange.Credited> notes = new ArrayList<>();
    for (OrderDraft sale : chunk.sales) {
      ProfileId person = Objects.requireNonNull(people.get(sale.customer));
      OrderChange.Placed placed = sale.placed(person, job.shopId(), currency);
      changes.add(placed);
      changes.addAll(OrderAftermath.of(sale, placed, job.createdAt()));
      if (!known.contains(sale.ref)) {
        OrderHistory.append(placed, events);
        addProducts(placed, products);
      }
    }
    for (OrderChunk.Credit credit : chunk.credits) {
      ProfileId person = Objects.requireNonNull(people.get(credit.note().customer));
      notes.add(
          new OrderChange.Credited(
              person,
              job.shopId(),
              credit.order(),
              credit.at(),
              credit.note().ref,
              credit.amount()));
    }
    changes.addAll(notes);
    notes.removeAll(orders.apply(changes));
    log.appendNew(events);
    log.append(notes.stream().map(note -> OrderHistory.event(note, currency)).toList());
    catalog.seen(products);
  }

  private static void addProducts(OrderChange.Placed placed, List<SeenProduct> target) {
    for (OrderChange.Line line : placed.lines()) {
      if (line.productId() != null) {
        target.add(
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

  private Map<String, ProfileId> resolve(Import job, OrderChunk chunk) {
    List<String> customers = List.copyOf(chunk.customers.keySet());
    List<Sighting> sightings = new ArrayList<>();
    for (String customer : customers) {
      sightings.add(sighting(job, Objects.requireNonNull(chunk.customers.get(customer))));
    }
    List<ProfileId> found = profiles.resolve(sightings);
    Map<String, ProfileId> people = new HashMap<>();
    for (int i = 0; i < customers.size(); i++) {
      people.put(customers.get(i), found.get(i));
    }
    return people;
  }

  private static Sighting sighting(Import job, OrderDraft order) {
    List<Identifier> identifiers = new ArrayList<>();
    if (order.isGuest()) {
      identifiers.add(new Identifier.AnonymousId(job.shopId(), "order:" + order.ref));
    } else {
      Identifiers.userId(job.shopId(), order.first("customerId")).ifPresent(identifiers::add);
      Identifiers.email(order.first("email")).ifPresent(identifiers::add);
      Identifiers.phone(order.first("phone"), null).ifPresent(identifiers::add);
    }
    return new Sighting(identifiers, Traits.ofOrder(order), order.placedAt(), true);
  }

  private String currencyOf(Import job) {
    String chosen = job.options().currency();
    return chosen == null ? shops.get(job.shopId()).currency() : chosen;
  }

  private static Taken taken(OrderChunk chunk, Set<String> known) {
    int imported = 0;
    int updated = 0;
    for (OrderDraft sale : chunk.sales) {
      if (known.contains(sale.ref)) {
        updated += sale.rows().size();
      } else {
        imported += sale.rows().size();
      }
    }
    for (OrderChunk.Credit credit : chunk.credits) {
      imported += credit.rows();
    }
    return new Taken(imported, updated);
  }

  /// Rows of new orders, and of orders that were there.
  private record Taken(int imported, int updated) {}
}
