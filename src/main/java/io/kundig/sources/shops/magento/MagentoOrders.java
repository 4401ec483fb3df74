package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Orders of `/V1/orders` with their credit memos and shipments. Amounts stand there in the order's
/// currency and, named `base_…`, in the website's.
final class MagentoOrders {

  /// The customer is still at the payment's site, or never came back from it.
  private static final String UNPAID = "pending_payment";

  private static final String CANCELLED = "canceled";
  private static final String COMPLETE = "complete";
  private static final String CREDIT_CANCELLED = "3";
  private static final int LONGEST_VARIANT = 300;
  private static final int RATE_DIGITS = 8;

  private final JsonFields order;
  private final List<JsonFields> creditMemos;
  private final List<JsonFields> shipments;
  private final Instant createdAt;
  private final Instant modifiedAt;
  private final String state;

  private MagentoOrders(JsonFields order, List<JsonFields> creditMemos, List<JsonFields> shipments)
      throws Unreadable {
    this.order = order;
    this.creditMemos = creditMemos;
    this.shipments = shipments;
    this.createdAt = order.time("created_at");
    Instant updatedAt = order.timeOrNull("updated_at");
    this.modifiedAt = updatedAt == null ? createdAt : updatedAt;
    this.state = or(order.textOrNull("state"), or(order.textOrNull("status"), ""));
  }

  /// @param creditMemos of `/V1/creditmemos`, those of this order
  /// @param shipments of `/V1/shipments`, those of this order
  static ShopOrder read(
      JsonFields order, List<JsonFields> creditMemos, List<JsonFields> shipments, Stores stores)
      throws Unreadable {
    return new MagentoOrders(order, creditMemos, shipments).read(stores);
  }

  static boolean hasCreditMemos(JsonFields order) {
    return isAboveZero(order, "total_refunded") || "closed".equals(order.textOrNull("state"));
  }

  static boolean hasShipments(JsonFields order) {
    return order.list("items").stream().anyMatch(item -> isAboveZero(item, "qty_shipped"));
  }

  private static boolean isAboveZero(JsonFields of, String name) {
    try {
      return of.amountOrZero(name).signum() > 0;
    } catch (Unreadable e) {
      return true;
    }
  }

  private ShopOrder read(Stores stores) throws Unreadable {
    String id = order.id("entity_id");
    boolean cancelled = state.equals(CANCELLED);
    return new ShopOrder(
        id,
        modifiedAt,
        or(order.textOrNull("increment_id"), id),
        createdAt,
        isPlaced(cancelled),
        cancelled ? reached(CANCELLED) : null,
        fulfilledAt(),
        null,
        order.currency("order_currency_code"),
        rate(),
        total(cancelled),
        order.amountOrNull("tax_amount"),
        shipping(),
        order.amountOrZero("discount_amount").abs(),
        coupons(),
        lines(),
        refunds(),
        buyer(stores),
        null);
  }

  private static String or(@Nullable String one, String other) {
    return one == null ? other : one;
  }

  /// One that was cancelled while its payment was awaited was never bought.
  private boolean isPlaced(boolean cancelled) throws Unreadable {
    if (!cancelled) {
      return !state.equals(UNPAID);
    }
    return order.amountOrZero("total_paid").signum() > 0
        || order.amountOrZero("total_invoiced").signum() > 0
        || order.list("status_histories").stream()
            .map(step -> or(step.textOrNull("status"), UNPAID))
            .anyMatch(status -> !status.equals(UNPAID) && !status.equals(CANCELLED));
  }

  /// When its history first names a status; where it does not, the last change is the nearest.
  private Instant reached(String status) throws Unreadable {
    Instant first = null;
    for (JsonFields step : order.list("status_histories")) {
      Instant at = step.timeOrNull("created_at");
      if (status.equals(step.textOrNull("status"))
          && at != null
          && (first == null || at.isBefore(first))) {
        first = at;
      }
    }
    return first == null ? modifiedAt : first;
  }

  private @Nullable Instant fulfilledAt() throws Unreadable {
    boolean whole = state.equals(COMPLETE) || (!shipments.isEmpty() && isAllShipped());
    if (!whole) {
      return null;
    }
    Instant last = null;
    for (JsonFields shipment : shipments) {
      Instant at = shipment.timeOrNull("created_at");
      if (at != null && (last == null || at.isAfter(last))) {
        last = at;
      }
    }
    return last == null ? reached(COMPLETE) : last;
  }

  /// Of a bundle that is sent in pieces its parts are.
  private boolean isAllShipped() throws Unreadable {
    for (JsonFields item : order.list("items")) {
      boolean counts = item.idOrNull("parent_item_id") == null && !item.isTrue("is_virtual");
      if (counts && !isShipped(item) && !arePartsShipped(item)) {
        return false;
      }
    }
    return true;
  }

  private boolean arePartsShipped(JsonFields item) throws Unreadable {
    List<JsonFields> parts = parts(item).toList();
    for (JsonFields part : parts) {
      if (!isShipped(part)) {
        return false;
      }
    }
    return !parts.isEmpty();
  }

  private static boolean isShipped(JsonFields item) throws Unreadable {
    BigDecimal due =
        item.amountOrZero("qty_ordered")
            .subtract(item.amountOrZero("qty_canceled"))
            .subtract(item.amountOrZero("qty_refunded"));
    return item.amountOrZero("qty_shipped").compareTo(due) >= 0;
  }

  /// Into the currency of the whole installation, over the website's.
  private @Nullable BigDecimal rate() throws Unreadable {
    String currency = order.currency("order_currency_code");
    String base = order.textOrNull("base_currency_code");
    if (currency.equals(or(order.textOrNull("global_currency_code"), or(base, currency)))) {
      return null;
    }
    BigDecimal toGlobal = order.amountOrZero("base_to_global_rate");
    BigDecimal ofBase = toBase();
    if (ofBase == null || toGlobal.signum() <= 0) {
      return ofBase;
    }
    return ofBase.multiply(toGlobal).setScale(RATE_DIGITS, RoundingMode.HALF_UP);
  }

  private @Nullable BigDecimal toBase() throws Unreadable {
    BigDecimal total = order.amountOrZero("grand_total");
    BigDecimal baseTotal = order.amountOrZero("base_grand_total");
    if (total.signum() > 0 && baseTotal.signum() > 0) {
      return baseTotal.divide(total, RATE_DIGITS, RoundingMode.HALF_UP);
    }
    BigDecimal toOrder = order.amountOrZero("base_to_order_rate");
    return toOrder.signum() > 0
        ? BigDecimal.ONE.divide(toOrder, RATE_DIGITS, RoundingMode.HALF_UP)
        : null;
  }

  /// Without what was cancelled of an order that goes on with the rest.
  private BigDecimal total(boolean cancelled) throws Unreadable {
    BigDecimal total = order.amount("grand_total");
    return cancelled
        ? total
        : total.subtract(order.amountOrZero("total_canceled")).max(BigDecimal.ZERO);
  }

  private @Nullable BigDecimal shipping() throws Unreadable {
    BigDecimal withTax = order.amountOrNull("shipping_incl_tax");
    if (withTax != null) {
      return withTax;
    }
    BigDecimal without = order.amountOrNull("shipping_amount");
    return without == null ? null : without.add(order.amountOrZero("shipping_tax_amount"));
  }

  private List<String> coupons() {
    String code = order.textOrNull("coupon_code");
    return code == null ? List.of() : List.of(code);
  }

  /// What was chosen of a configurable product, and what is in a bundle, stand as lines too: under
  /// the line that was bought.
  private List<ShopOrder.Line> lines() throws Unreadable {
    List<ShopOrder.Line> lines = new ArrayList<>();
    for (JsonFields item : order.list("items")) {
      if (item.idOrNull("parent_item_id") == null) {
        lines.add(line(item));
      }
    }
    return lines;
  }

  private ShopOrder.Line line(JsonFields item) throws Unreadable {
    BigDecimal quantity = item.amountOrZero("qty_ordered");
    String title = or(item.textOrNull("name"), "?");
    return new ShopOrder.Line(
        item.idOrNull("product_id"),
        item.textOrNull("sku"),
        title,
        variant(item, title),
        null,
        quantity.signum() == 0 ? BigDecimal.ONE : quantity,
        unitPrice(item),
        null,
        null);
  }

  private Stream<JsonFields> parts(JsonFields item) {
    String id = item.idOrNull("item_id");
    return order.list("items").stream()
        .filter(part -> id != null && id.equals(part.idOrNull("parent_item_id")));
  }

  /// With tax and before discounts. Of a bundle priced by its parts some versions leave the line
  /// without a price.
  private BigDecimal unitPrice(JsonFields item) throws Unreadable {
    BigDecimal price = priceOf(item);
    if (price.signum() == 0) {
      BigDecimal quantity = item.amountOrZero("qty_ordered").max(BigDecimal.ONE);
      for (JsonFields part : parts(item).toList()) {
        price =
            price.add(
                priceOf(part)
                    .multiply(part.amountOrZero("qty_ordered"))
                    .divide(quantity, 4, RoundingMode.HALF_UP));
      }
    }
    return price;
  }

  private static BigDecimal priceOf(JsonFields item) throws Unreadable {
    BigDecimal withTax = item.amountOrNull("price_incl_tax");
    return withTax == null ? item.amountOrZero("price") : withTax;
  }

  /// What the chosen product is called beyond the one it belongs to.
  private @Nullable String variant(JsonFields item, String title) {
    if (!"configurable".equals(item.textOrNull("product_type"))) {
      return null;
    }
    String name = parts(item).map(part -> part.textOrNull("name")).findFirst().orElse(null);
    return name == null ? null : variant(name, title);
  }

  static @Nullable String variant(String name, String title) {
    String rest = name.startsWith(title) ? name.substring(title.length()) : name;
    String own = rest.replaceFirst("^[\\s,–-]+", "");
    if (own.isEmpty()) {
      return null;
    }
    return own.length() <= LONGEST_VARIANT ? own : own.substring(0, LONGEST_VARIANT);
  }

  /// With shipping and adjustments, as the money went back.
  private List<ShopOrder.Refund> refunds() throws Unreadable {
    List<ShopOrder.Refund> refunds = new ArrayList<>();
    for (JsonFields memo : creditMemos) {
      BigDecimal amount = memo.amountOrZero("grand_total");
      if (amount.signum() > 0 && !CREDIT_CANCELLED.equals(memo.textOrNull("state"))) {
        refunds.add(new ShopOrder.Refund(memo.id("entity_id"), memo.time("created_at"), amount));
      }
    }
    refunds.sort(Comparator.comparing(ShopOrder.Refund::id));
    return List.copyOf(refunds);
  }

  private ShopOrder.Buyer buyer(Stores stores) {
    JsonFields billing = order.object("billing_address");
    JsonFields names = billing.has("lastname") ? billing : order.object("none");
    SortedMap<String, Object> traits = MagentoCustomers.traits(names, billing);
    MagentoCustomers.put(traits, "locale", stores.language(order.idOrNull("store_id")));
    String email = order.textOrNull("customer_email");
    return new ShopOrder.Buyer(
        order.isTrue("customer_is_guest") ? null : order.idOrNull("customer_id"),
        email == null ? billing.textOrNull("email") : email,
        billing.textOrNull("telephone"),
        billing.textOrNull("country_id"),
        traits);
  }
}
