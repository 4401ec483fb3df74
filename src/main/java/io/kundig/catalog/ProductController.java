package io.kundig.catalog;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shops;
import io.kundig.catalog.ChangeStore.KeptChange;
import io.kundig.catalog.ProductList.OfferView;
import io.kundig.catalog.ProductList.ProductRow;
import io.kundig.catalog.ProductList.VariantView;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The catalogue over HTTP.
@RestController
@RequestMapping("/api/v1")
class ProductController {

  private static final int MOST = 200;
  private static final int MOST_CHANGES = 100;
  private static final int LONGEST_SEARCH = 100;
  private static final int MOST_PIECES = 100_000;

  private final ProductList list;
  private final ChangeStore changes;
  private final Shops shops;
  private final AuditLog audit;

  ProductController(ProductList list, ChangeStore changes, Shops shops, AuditLog audit) {
    this.list = list;
    this.changes = changes;
    this.shops = shops;
    this.audit = audit;
  }

  /// Products by title.
  ///
  /// @param q part of a title, or a whole id or article number
  /// @param filter `available`, `sold_out`, `low` or `reduced`; missing: all
  @GetMapping("/products")
  Page<ProductRow> products(
      @RequestParam @Nullable Integer shop,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String filter,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MOST) {
      throw new Invalid("limit", "That many are not sent.", "Ask for 1 to 200.");
    }
    int wanted = shop(shop);
    String search = q.strip().replace("\0", "");
    return list.page(
        wanted,
        search.substring(0, Math.min(LONGEST_SEARCH, search.length())),
        ProductList.Filter.of(filter),
        changes.lowStock(wanted),
        cursor,
        limit);
  }

  /// @param changes newest first
  /// @param facts newest first
  record ProductView(
      ProductRow product,
      @Nullable String description,
      @Nullable String brand,
      List<String> categories,
      Map<String, String> urls,
      List<VariantView> variants,
      List<OfferView> offers,
      List<KeptChange> changes,
      List<CatalogFact> facts) {}

  @GetMapping("/products/detail")
  @Transactional(readOnly = true)
  ProductView product(@RequestParam @Nullable Integer shop, @RequestParam String id) {
    int wanted = shop(shop);
    ProductRow row = list.row(wanted, id).orElseThrow(() -> new NotFound("product", id));
    ProductList.Words words = list.words(wanted, id);
    return new ProductView(
        row,
        words.description(),
        words.brand(),
        words.categories(),
        words.urls(),
        list.variants(wanted, id),
        list.offers(wanted, id),
        changes.changes(wanted, id, MOST_CHANGES),
        changes.ofProduct(wanted, id, MOST_CHANGES));
  }

  /// @param lowStock at how many pieces a product is about to be sold out
  record StockRulesView(int lowStock) {}

  @GetMapping("/products/rules")
  StockRulesView rules(@RequestParam @Nullable Integer shop) {
    return new StockRulesView(changes.lowStock(shop(shop)));
  }

  record StockRulesForm(@Nullable Integer lowStock) {}

  @PutMapping("/products/rules")
  @Transactional
  StockRulesView change(@RequestParam @Nullable Integer shop, @RequestBody StockRulesForm form) {
    Integer pieces = form.lowStock();
    if (pieces == null || pieces < 0 || pieces > MOST_PIECES) {
      throw new Invalid("lowStock", "This is no number of pieces.", "Send 0 to 100000.");
    }
    int wanted = shop(shop);
    int before = changes.lowStock(wanted);
    changes.lowStock(wanted, pieces);
    audit.record(
        AuditAction.CATALOG_RULES_CHANGED,
        "shop:" + wanted,
        Map.of("lowStock", new @Nullable Object[] {before, pieces}));
    return new StockRulesView(pieces);
  }

  private int shop(@Nullable Integer shop) {
    return shop == null ? shops.all().getFirst().id() : shops.get(shop).id();
  }
}
