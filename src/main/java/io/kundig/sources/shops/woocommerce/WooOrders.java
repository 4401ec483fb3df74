package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Newsletter;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Orders of `/wc/v3/orders`. Their amounts of lines are without tax, ours are what is paid.
final class WooOrders {

  /// Begun, and nobody's order yet.
  private static final Set<String> DRAFTS = Set.of("checkout-draft", "auto-draft", "draft", "new");

  /// Waits for a payment, or it failed.
  private static final Set<String> UNPAID = Set.of("pending", "failed");

  /// What plug-ins note of a box that was ticked in the check-out, and their names: Mailchimp for
  /// WooCommerce, MC4WP.
  private static final Set<String> NEWSLETTER =
      Set.of("mailchimp_woocommerce_is_subscribed", "_mc4wp_optin");

  /// Units of the order's currency per unit of the shop's: WooPayments, FOX (WOOCS).
  private static final List<String> RATES =
      List.of("_wcpay_multi_currency_order_exchange_rate", "_woocs_order_rate");

  /// The total in the shop's own currency: Aelia Currency Switcher.
  private static final String BASE_TOTAL = "_order_total_base_currency";

  private static final int LONGEST_VARIANT = 300;

  private WooOrders() {}

  static boolean isDraft(JsonFields order) {
    return DRAFTS.contains(status(order));
  }

  static boolean isInBin(JsonFields order) {
    return status(order).equals("trash");
  }

  /// An order names its refunds by id and total; when they were made stands elsewhere.
  static boolean hasRefunds(JsonFields order) {
    return !order.list("refunds").isEmpty();
  }

  private static String status(JsonFields order) {
    String status = order.textOrNull("status");
    if (status == null) {
      return "";
    }
    return status.startsWith("wc-") ? status.substring("wc-".length()) : status;
  }

  /// @param refunds as `/orders/{id}/refunds` lists them
  static ShopOrder read(JsonFields order, List<JsonFields> refunds) throws Unreadable {
    String id = order.id("id");
    Instant createdAt = order.time("date_created_gmt");
    Instant modifiedAt = orElse(order.timeOrNull("date_modified_gmt"), createdAt);
    String status = status(order);
    Instant paidAt = order.timeOrNull("date_paid_gmt");
    boolean cancelled = status.equals("cancelled");
    boolean placed = cancelled ? paidAt != null : !UNPAID.contains(status);
    BigDecimal total = order.amount("total");
    String number = order.textOrNull("number");
    JsonFields billing = order.object("billing");
    return new ShopOrder(
        id,
        modifiedAt,
        number == null ? id : number,
        createdAt,
        placed,
        cancelled ? modifiedAt : null,
        order.timeOrNull("date_completed_gmt"),
        null,
        order.currency("currency"),
        rate(order, total),
        total,
        order.amountOrNull("total_tax"),
        order.amountOrZero("shipping_total").add(order.amountOrZero("shipping_tax")),
        order.amountOrZero("discount_total").add(order.amountOrZero("discount_tax")),
        coupons(order),
        lines(order),
        refunds(refunds, status, total, modifiedAt),
        buyer(order, billing),
        newsletter(order, createdAt));
  }

  private static Instant orElse(@Nullable Instant one, Instant other) {
    return one == null ? other : one;
  }

  private static List<String> coupons(JsonFields order) {
    List<String> codes = new ArrayList<>();
    for (JsonFields coupon : order.list("coupon_lines")) {
      String code = coupon.textOrNull("code");
      if (code != null) {
        codes.add(code);
      }
    }
    return codes;
  }

  private static List<ShopOrder.Line> lines(JsonFields order) throws Unreadable {
    List<ShopOrder.Line> lines = new ArrayList<>();
    for (JsonFields line : order.list("line_items")) {
      BigDecimal quantity = line.amountOrZero("quantity");
      lines.add(
          new ShopOrder.Line(
              line.idOrNull("product_id"),
              line.textOrNull("sku"),
              plain(orElse(line.textOrNull("parent_name"), line.textOrNull("name"))),
              variant(line),
              null,
              quantity.signum() == 0 ? BigDecimal.ONE : quantity,
              each(withTax(line, "subtotal"), quantity),
              null,
              line.object("image").textOrNull("src")));
    }
    for (JsonFields fee : order.list("fee_lines")) {
      lines.add(
          new ShopOrder.Line(
              null,
              null,
              plain(fee.textOrNull("name")),
              null,
              null,
              BigDecimal.ONE,
              withTax(fee, "total"),
              null,
              null));
    }
    return lines;
  }

  private static @Nullable String orElse(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }

  static String plain(@Nullable String name) {
    if (name == null) {
      return "?";
    }
    return name.indexOf('&') < 0 ? name : Parser.unescapeEntities(name, false);
  }

  private static BigDecimal withTax(JsonFields line, String name) throws Unreadable {
    return line.amountOrZero(name).add(line.amountOrZero(name + "_tax"));
  }

  private static BigDecimal each(BigDecimal amount, BigDecimal quantity) {
    return quantity.signum() == 0 ? amount : amount.divide(quantity, 4, RoundingMode.HALF_UP);
  }

  /// What was chosen of the product's attributes.
  private static @Nullable String variant(JsonFields line) {
    String chosen =
        line.list("meta_data").stream()
            .filter(meta -> isShown(meta.textOrNull("key")))
            .map(meta -> orElse(meta.textOrNull("display_value"), meta.textOrNull("value")))
            .filter(value -> value != null && !value.contains("<"))
            .map(WooOrders::plain)
            .collect(Collectors.joining(", "));
    if (chosen.isEmpty() || line.idOrNull("variation_id") == null) {
      return null;
    }
    return chosen.length() <= LONGEST_VARIANT ? chosen : chosen.substring(0, LONGEST_VARIANT);
  }

  private static boolean isShown(@Nullable String key) {
    return key != null && !key.startsWith("_");
  }

  /// An order may be called refunded as a whole without any refund.
  private static List<ShopOrder.Refund> refunds(
      List<JsonFields> listed, String status, BigDecimal total, Instant modifiedAt)
      throws Unreadable {
    List<ShopOrder.Refund> refunds = new ArrayList<>();
    for (JsonFields refund : listed) {
      BigDecimal amount = refund.amountOrNull("amount");
      if (amount == null) {
        amount = refund.amount("total");
      }
      refunds.add(
          new ShopOrder.Refund(refund.id("id"), refund.time("date_created_gmt"), amount.abs()));
    }
    if (refunds.isEmpty() && status.equals("refunded") && total.signum() > 0) {
      refunds.add(new ShopOrder.Refund("status", modifiedAt, total));
    }
    refunds.sort(Comparator.comparing(ShopOrder.Refund::id));
    return List.copyOf(refunds);
  }

  /// Orders that WordPress's privacy tools have anonymised are nobody's.
  private static ShopOrder.@Nullable Buyer buyer(JsonFields order, JsonFields billing) {
    if (meta(order, "_anonymized") != null) {
      return null;
    }
    return new ShopOrder.Buyer(
        order.idOrNull("customer_id"),
        billing.textOrNull("email"),
        billing.textOrNull("phone"),
        billing.textOrNull("country"),
        WooCustomers.traits(billing, billing));
  }

  private static @Nullable Newsletter newsletter(JsonFields order, Instant createdAt) {
    for (JsonFields meta : order.list("meta_data")) {
      String key = meta.textOrNull("key");
      if (key != null && NEWSLETTER.contains(key) && meta.isTrue("value")) {
        return new Newsletter(
            true,
            createdAt,
            "check-out (" + key + ")",
            null,
            order.textOrNull("customer_ip_address"));
      }
    }
    return null;
  }

  private static @Nullable BigDecimal rate(JsonFields order, BigDecimal total) throws Unreadable {
    JsonFields base = meta(order, BASE_TOTAL);
    if (base != null && total.signum() > 0) {
      return base.amountOrZero("value").divide(total, 8, RoundingMode.HALF_UP);
    }
    for (String name : RATES) {
      JsonFields meta = meta(order, name);
      BigDecimal rate = meta == null ? null : meta.amountOrNull("value");
      if (rate != null && rate.signum() > 0) {
        return BigDecimal.ONE.divide(rate, 8, RoundingMode.HALF_UP);
      }
    }
    return null;
  }

  private static @Nullable JsonFields meta(JsonFields order, String key) {
    for (JsonFields meta : order.list("meta_data")) {
      JsonNode value = meta.node().path("value");
      if (key.equals(meta.textOrNull("key")) && !value.asString("x").isEmpty()) {
        return meta;
      }
    }
    return null;
  }
}
