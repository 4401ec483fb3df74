package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.events.Event;
import io.kundig.events.EventConsumer;
import io.kundig.events.Wanted;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Follows the log: credits each order to the last touch before it, and each goodbye to its
/// message.
@Component
class Attribution implements EventConsumer, MergeParticipant {

  private static final String PLACED = "Placed Order";
  private static final String UNSUBSCRIBED = "Unsubscribed from Email Marketing";

  private final AttributionStore store;
  private final Shops shops;

  Attribution(AttributionStore store, Shops shops) {
    this.store = store;
    this.shops = shops;
  }

  @Override
  public String name() {
    return "attribution";
  }

  @Override
  public Wanted wanted() {
    return Wanted.of(List.of(PLACED, UNSUBSCRIBED));
  }

  @Override
  public void accept(List<Event> events) {
    Map<Integer, List<Event>> orders =
        events.stream()
            .filter(event -> event.metric().equals(PLACED))
            .filter(order -> !order.properties().path("$backfill").asBoolean(false))
            .collect(Collectors.groupingBy(Event::shopId));
    orders.forEach(this::credit);
    List<Event> goodbyes =
        events.stream().filter(event -> event.metric().equals(UNSUBSCRIBED)).toList();
    if (!goodbyes.isEmpty()) {
      store.addUnsubscribes(goodbyes);
    }
  }

  private void credit(int shopId, List<Event> orders) {
    Shop shop = shops.get(shopId);
    Set<ProfileId> people =
        orders.stream().map(Event::profileId).collect(Collectors.toCollection(TreeSet::new));
    Instant first = orders.stream().map(Event::at).min(Instant::compareTo).orElseThrow();
    store.credit(shop, people, first);
  }

  @Override
  public void move(List<ProfilesMerged> merges) {
    store.move(merges);
  }
}
