package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The state of every order: lines, refunds, cancellation.
@Component
public class Orders {

  /// Applies a batch with a constant number of statements, in the caller's transaction.
  public void apply(List<OrderChange> changes) {
    throw new UnsupportedOperationException();
  }

  /// When each person last placed an order that is not cancelled; absent: never.
  public Map<ProfileId, LastOrder> lastOrders(Collection<ProfileId> profiles) {
    throw new UnsupportedOperationException();
  }

  public record LastOrder(String orderId, Instant placedAt) {}
}
