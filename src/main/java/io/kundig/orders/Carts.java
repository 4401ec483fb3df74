package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What people have in their carts now.
@Component
public class Carts {

  private final CartStore store;

  Carts(CartStore store) {
    this.store = store;
  }

  /// Applies a batch with a constant number of statements, in the caller's transaction.
  @Transactional(propagation = Propagation.MANDATORY)
  public void apply(List<? extends CartChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Map<CartKey, List<CartChange>> byCart = new TreeMap<>();
    for (CartChange change : changes) {
      CartKey key = new CartKey(change.profileId(), change.shopId());
      byCart.computeIfAbsent(key, cart -> new ArrayList<>()).add(change);
    }
    Map<CartKey, CartState> states = store.lock(byCart.keySet());
    states.replaceAll((key, state) -> state.with(byCart.getOrDefault(key, List.of())));
    store.save(states);
  }

  /// The open, non-empty carts of these people; of several shops' the one touched last.
  public Map<ProfileId, Cart> open(Collection<ProfileId> profiles) {
    return store.open(profiles);
  }

  /// @param value null if a price is missing
  /// @param url leads back to the cart, if the shop gave one
  public record Cart(
      List<CartChange.Item> items,
      @Nullable BigDecimal value,
      @Nullable String currency,
      @Nullable String url,
      Instant updatedAt) {}

  /// Carts are locked in this order.
  record CartKey(ProfileId profile, int shopId) implements Comparable<CartKey> {
    @Override
    public int compareTo(CartKey other) {
      int byProfile = profile.compareTo(other.profile);
      return byProfile != 0 ? byProfile : Integer.compare(shopId, other.shopId);
    }
  }
}
