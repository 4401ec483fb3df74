package io.kundig.accounts;

import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The shops of this installation. Reads are served from memory and see a change at once (one made
/// by another node within a second).
@Component
public class Shops {

  private final ShopStore store;
  private final AuditLog audit;
  private final Clock clock;
  private final ObjectProvider<ShopWatcher> watchers;
  private final Snapshot<Known> known;

  Shops(ShopStore store, AuditLog audit, ObjectProvider<ShopWatcher> watchers, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.watchers = watchers;
    this.clock = clock;
    this.known = new Snapshot<>(() -> Known.of(store.all(), store.formerWriteKeys()));
  }

  /// By id.
  public List<Shop> all() {
    return known.get().all();
  }

  /// @throws NotFound if there is no such shop
  public Shop get(int id) {
    Shop shop = known.get().byId().get(id);
    if (shop == null) {
      throw new NotFound("shop", id);
    }
    return shop;
  }

  /// Also by a write key the shop had before.
  public Optional<Shop> byWriteKey(String writeKey) {
    return Optional.ofNullable(known.get().byWriteKey().get(writeKey));
  }

  /// Adds a shop with a write key of its own; id and write key of the draft are ignored.
  @Transactional
  public Shop add(Shop draft) {
    Shop shop = store.insert(draft, newWriteKey(), clock.instant());
    audit.record(
        AuditAction.SHOP_CREATED,
        "shop:" + shop.id(),
        Map.of("name", new Object[] {null, shop.name()}));
    known.changed();
    return shop;
  }

  /// Changes everything but the write key.
  ///
  /// @throws NotFound if there is no such shop
  @Transactional
  public Shop update(Shop shop) {
    Shop before = store.lock(shop.id()).orElseThrow(() -> new NotFound("shop", shop.id()));
    Shop after = shop.withWriteKey(before.writeKey());
    Map<String, Object[]> changes = ShopChanges.between(before, after);
    if (!changes.isEmpty()) {
      store.update(after);
      audit.record(AuditAction.SHOP_UPDATED, "shop:" + shop.id(), changes);
      watchers.forEach(watcher -> watcher.changed(before, after));
      known.changed();
    }
    return after;
  }

  /// Makes sure that the first shop exists, so that the tracking API works before the set-up.
  @Transactional
  void ensureFirst() {
    if (store.insertFirst(newWriteKey(), clock.instant())) {
      known.changed();
    }
  }

  /// Gives the first shop this write key; the one it had goes on working.
  @Transactional
  void ensureWriteKey(int shopId, String writeKey) {
    Shop shop = store.lock(shopId).orElseThrow(() -> new NotFound("shop", shopId));
    if (shop.writeKey().equals(writeKey)) {
      return;
    }
    if (byWriteKey(writeKey).filter(other -> other.id() != shopId).isPresent()) {
      throw new Invalid(
          "KUNDIG_WRITE_KEY", "Another shop has this write key.", "Choose a different one.");
    }
    store.replaceWriteKey(shop, writeKey);
    known.changed();
  }

  private static String newWriteKey() {
    return Token.random("wk_").text().substring(0, 27);
  }

  private record Known(List<Shop> all, Map<Integer, Shop> byId, Map<String, Shop> byWriteKey) {

    static Known of(List<Shop> all, Map<String, Integer> former) {
      Map<Integer, Shop> byId = all.stream().collect(Collectors.toMap(Shop::id, shop -> shop));
      Map<String, Shop> byWriteKey =
          Stream.concat(
                  former.entrySet().stream()
                      .map(e -> Map.entry(e.getKey(), byId.get(e.getValue()))),
                  all.stream().map(shop -> Map.entry(shop.writeKey(), shop)))
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b));
      return new Known(List.copyOf(all), byId, byWriteKey);
    }
  }
}
