package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What people have in their carts now.
@Component
public class Carts {

  /// Applies a batch with a constant number of statements, in the caller's transaction.
  public void apply(List<CartChange> changes) {
    throw new UnsupportedOperationException();
  }

  /// The open, non-empty carts of these people.
  public Map<ProfileId, Cart> open(Collection<ProfileId> profiles) {
    throw new UnsupportedOperationException();
  }

  public record Cart(
      List<CartChange.Item> items,
      @Nullable BigDecimal value,
      @Nullable String currency,
      @Nullable String url,
      Instant updatedAt) {}
}
