package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Newsletter;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Orders of Shopify, as webhooks and the REST API say them alike. Amounts stand there in the
/// customer's currency (`presentment_money`) and in the shop's.
final class ShopifyOrders {

  /// The payment was given up, or never came in time.
  private static final Set<String> UNPAID = Set.of("voided", "expired");

  private final JsonFields order;
  private final String currency;
  private final @Nullable BigDecimal rate;
  private final boolean taxesIncluded;

  private ShopifyOrders(JsonFields order) throws Unreadable {
    this.order = order;
    this.currency =
        order.has("presentment_currency")
            ? order.currency("presentment_currency")
            : order.currency("currency");
    this.rate = rate();
    this.taxesIncluded = order.isTrue("taxes_included");
  }

  static ShopOrder read(JsonFields order) throws Unreadable {
    return new ShopifyOrders(order).read();
  }

  private ShopOrder read() throws Unreadable {
    String id = order.id("id");
    Instant createdAt = or(order.timeOrNull("processed_at"), order.time("created_at"));
    Instant modifiedAt = or(order.timeOrNull("updated_at"), createdAt);
    Instant cancelledAt = order.timeOrNull("cancelled_at");
    String name = order.textOrNull("name");
    return new ShopOrder(
        id,
        modifiedAt,
        name == null ? id : name,
        createdAt,
        isPlaced(cancelledAt),
        cancelledAt,
        fulfilledAt(modifiedAt),
        deliveredAt(modifiedAt),
        currency,
        rate,
        total(),
        money(order, "total_tax"),
        shipping(),
        money(order, "total_discounts"),
        coupons(),
        lines(),
        refunds(),
        buyer(),
        newsletter(createdAt));
  }

  private static Instant or(@Nullable Instant one, Instant other) {
    return one == null ? other : one;
  }

  private static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  /// Orders of the shop's test mode count nowhere. One whose payment is awaited is an order: by
  /// invoice, by bank transfer, on delivery.
  private boolean isPlaced(@Nullable Instant cancelledAt) {
    String payment = order.textOrNull("financial_status");
    return !order.isTrue("test")
        && (cancelledAt != null || payment == null || !UNPAID.contains(payment));
  }

  private @Nullable BigDecimal rate() throws Unreadable {
    JsonFields set = order.object("total_price_set");
    JsonFields shop = set.object("shop_money");
    BigDecimal paid = set.object("presentment_money").amountOrZero("amount");
    BigDecimal worth = shop.amountOrNull("amount");
    if (worth == null || paid.signum() <= 0 || currency.equals(shop.textOrNull("currency_code"))) {
      return null;
    }
    return worth.divide(paid, 8, RoundingMode.HALF_UP);
  }

  /// In the order's currency. Payloads before 2019-07 have no sets of amounts.
  private @Nullable BigDecimal money(JsonFields of, String name) throws Unreadable {
    BigDecimal amount = of.object(name + "_set").object("presentment_money").amountOrNull("amount");
    return amount == null ? inOrdersCurrency(of.amountOrNull(name), shopCurrency()) : amount;
  }

  private @Nullable String shopCurrency() {
    return order.textOrNull("currency");
  }

  private @Nullable BigDecimal inOrdersCurrency(
      @Nullable BigDecimal amount, @Nullable String code) {
    return amount == null || rate == null || code == null || code.equals(currency)
        ? amount
        : amount.divide(rate, 4, RoundingMode.HALF_UP);
  }

  /// Before refunds; what was taken off the order without money going back, as by editing it,
  /// lessens it.
  private BigDecimal total() throws Unreadable {
    BigDecimal total = money(order, "total_price");
    if (total == null) {
      total = order.amount("total_price");
    }
    BigDecimal left = total;
    for (JsonFields refund : order.list("refunds")) {
      if (refund.list("transactions").isEmpty()) {
        left = left.subtract(takenOff(refund));
      }
    }
    return left.max(orZero(money(order, "current_total_price"))).min(total);
  }

  private BigDecimal takenOff(JsonFields refund) throws Unreadable {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonFields line : refund.list("refund_line_items")) {
      sum = sum.add(orZero(money(line, "subtotal")));
      if (!taxesIncluded) {
        sum = sum.add(orZero(money(line, "total_tax")));
      }
    }
    return sum;
  }

  private @Nullable BigDecimal shipping() throws Unreadable {
    BigDecimal shipping = money(order, "total_shipping_price");
    if (shipping == null) {
      return null;
    }
    for (JsonFields line : order.list("shipping_lines")) {
      shipping = shipping.add(tax(line));
    }
    return shipping;
  }

  /// What comes on top of a line.
  private BigDecimal tax(JsonFields line) throws Unreadable {
    BigDecimal sum = BigDecimal.ZERO;
    if (!taxesIncluded) {
      for (JsonFields tax : line.list("tax_lines")) {
        sum = sum.add(orZero(money(tax, "price")));
      }
    }
    return sum;
  }

  private List<String> coupons() {
    List<String> codes = new ArrayList<>();
    for (JsonFields discount : order.list("discount_codes")) {
      String code = discount.textOrNull("code");
      if (code != null) {
        codes.add(code);
      }
    }
    return codes;
  }

  private List<ShopOrder.Line> lines() throws Unreadable {
    List<ShopOrder.Line> lines = new ArrayList<>();
    Map<String, BigDecimal> takenOff = quantitiesTakenOff();
    for (JsonFields line : order.list("line_items")) {
      BigDecimal ordered = line.amountOrZero("quantity");
      BigDecimal quantity =
          ordered.subtract(
              takenOff.getOrDefault(
                  Objects.requireNonNullElse(line.idOrNull("id"), ""), BigDecimal.ZERO));
      if (quantity.signum() <= 0 && ordered.signum() > 0) {
        continue;
      }
      BigDecimal count = quantity.signum() == 0 ? BigDecimal.ONE : quantity;
      String title = line.textOrNull("title");
      lines.add(
          new ShopOrder.Line(
              line.idOrNull("product_id"),
              line.textOrNull("sku"),
              title == null ? "?" : title,
              line.textOrNull("variant_title"),
              null,
              count,
              orZero(money(line, "price"))
                  .add(tax(line).divide(ordered.max(BigDecimal.ONE), 4, RoundingMode.HALF_UP)),
              null,
              null));
    }
    return lines;
  }

  /// By line: what was taken off by editing the order, without money going back.
  private Map<String, BigDecimal> quantitiesTakenOff() throws Unreadable {
    Map<String, BigDecimal> quantities = new HashMap<>();
    for (JsonFields refund : order.list("refunds")) {
      if (refund.list("transactions").isEmpty()) {
        for (JsonFields line : refund.list("refund_line_items")) {
          String id = line.idOrNull("line_item_id");
          if (id != null) {
            quantities.merge(id, line.amountOrZero("quantity"), BigDecimal::add);
          }
        }
      }
    }
    return quantities;
  }

  /// Money that went back.
  private List<ShopOrder.Refund> refunds() throws Unreadable {
    List<ShopOrder.Refund> refunds = new ArrayList<>();
    for (JsonFields refund : order.list("refunds")) {
      BigDecimal amount = BigDecimal.ZERO;
      for (JsonFields transaction : refund.list("transactions")) {
        if ("refund".equals(transaction.textOrNull("kind"))
            && "success".equals(transaction.textOrNull("status"))) {
          amount =
              amount.add(
                  orZero(
                      inOrdersCurrency(
                          transaction.amount("amount"), transaction.textOrNull("currency"))));
        }
      }
      if (amount.signum() > 0) {
        Instant at = refund.timeOrNull("processed_at");
        refunds.add(
            new ShopOrder.Refund(
                refund.id("id"), at == null ? refund.time("created_at") : at, amount));
      }
    }
    refunds.sort(Comparator.comparing(ShopOrder.Refund::id));
    return List.copyOf(refunds);
  }

  private @Nullable Instant fulfilledAt(Instant modifiedAt) throws Unreadable {
    return "fulfilled".equals(order.textOrNull("fulfillment_status"))
        ? last("created_at", modifiedAt)
        : null;
  }

  private @Nullable Instant deliveredAt(Instant modifiedAt) throws Unreadable {
    List<JsonFields> parcels = parcels();
    boolean all =
        "fulfilled".equals(order.textOrNull("fulfillment_status"))
            && !parcels.isEmpty()
            && parcels.stream()
                .allMatch(parcel -> "delivered".equals(parcel.textOrNull("shipment_status")));
    return all ? last("updated_at", modifiedAt) : null;
  }

  private List<JsonFields> parcels() {
    return order.list("fulfillments").stream()
        .filter(parcel -> !"cancelled".equals(parcel.textOrNull("status")))
        .toList();
  }

  private Instant last(String time, Instant otherwise) throws Unreadable {
    Instant last = null;
    for (JsonFields parcel : parcels()) {
      Instant at = parcel.timeOrNull(time);
      if (at != null && (last == null || at.isAfter(last))) {
        last = at;
      }
    }
    return or(last, otherwise);
  }

  /// The shop says whose order it is; one it has made nobody's has neither customer nor address.
  private ShopOrder.@Nullable Buyer buyer() {
    String customer = order.object("customer").idOrNull("id");
    String email = order.textOrNull("email");
    String phone = order.textOrNull("phone");
    if (customer == null && email == null && phone == null) {
      return null;
    }
    JsonFields address = order.object("billing_address");
    return new ShopOrder.Buyer(
        customer,
        email,
        phone,
        address.textOrNull("country_code"),
        ShopifyCustomers.traits(address, address));
  }

  private @Nullable Newsletter newsletter(Instant createdAt) {
    return order.isTrue("buyer_accepts_marketing")
        ? new Newsletter(
            true,
            createdAt,
            "check-out (buyer_accepts_marketing)",
            null,
            order.textOrNull("browser_ip"))
        : null;
  }
}
