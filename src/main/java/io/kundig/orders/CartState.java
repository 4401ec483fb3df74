package io.kundig.orders;

import io.kundig.orders.CartChange.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One cart as the facts about it: when it was last known whole, and what was added and removed
/// since. So late and repeated facts end in the same cart as timely ones.
///
/// @param steps what came after `whole`, by time
record CartState(@Nullable Whole whole, List<Step> steps) {

  private static final int MOST_STEPS = 200;
  private static final int MOST_ITEMS = 200;

  private static final Comparator<Step> BY_TIME =
      Comparator.comparing(Step::at).thenComparing(step -> step.toString());

  static final CartState EMPTY = new CartState(null, List.of());

  CartState {
    steps = List.copyOf(steps);
  }

  CartState with(List<CartChange> changes) {
    CartState state = this;
    for (CartChange change : changes) {
      state = state.with(change);
    }
    return state;
  }

  private CartState with(CartChange change) {
    return switch (change) {
      case CartChange.Added added -> with(new Step(added.at(), added.item(), null, null));
      case CartChange.Removed removed ->
          with(new Step(removed.at(), null, removed.productId(), removed.quantity()));
      case CartChange.Replaced r ->
          with(new Whole(r.at(), r.items(), r.value(), r.currency(), r.url()));
      case CartChange.Cleared cleared -> with(new Whole(cleared.at(), List.of(), null, null, null));
    };
  }

  /// Both carts of a person who turned out to be one.
  CartState plus(CartState other) {
    CartState sum = other.whole == null ? this : with(other.whole);
    for (Step step : other.steps) {
      sum = sum.with(step);
    }
    return sum;
  }

  private CartState with(Step step) {
    if ((whole != null && !step.at.isAfter(whole.at)) || steps.contains(step)) {
      return this;
    }
    List<Step> all = new ArrayList<>(steps);
    all.add(step);
    all.sort(BY_TIME);
    return new CartState(whole, all).shortened();
  }

  private CartState with(Whole candidate) {
    if (whole != null && !candidate.replaces(whole)) {
      return this;
    }
    return new CartState(
        candidate, steps.stream().filter(step -> step.at.isAfter(candidate.at)).toList());
  }

  /// Endless adding makes no endless row: the oldest half becomes part of what is known whole.
  private CartState shortened() {
    if (steps.size() <= MOST_STEPS) {
      return this;
    }
    List<Step> old = steps.subList(0, MOST_STEPS / 2);
    List<Item> items = new CartState(whole, old).items();
    Whole reached = new Whole(old.getLast().at, items, null, null, url());
    return new CartState(reached, steps.subList(MOST_STEPS / 2, steps.size()));
  }

  List<Item> items() {
    List<Item> items = new ArrayList<>(whole == null ? List.of() : whole.items);
    for (Step step : steps) {
      if (step.added != null) {
        add(items, step.added);
      } else {
        remove(items, Objects.requireNonNull(step.removed), step.quantity);
      }
    }
    int surplus = Math.max(0, items.size() - MOST_ITEMS);
    return List.copyOf(items.subList(surplus, items.size()));
  }

  private static void add(List<Item> items, Item item) {
    for (int i = 0; i < items.size(); i++) {
      Item known = items.get(i);
      if (known.productId().equals(item.productId())
          && Objects.equals(known.variant(), item.variant())) {
        items.set(i, withQuantity(item, known.quantity().add(item.quantity())));
        return;
      }
    }
    items.add(item);
  }

  private static void remove(List<Item> items, String productId, @Nullable BigDecimal quantity) {
    BigDecimal left = quantity;
    for (Iterator<Item> all = items.iterator(); all.hasNext(); ) {
      Item item = all.next();
      if (!item.productId().equals(productId)) {
        continue;
      }
      if (left == null || item.quantity().compareTo(left) <= 0) {
        left = left == null ? null : left.subtract(item.quantity());
        all.remove();
      } else {
        items.set(items.indexOf(item), withQuantity(item, item.quantity().subtract(left)));
        return;
      }
    }
  }

  private static Item withQuantity(Item item, BigDecimal quantity) {
    return new Item(
        item.productId(),
        item.sku(),
        item.title(),
        item.variant(),
        quantity,
        item.price(),
        item.currency(),
        item.url(),
        item.imageUrl());
  }

  /// As the shop says it, or the sum of the items; null if a price is missing or currencies differ.
  @Nullable BigDecimal value() {
    if (whole != null && whole.value != null && steps.isEmpty()) {
      return whole.value;
    }
    BigDecimal sum = BigDecimal.ZERO;
    Set<String> currencies = new HashSet<>();
    for (Item item : items()) {
      if (item.price() == null) {
        return null;
      }
      sum = sum.add(item.price().multiply(item.quantity()));
      if (item.currency() != null) {
        currencies.add(item.currency());
      }
    }
    return currencies.size() > 1 ? null : sum;
  }

  @Nullable String currency() {
    if (whole != null && whole.currency != null && steps.isEmpty()) {
      return whole.currency;
    }
    List<String> currencies =
        items().stream().map(Item::currency).filter(Objects::nonNull).distinct().toList();
    if (currencies.isEmpty()) {
      return whole == null ? null : whole.currency;
    }
    return currencies.size() == 1 ? currencies.getFirst() : null;
  }

  @Nullable String url() {
    return whole == null ? null : whole.url;
  }

  Instant updatedAt() {
    if (!steps.isEmpty()) {
      return steps.getLast().at;
    }
    return whole == null ? Instant.EPOCH : whole.at;
  }

  /// The cart as it was known whole; without items: emptied.
  record Whole(
      Instant at,
      List<Item> items,
      @Nullable BigDecimal value,
      @Nullable String currency,
      @Nullable String url) {

    Whole {
      items = List.copyOf(items.subList(0, Math.min(items.size(), MOST_ITEMS)));
    }

    /// The newer one does; of the same moment the emptied one, as buying ends a cart.
    boolean replaces(Whole known) {
      int byTime = at.compareTo(known.at);
      if (byTime != 0 || known.items.isEmpty()) {
        return byTime > 0;
      }
      return items.isEmpty() || toString().compareTo(known.toString()) > 0;
    }
  }

  /// One thing added (`added`) or taken out (`removed`, all of it if `quantity` is null).
  record Step(
      Instant at, @Nullable Item added, @Nullable String removed, @Nullable BigDecimal quantity) {}
}
