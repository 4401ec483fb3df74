package io.kundig.forms;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// The sign-up forms of all shops.
@Component
class Forms {

  private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern SHOP = Pattern.compile("[1-9][0-9]{0,8}");

  private final FormStore store;
  private final Shops shops;
  private final Clock clock;

  Forms(FormStore store, Shops shops, Clock clock) {
    this.store = store;
    this.shops = shops;
    this.clock = clock;
  }

  /// As both stand in an address.
  Optional<Form> find(String shopId, String key) {
    return SHOP.matcher(shopId).matches() ? find(Integer.parseInt(shopId), key) : Optional.empty();
  }

  Optional<Form> find(int shopId, String key) {
    Optional<Shop> shop = shops.all().stream().filter(it -> it.id() == shopId).findFirst();
    return shop.flatMap(
        it ->
            store
                .find(shopId, key)
                .or(
                    () ->
                        key.equals(Form.NEWSLETTER)
                            ? Optional.of(Form.newsletter(shopId, it.name()))
                            : Optional.empty()));
  }

  List<Form> all() {
    List<Form> all = new ArrayList<>(store.all());
    for (Shop shop : shops.all()) {
      boolean own =
          all.stream().anyMatch(it -> it.shopId() == shop.id() && it.key().equals(Form.NEWSLETTER));
      if (!own) {
        all.add(Form.newsletter(shop.id(), shop.name()));
      }
    }
    return all;
  }

  /// @return whether it is new
  boolean add(Form form) {
    return store.add(form, clock.instant());
  }

  static boolean isKey(String key) {
    return KEY.matcher(key).matches();
  }
}
