package io.kundig.messaging;

import io.kundig.shared.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Which order a message earned, implemented where orders are attributed.
public interface MessageOrders {

  Optional<AttributedOrder> orderOf(UUID messageId);

  /// @param externalId the shop's own order number
  record AttributedOrder(String externalId, Money total, Instant at) {}
}
