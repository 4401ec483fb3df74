package io.kundig.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  private static final String SHOP = "shop";

  private final ProductStore store;
  private final RecordStore records;
  private final Changes changes;
  private final ChangeStore changeStore;

  /// What is stored already, as far as this process has seen it: shops show the same products all
  /// day.
  private final Cache<SeenProduct.Key, SeenProduct> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_REMEMBERED)
          .weigher((SeenProduct.Key _, SeenProduct product) -> product.size())
          .expireAfterWrite(REMEMBERED)
          .build();

  Catalog(ProductStore store, RecordStore records, Changes changes, ChangeStore changeStore) {
    this.store = store;
    this.records = records;
    this.changes = changes;
    this.changeStore = changeStore;
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
  ///
  /// @param told whether changes are told as facts; else they are of the past
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(List<RecordedProduct> products, boolean told) {
    record(products, SHOP, told);
  }

  private void record(List<RecordedProduct> products, String source, boolean told) {
    if (products.isEmpty()) {
      return;
    }
    Map<SeenProduct.Key, RecordedProduct> sorted = sorted(products);
    sorted.keySet().retainAll(records.write(sorted.values(), source));
    if (sorted.isEmpty()) {
      return;
    }
    Map<Offers.Id, Offers.Offer> before = changeStore.variants(sorted.keySet());
    records.writeVariants(sorted.values());
    changes.compare(before, offers(sorted.values(), ""), told);
  }

  private static Map<SeenProduct.Key, RecordedProduct> sorted(List<RecordedProduct> products) {
    Map<SeenProduct.Key, RecordedProduct> sorted = new TreeMap<>();
    products.forEach(
        product -> sorted.put(new SeenProduct.Key(product.shopId(), product.productId()), product));
    return sorted;
  }

  private static Map<Offers.Id, Offers.Offer> offers(
      Collection<RecordedProduct> products, String market) {
    Map<Offers.Id, Offers.Offer> offers = new TreeMap<>();
    for (RecordedProduct product : products) {
      SeenProduct.Key key = new SeenProduct.Key(product.shopId(), product.productId());
      for (RecordedProduct.Variant variant : product.variants()) {
        Offers.Offer offer =
            new Offers.Offer(
                key,
                variant.variantId(),
                market,
                variant.asked(),
                product.currency(),
                variant.stock(),
                variant.available() && product.published());
        offers.putIfAbsent(offer.id(), offer);
      }
    }
    return offers;
  }

  /// Keeps products as a feed describes them, in the caller's transaction. What the shop's own
  /// system describes stays as it says.
  ///
  /// @param feed its id
  /// @param market empty: the shop's own; else only titles, pages and prices of that language or
  ///   market are kept, such as `de-AT`
  @Transactional(propagation = Propagation.MANDATORY)
  public void recordFeed(UUID feed, String market, List<RecordedProduct> products, boolean told) {
    if (market.isEmpty()) {
      record(products, source(feed), told);
    } else if (!products.isEmpty()) {
      Map<SeenProduct.Key, RecordedProduct> sorted = sorted(products);
      Map<Offers.Id, Offers.Offer> before = changeStore.offers(sorted.keySet(), market);
      records.writeOffers(sorted.values(), market, source(feed));
      changes.compare(before, priced(offers(sorted.values(), market)), told);
    }
  }

  /// Of other markets only prices are told: pieces are counted once.
  private static Map<Offers.Id, Offers.Offer> priced(Map<Offers.Id, Offers.Offer> offers) {
    offers.replaceAll((_, offer) -> offer.priceOnly());
    return offers;
  }

  /// Products that a feed has no more can be bought no more; in the caller's transaction.
  @Transactional(propagation = Propagation.MANDATORY)
  public void withdrawFeed(UUID feed, int shopId, String market, Collection<String> productIds) {
    if (productIds.isEmpty()) {
      return;
    }
    if (market.isEmpty()) {
      records.soldOut(shopId, productIds, source(feed));
    } else {
      records.withdrawOffers(shopId, productIds, market, source(feed));
    }
  }

  private static String source(UUID feed) {
    return "feed:" + feed;
  }

  /// A fact and its place among those to read.
  public record Told(String place, CatalogFact fact) {}

  /// Facts committed after a place, oldest first; those of transactions still open come later, with
  /// a place of their own.
  ///
  /// @param place of the last fact that was read, `0` to begin with
  /// @param id of that fact
  public List<Told> factsAfter(String place, long id, int most) {
    return changeStore.after(place, id, most);
  }

  /// How products are called and where their pages are, for readers of a language: as their market
  /// says it, else as their language does, else as the shop does.
  public Map<String, ProductPage> pages(int shopId, Collection<String> productIds, Locale locale) {
    return productIds.isEmpty() ? Map.of() : store.pages(shopId, productIds, locale);
  }

  /// @param local whether title and page are those of the language that was asked for
  public record ProductPage(
      @Nullable String title, @Nullable String url, @Nullable String imageUrl, boolean local) {

    public static final ProductPage NONE = new ProductPage(null, null, null, false);

    /// What is known, by name.
    public Map<String, Object> facts() {
      Map<String, Object> facts = new HashMap<>();
      if (title != null) {
        facts.put("title", title);
      }
      if (url != null) {
        facts.put("url", url);
      }
      if (imageUrl != null) {
        facts.put("imageUrl", imageUrl);
      }
      return facts;
    }
  }

  /// How a product stands now.
  ///
  /// @param variantId null or unknown: any of its variants
  /// @return empty: nothing is recorded of it
  public Optional<Stock> stock(int shopId, String productId, @Nullable String variantId) {
    return store.stock(shopId, productId, variantId);
  }

  /// @param pieces null: not counted
  public record Stock(boolean available, @Nullable BigDecimal pieces) {}

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
