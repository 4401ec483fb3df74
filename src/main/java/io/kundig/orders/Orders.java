package io.kundig.orders;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfileWatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The state of every order: lines, refunds, cancellation.
@Component
public class Orders {

  private final OrderStore store;
  private final OrderWriter writer;
  private final Valuations valuations;
  private final HistoryWatcher watcher;
  private final ProfileWatcher buyers;

  Orders(
      OrderStore store,
      OrderWriter writer,
      Valuations valuations,
      HistoryWatcher watcher,
      ProfileWatcher buyers) {
    this.store = store;
    this.writer = writer;
    this.valuations = valuations;
    this.watcher = watcher;
    this.buyers = buyers;
  }

  /// Applies a batch with a constant number of statements, in the caller's transaction.
  ///
  /// @return its credit notes that stand for refunds which the shop has reported
  @Transactional(propagation = Propagation.MANDATORY)
  public Set<OrderChange.Credited> apply(List<? extends OrderChange> changes) {
    if (changes.isEmpty()) {
      return Set.of();
    }
    Map<OrderRef, List<OrderChange>> byOrder = new TreeMap<>();
    for (OrderChange change : changes) {
      byOrder.computeIfAbsent(OrderRef.of(change), ref -> new ArrayList<>()).add(change);
    }
    Map<OrderRef, OrderState> states = store.claim(byOrder);
    states.forEach((ref, state) -> byOrder.getOrDefault(ref, List.of()).forEach(state::apply));
    List<OrderState> changed = states.values().stream().filter(OrderState::isChanged).toList();
    save(changed);
    return reported(states, byOrder);
  }

  private void save(List<OrderState> changed) {
    valuations.value(changed);
    writer.save(changed);
    tell(changed);
  }

  /// Writes what these orders are worth by the rates of now, in the caller's transaction.
  ///
  /// @param sorted known ones
  @Transactional(propagation = Propagation.MANDATORY)
  void revalue(List<OrderRef> sorted) {
    if (sorted.isEmpty()) {
      return;
    }
    List<OrderState> states = List.copyOf(store.lockKnown(sorted).values());
    valuations.value(states);
    List<OrderState> changed = states.stream().filter(OrderState::isWorthAnother).toList();
    writer.save(changed);
    tell(changed);
  }

  private void tell(List<OrderState> changed) {
    Map<Integer, Set<Instant>> moments = new TreeMap<>();
    for (OrderState state : changed) {
      Stream.of(state.placedBefore, state.placedAt)
          .filter(Objects::nonNull)
          .forEach(
              at -> moments.computeIfAbsent(state.ref.shopId(), shop -> new HashSet<>()).add(at));
    }
    moments.forEach((shop, at) -> watcher.changed(shop, HistoryWatcher.Facts.ORDERS, at));
    Set<ProfileId> people = new HashSet<>();
    for (OrderState state : changed) {
      Stream.of(state.owner, state.ownerBefore).filter(Objects::nonNull).forEach(people::add);
    }
    if (!people.isEmpty()) {
      buyers.changed(people);
    }
  }

  private static Set<OrderChange.Credited> reported(
      Map<OrderRef, OrderState> states, Map<OrderRef, List<OrderChange>> changes) {
    Set<OrderChange.Credited> reported = new HashSet<>();
    states.forEach(
        (ref, state) ->
            changes.getOrDefault(ref, List.of()).stream()
                .filter(OrderChange.Credited.class::isInstance)
                .map(OrderChange.Credited.class::cast)
                .filter(state::isReported)
                .forEach(reported::add));
    return reported;
  }

  /// Takes orders out of all figures that the shop's own system has no more, in the caller's
  /// transaction; unknown ones are passed over. A later record brings one back.
  @Transactional(propagation = Propagation.MANDATORY)
  public void withdraw(int shopId, Collection<String> orderIds, Instant at) {
    if (orderIds.isEmpty()) {
      return;
    }
    Map<OrderRef, OrderState> states =
        store.lockKnown(orderIds.stream().map(id -> OrderRef.of(shopId, id)).sorted().toList());
    states.values().forEach(state -> state.withdraw(at));
    List<OrderState> withdrawn = List.copyOf(states.values());
    save(withdrawn);
  }

  /// When each person last placed an order that is not cancelled; absent: never.
  public Map<ProfileId, LastOrder> lastOrders(Collection<ProfileId> profiles) {
    return store.lastOrders(profiles);
  }

  /// Which of a shop's order numbers are orders already placed.
  public Set<String> placed(int shopId, Collection<String> orderIds) {
    return store.placed(shopId, orderIds);
  }

  /// @param orderId the shop's own number
  public record LastOrder(String orderId, Instant placedAt) {}
}
