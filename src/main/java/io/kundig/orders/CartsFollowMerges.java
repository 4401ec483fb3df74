package io.kundig.orders;

import io.kundig.orders.Carts.CartKey;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Combines the carts of people who turned out to be one.
@Component
class CartsFollowMerges implements MergeParticipant {

  private final CartStore store;

  CartsFollowMerges(CartStore store) {
    this.store = store;
  }

  @Override
  @Transactional
  public void move(List<ProfilesMerged> merges) {
    Map<ProfileId, ProfileId> into =
        merges.stream()
            .collect(Collectors.toMap(ProfilesMerged::from, ProfilesMerged::into, (a, b) -> b));
    Set<CartKey> old = store.keysOf(into.keySet());
    if (old.isEmpty()) {
      return;
    }
    Set<CartKey> all = new TreeSet<>(old);
    old.forEach(key -> all.add(destination(into, key)));
    Map<CartKey, CartState> states = store.lock(all);

    Map<CartKey, CartState> combined = new TreeMap<>();
    states.forEach((key, state) -> combined.merge(destination(into, key), state, CartState::plus));
    store.save(combined);
    store.delete(old);
  }

  private static CartKey destination(Map<ProfileId, ProfileId> into, CartKey key) {
    ProfileId profile = key.profile();
    for (ProfileId next = into.get(profile); next != null; next = into.get(profile)) {
      profile = next;
    }
    return new CartKey(profile, key.shopId());
  }
}
