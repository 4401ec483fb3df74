package io.kundig.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The products of the shops, as they were last seen in events and imports.
@Component
public class Catalog {

  private final ProductStore store;

  Catalog(ProductStore store) {
    this.store = store;
  }

  /// Keeps what is new about these products; writes nothing for those that are as they were. What
  /// is missing in a sighting stays as it was known, and an older sighting only fills gaps.
  @Transactional
  public void seen(List<SeenProduct> products) {
    Map<SeenProduct.Key, SeenProduct> newest = new TreeMap<>();
    for (SeenProduct product : products) {
      newest.merge(product.key(), product, SeenProduct::combined);
    }
    if (!newest.isEmpty()) {
      store.upsert(newest.values());
    }
  }

  /// The known ones of these products, by the shop's id of each.
  public Map<String, Product> find(int shopId, Collection<String> productIds) {
    return productIds.isEmpty() ? Map.of() : store.find(shopId, productIds);
  }
}
