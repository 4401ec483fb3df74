package io.kundig.sources.shops;

import io.kundig.accounts.Shops;
import io.kundig.catalog.Catalog;
import io.kundig.catalog.RecordedCoupon;
import io.kundig.catalog.RecordedProduct;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Turns a shop's products and coupons into ours.
@Component
class ProductRecords {

  private final Catalog catalog;
  private final Shops shops;

  ProductRecords(Catalog catalog, Shops shops) {
    this.catalog = catalog;
    this.shops = shops;
  }

  void apply(ShopConnection connection, List<ShopProduct> products) {
    Map<Boolean, List<ShopProduct>> past =
        products.stream()
            .collect(
                Collectors.partitioningBy(
                    product -> People.isPast(connection, product.modifiedAt())));
    past.forEach(
        (isPast, some) ->
            catalog.record(
                some.stream().map(product -> product(connection, product)).toList(), !isPast));
  }

  private RecordedProduct product(ShopConnection connection, ShopProduct product) {
    return new RecordedProduct(
        connection.shopId(),
        product.id(),
        product.modifiedAt(),
        product.title(),
        product.description(),
        product.brand(),
        product.categories(),
        product.urls(),
        product.imageUrl(),
        currency(connection),
        product.published(),
        product.variants().stream().map(ProductRecords::variant).toList());
  }

  private static RecordedProduct.Variant variant(ShopProduct.Variant variant) {
    return new RecordedProduct.Variant(
        variant.id(),
        variant.sku(),
        variant.title(),
        variant.price(),
        variant.salePrice(),
        variant.stock(),
        variant.available(),
        variant.url(),
        variant.imageUrl());
  }

  /// What the shop counts in.
  String currency(ShopConnection connection) {
    String own = connection.greeting().currency();
    return own == null || own.isBlank() ? shops.get(connection.shopId()).currency() : own;
  }

  /// What a shop names as a product that is gone may be a variant: then its product is another one.
  List<RecordRef> ofVariants(ShopConnection connection, List<String> gone) {
    return catalog.productsOfVariants(connection.shopId(), gone).stream()
        .filter(id -> !gone.contains(id))
        .map(id -> new RecordRef(Resource.PRODUCT, id))
        .toList();
  }

  void applyCoupons(ShopConnection connection, List<ShopCoupon> coupons) {
    catalog.recordCoupons(
        coupons.stream()
            .map(
                coupon ->
                    new RecordedCoupon(
                        connection.shopId(),
                        coupon.id(),
                        coupon.code(),
                        coupon.percent(),
                        coupon.amount(),
                        currency(connection),
                        coupon.expiresAt(),
                        coupon.usageLimit(),
                        coupon.used()))
            .toList());
  }

  void withdraw(ShopConnection connection, List<String> products) {
    catalog.withdraw(connection.shopId(), products);
  }

  void withdrawCoupons(ShopConnection connection, List<String> coupons) {
    catalog.withdrawCoupons(connection.shopId(), coupons);
  }
}
