package io.kundig.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The products of the shops, as they were last seen in events and imports.
@Component
public class Catalog {

  /// In characters: what strangers send as products must not fill the memory.
  private static final long MOST_REMEMBERED = 16_000_000;

  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final ProductStore store;
  private final RecordStore records;

  /// What is stored already, as far as this process has seen it: shops show the same products all
  /// day.
  private final Cache<SeenProduct.Key, SeenProduct> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_REMEMBERED)
          .weigher((SeenProduct.Key _, SeenProduct product) -> product.size())
          .expireAfterWrite(REMEMBERED)
          .build();

  Catalog(ProductStore store, RecordStore records) {
    this.store = store;
    this.records = records;
  }

  /// Keeps what is new about these products; writes nothing for those that are as they were. What
  /// is missing in a sighting stays as it was known, and an older sighting only fills gaps. Rows
  /// are locked until the transaction ends: call it late.
  @Transactional
  public void seen(List<SeenProduct> products) {
    Map<SeenProduct.Key, SeenProduct> newest = new TreeMap<>();
    for (SeenProduct product : products) {
      if (!isKnown(product)) {
        newest.merge(product.key(), product, SeenProduct::combined);
      }
    }
    if (!newest.isEmpty()) {
      store.upsert(newest.values());
      rememberAfterCommit(newest.values());
    }
  }

  /// Keeps products as the shop's own system describes them, in the caller's transaction: after
  /// that no sighting changes them. The caller hands in none that is older than one before.
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(List<RecordedProduct> products) {
    if (products.isEmpty()) {
      return;
    }
    Map<SeenProduct.Key, RecordedProduct> sorted = new TreeMap<>();
    products.forEach(
        product -> sorted.put(new SeenProduct.Key(product.shopId(), product.productId()), product));
    records.write(sorted.values());
  }

  /// Products that the shop has no more; in the caller's transaction.
  @Transactional(propagation = Propagation.MANDATORY)
  public void withdraw(int shopId, Collection<String> productIds) {
    if (!productIds.isEmpty()) {
      records.withdraw(shopId, productIds);
    }
  }

  /// The products that have these variants.
  @Transactional(propagation = Propagation.MANDATORY)
  public List<String> productsOfVariants(int shopId, Collection<String> variantIds) {
    return variantIds.isEmpty() ? List.of() : records.productsOfVariants(shopId, variantIds);
  }

  /// Keeps coupons as the shop's own system describes them, in the caller's transaction.
  @Transactional(propagation = Propagation.MANDATORY)
  public void recordCoupons(List<RecordedCoupon> coupons) {
    if (!coupons.isEmpty()) {
      records.writeCoupons(coupons);
    }
  }

  /// Coupons that the shop has no more; in the caller's transaction.
  @Transactional(propagation = Propagation.MANDATORY)
  public void withdrawCoupons(int shopId, Collection<String> couponIds) {
    if (!couponIds.isEmpty()) {
      records.withdrawCoupons(shopId, couponIds);
    }
  }

  private boolean isKnown(SeenProduct product) {
    SeenProduct stored = known.getIfPresent(product.key());
    return stored != null && !stored.learns(product);
  }

  private void rememberAfterCommit(Collection<SeenProduct> written) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            written.forEach(
                product -> known.asMap().merge(product.key(), product, SeenProduct::combined));
          }
        });
  }

  /// The known ones of these products, by the shop's id of each.
  public Map<String, Product> find(int shopId, Collection<String> productIds) {
    return productIds.isEmpty() ? Map.of() : store.find(shopId, productIds);
  }
}
