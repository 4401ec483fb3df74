package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The state of every order: lines, refunds, cancellation.
@Component
public class Orders {

  private final OrderStore store;
  private final OrderWriter writer;

  Orders(OrderStore store, OrderWriter writer) {
    this.store = store;
    this.writer = writer;
  }

  /// Applies a batch with a constant number of statements, in the caller's transaction.
  @Transactional(propagation = Propagation.MANDATORY)
  public void apply(List<? extends OrderChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Map<OrderRef, List<OrderChange>> byOrder = new TreeMap<>();
    for (OrderChange change : changes) {
      byOrder.computeIfAbsent(OrderRef.of(change), ref -> new ArrayList<>()).add(change);
    }
    Map<OrderRef, OrderState> states = store.claim(byOrder);
    states.forEach((ref, state) -> byOrder.getOrDefault(ref, List.of()).forEach(state::apply));
    writer.save(states.values().stream().filter(OrderState::isChanged).toList());
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
