package io.kundig.flows;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.flows.Definition.Filter;
import io.kundig.messaging.MessageRequest;
import io.kundig.messaging.Messaging;
import io.kundig.orders.Carts;
import io.kundig.orders.Carts.Cart;
import io.kundig.orders.Orders;
import io.kundig.orders.Orders.LastOrder;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Does the steps whose moment has come: loads what a batch needs once, decides in Java, asks for
/// the messages and moves the runs in one transaction.
@Component
class FlowEngine {

  /// Bigger batches hold back every cursor of the log.
  private static final int BATCH = 200;

  private final FlowStore flows;
  private final RunStore runs;
  private final FlowEvents events;
  private final Messaging messaging;
  private final Orders orders;
  private final Carts carts;
  private final Shops shops;
  private final Clock clock;
  private final TransactionTemplate transaction;

  FlowEngine(
      FlowStore flows,
      RunStore runs,
      FlowEvents events,
      Messaging messaging,
      Orders orders,
      Carts carts,
      Shops shops,
      Clock clock,
      TransactionTemplate transaction) {
    this.flows = flows;
    this.runs = runs;
    this.events = events;
    this.messaging = messaging;
    this.orders = orders;
    this.carts = carts;
    this.shops = shops;
    this.clock = clock;
    this.transaction = transaction;
  }

  /// Does one batch of due steps.
  ///
  /// @return how many runs were due
  int advance() {
    return advance(BATCH);
  }

  /// Does one due run alone, so that one that cannot be done does not hold up the others: it is set
  /// aside as failed.
  ///
  /// @return 0 if none was due
  int advanceOne() {
    Run[] tried = new Run[1];
    try {
      return step(1, tried);
    } catch (RuntimeException e) {
      if (tried[0] == null) {
        throw e;
      }
      Run run = tried[0];
      transaction.executeWithoutResult(
          status ->
              store(
                  List.of(
                      run.ended(
                          Run.State.FAILED, run.step(), run.sent(), clock.instant(), "error"))));
      throw new RunFailed(run, e);
    }
  }

  private void store(List<Run> moved) {
    Set<UUID> told = runs.update(moved);
    events.left(moved.stream().filter(run -> told.contains(run.runId())).toList());
  }

  static final class RunFailed extends RuntimeException {
    private final Run run;

    RunFailed(Run run, RuntimeException cause) {
      super("run " + run.runId() + " cannot go on", cause);
      this.run = run;
    }

    Run run() {
      return run;
    }
  }

  private int advance(int most) {
    return step(most, new Run[1]);
  }

  private int step(int most, @Nullable Run[] first) {
    Integer done =
        transaction.execute(
            status -> {
              Instant now = clock.instant();
              List<Run> due = runs.lockDue(now, most);
              if (due.isEmpty()) {
                return 0;
              }
              first[0] = due.getFirst();
              Batch batch = new Batch(due, now);
              due.forEach(batch::advance);
              batch.write();
              return due.size();
            });
    return done == null ? 0 : done;
  }

  /// One transaction's worth of due runs and what is known of their people.
  private final class Batch {

    private final Instant now;
    private final Map<UUID, Flow> byId = new HashMap<>();
    private final Map<ProfileId, LastOrder> lastOrders;
    private final Map<ProfileId, Cart> openCarts;
    private final List<Run> moved = new ArrayList<>();
    private final List<MessageRequest> requests = new ArrayList<>();

    Batch(List<Run> due, Instant now) {
      this.now = now;
      flows.live().forEach(flow -> byId.put(flow.id(), flow));
      lastOrders = orders.lastOrders(peopleWith(due, Filter.NOT_ORDERED));
      openCarts = carts.open(peopleWith(due, Filter.CART_OPEN));
    }

    private Set<ProfileId> peopleWith(List<Run> due, Filter filter) {
      return due.stream()
          .filter(run -> flows.definition(run.flowId(), run.version()).filters().contains(filter))
          .map(Run::profileId)
          .collect(Collectors.toSet());
    }

    void advance(Run run) {
      Flow flow = byId.get(run.flowId());
      Instant due = run.dueAt();
      if (flow == null || due == null) {
        return; // paused since it was read
      }
      if (due.isBefore(now.minus(Messaging.TOO_LATE))) {
        moved.add(run.exited(Run.Exit.TOO_LATE, now));
        return;
      }
      Shop shop = shops.get(flow.shopId());
      moved.add(walk(run, flow, shop, due));
    }

    /// From the step that is due to the next delay, or to the end.
    private Run walk(Run run, Flow flow, Shop shop, Instant due) {
      Definition definition = flows.definition(run.flowId(), run.version());
      ZoneId zone = shop.timeZone();
      int sent = run.sent();
      for (int i = run.step(); i < definition.steps().size(); i++) {
        switch (definition.steps().get(i)) {
          case Step.Delay delay -> {
            return run.waiting(i + 1, sent, delay.duration().after(due, zone));
          }
          case Step.Send send -> {
            Run.Exit exit = exit(run, definition);
            if (exit != null) {
              return run.ended(
                  Run.State.EXITED, i, sent, now, exit.name().toLowerCase(java.util.Locale.ROOT));
            }
            requests.add(request(run, flow, send));
            sent++;
          }
        }
      }
      return run.ended(Run.State.DONE, definition.steps().size(), sent, now, null);
    }

    private Run.@Nullable Exit exit(Run run, Definition definition) {
      LastOrder last = lastOrders.get(run.profileId());
      if (definition.filters().contains(Filter.NOT_ORDERED)
          && last != null
          && !last.placedAt().isBefore(run.triggeredAt())) {
        return Run.Exit.ORDERED;
      }
      if (definition.filters().contains(Filter.CART_OPEN)
          && !openCarts.containsKey(run.profileId())) {
        return Run.Exit.CART_EMPTY;
      }
      return null;
    }

    private MessageRequest request(Run run, Flow flow, Step.Send send) {
      return new MessageRequest(
          messageId(run, send),
          run.profileId(),
          flow.shopId(),
          send.channel(),
          send.kind(),
          new MessageRequest.Origin("flow", flow.id(), send.key(), run.runId()),
          send.templateKey(),
          null,
          data(run),
          now);
    }

    private Map<String, Object> data(Run run) {
      Cart cart = openCarts.get(run.profileId());
      return cart == null ? Map.of() : Map.of("cart", cart);
    }

    void write() {
      if (!requests.isEmpty()) {
        messaging.request(requests);
      }
      store(moved);
    }
  }

  /// The same step of the same run is the same message, however often it is done.
  private static UUID messageId(Run run, Step.Send send) {
    Instant due = run.dueAt();
    return Ids.hashed(
        due == null ? run.enteredAt() : due,
        (run.runId() + "/" + send.key()).getBytes(StandardCharsets.UTF_8));
  }
}
