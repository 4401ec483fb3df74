package io.kundig.sources.shops.own;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Newsletter;
import io.kundig.sources.shops.ShopCoupon;
import io.kundig.sources.shops.ShopCustomer;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.ShopProduct;
import io.kundig.sources.shops.ShopProduct.Variant;
import io.kundig.sources.shops.ShopRecord;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.Unreadable.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Records as `docs/guide/en/own-shop.md` writes them.
final class OwnRecords {

  private static final List<String> NAMED_TRAITS =
      List.of("firstName", "lastName", "company", "city", "postalCode", "country");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  private OwnRecords() {}

  static ShopRecord read(String type, JsonFields record) throws Unreadable {
    return switch (type) {
      case "customer" -> customer(record);
      case "order" -> order(record);
      case "product" -> product(record);
      case "coupon" -> coupon(record);
      default -> throw new Unreadable(Reason.UNKNOWN_TOPIC, "type");
    };
  }

  private static ShopCustomer customer(JsonFields customer) throws Unreadable {
    Instant updatedAt = customer.time("updatedAt");
    Instant createdAt = customer.timeOrNull("createdAt");
    return new ShopCustomer(
        customer.id("id"),
        updatedAt,
        createdAt == null ? updatedAt : createdAt,
        customer.textOrNull("email"),
        customer.textOrNull("phone"),
        country(customer),
        traits(customer),
        newsletter(customer));
  }

  private static @Nullable String country(JsonFields of) throws Unreadable {
    String code = of.textOrNull("country");
    if (code != null && !COUNTRY.matcher(code).matches()) {
      throw wrong(of, "country");
    }
    return code;
  }

  /// The shop's own ones may say more, but not who somebody is.
  private static SortedMap<String, Object> traits(JsonFields of) {
    SortedMap<String, Object> traits = new TreeMap<>();
    of.object("traits")
        .node()
        .forEachEntry(
            (name, value) -> {
              if (value.isValueNode() && !value.isNull()) {
                traits.put(name, plain(value));
              }
            });
    traits.keySet().removeAll(List.of("email", "phone"));
    for (String name : NAMED_TRAITS) {
      String value = of.textOrNull(name);
      if (value != null) {
        traits.put(name, value);
      }
    }
    return traits;
  }

  private static Object plain(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.isNumber() ? value.decimalValue() : value.asString().replace('\0', ' ');
  }

  private static @Nullable Newsletter newsletter(JsonFields of) throws Unreadable {
    if (!of.has("newsletter")) {
      return null;
    }
    JsonFields said = of.object("newsletter");
    if (!said.has("subscribed")) {
      throw missing(said, "subscribed");
    }
    return new Newsletter(
        said.isTrue("subscribed"),
        said.time("at"),
        said.text("source"),
        said.textOrNull("wording"),
        said.textOrNull("ip"));
  }

  private static ShopOrder order(JsonFields order) throws Unreadable {
    String id = order.id("id");
    String number = order.textOrNull("number");
    return new ShopOrder(
        id,
        order.time("updatedAt"),
        number == null ? id : number,
        order.time("createdAt"),
        !order.has("placed") || order.isTrue("placed"),
        order.timeOrNull("cancelledAt"),
        order.timeOrNull("fulfilledAt"),
        order.timeOrNull("deliveredAt"),
        order.currency("currency"),
        order.amountOrNull("rate"),
        notNegative(order, "total", order.amount("total")),
        order.amountOrNull("tax"),
        order.amountOrNull("shipping"),
        order.amountOrNull("discount"),
        texts(order, "coupons"),
        lines(order),
        refunds(order),
        order.has("customer") ? buyer(order.object("customer")) : null,
        newsletter(order));
  }

  private static List<ShopOrder.Line> lines(JsonFields order) throws Unreadable {
    List<ShopOrder.Line> lines = new ArrayList<>();
    for (JsonFields line : order.list("lines")) {
      BigDecimal quantity = line.amountOrNull("quantity");
      lines.add(
          new ShopOrder.Line(
              line.idOrNull("productId"),
              line.textOrNull("sku"),
              line.text("title"),
              line.textOrNull("variant"),
              line.textOrNull("category"),
              above(line, "quantity", quantity == null ? BigDecimal.ONE : quantity),
              line.amount("unitPrice"),
              line.textOrNull("url"),
              line.textOrNull("imageUrl")));
    }
    return List.copyOf(lines);
  }

  private static List<ShopOrder.Refund> refunds(JsonFields order) throws Unreadable {
    List<ShopOrder.Refund> refunds = new ArrayList<>();
    for (JsonFields refund : order.list("refunds")) {
      refunds.add(
          new ShopOrder.Refund(
              refund.id("id"),
              refund.time("at"),
              above(refund, "amount", refund.amount("amount"))));
    }
    return List.copyOf(refunds);
  }

  private static ShopOrder.Buyer buyer(JsonFields customer) throws Unreadable {
    return new ShopOrder.Buyer(
        customer.idOrNull("id"),
        customer.textOrNull("email"),
        customer.textOrNull("phone"),
        country(customer),
        traits(customer));
  }

  private static ShopProduct product(JsonFields product) throws Unreadable {
    List<Variant> variants = new ArrayList<>();
    for (JsonFields variant : product.list("variants")) {
      variants.add(variant(variant));
    }
    return new ShopProduct(
        product.id("id"),
        product.time("updatedAt"),
        product.text("title"),
        !product.has("published") || product.isTrue("published"),
        product.textOrNull("description"),
        product.textOrNull("brand"),
        texts(product, "categories"),
        product.textOrNull("imageUrl"),
        urls(product),
        variants.isEmpty() ? List.of(variant(product)) : List.copyOf(variants));
  }

  private static Variant variant(JsonFields one) throws Unreadable {
    BigDecimal stock = one.amountOrNull("stock");
    boolean available =
        one.has("available") ? one.isTrue("available") : stock == null || stock.signum() > 0;
    return new Variant(
        one.id("id"),
        one.textOrNull("sku"),
        one.path().endsWith("variants") ? one.textOrNull("title") : null,
        one.amountOrNull("price"),
        one.amountOrNull("salePrice"),
        stock,
        available,
        one.path().endsWith("variants") ? one.textOrNull("url") : null,
        one.textOrNull("imageUrl"));
  }

  private static SortedMap<String, String> urls(JsonFields product) {
    SortedMap<String, String> urls = new TreeMap<>();
    product
        .object("urls")
        .node()
        .forEachEntry((language, url) -> urls.put(language, url.asString("")));
    String only = product.textOrNull("url");
    if (only != null) {
      urls.put("", only);
    }
    return urls;
  }

  private static ShopCoupon coupon(JsonFields coupon) throws Unreadable {
    BigDecimal limit = coupon.amountOrNull("usageLimit");
    return new ShopCoupon(
        coupon.id("id"),
        coupon.time("updatedAt"),
        coupon.text("code"),
        coupon.isTrue("percent"),
        coupon.amount("amount"),
        coupon.timeOrNull("expiresAt"),
        limit == null ? null : limit.intValue(),
        coupon.amountOrZero("used").intValue());
  }

  private static List<String> texts(JsonFields of, String name) {
    JsonNode list = of.node().path(name);
    return list.isArray()
        ? list.valueStream()
            .filter(JsonNode::isString)
            .map(text -> text.asString().replace('\0', ' ').strip())
            .filter(text -> !text.isEmpty())
            .toList()
        : List.of();
  }

  private static BigDecimal above(JsonFields of, String name, BigDecimal amount) throws Unreadable {
    if (amount.signum() <= 0) {
      throw wrong(of, name);
    }
    return amount;
  }

  private static BigDecimal notNegative(JsonFields of, String name, BigDecimal amount)
      throws Unreadable {
    if (amount.signum() < 0) {
      throw wrong(of, name);
    }
    return amount;
  }

  private static Unreadable missing(JsonFields of, String name) {
    return new Unreadable(Reason.FIELD_MISSING, of.path() + "." + name);
  }

  private static Unreadable wrong(JsonFields of, String name) {
    return new Unreadable(Reason.FIELD_WRONG, of.path() + "." + name);
  }
}
