package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.JsonFields;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Orders of Shopware. Amounts of a line are net where the order's are (`taxStatus`), its total is
/// always what is paid.
final class ShopwareOrders {

  /// The payment was given up, or is still under way at the payment provider.
  private static final Set<String> UNPAID = Set.of("failed", "cancelled", "unconfirmed");

  private static final Set<String> PAID_BACK = Set.of("refunded", "chargeback");
  private static final Set<String> SENT = Set.of("shipped", "returned", "returned_partially");
  private static final Set<String> REDUCTIONS = Set.of("promotion", "discount", "credit");

  /// Holds other lines that say what was bought.
  private static final String CONTAINER = "container";

  private static final int SCALE = 4;

  private final JsonFields order;
  private final boolean net;

  private ShopwareOrders(JsonFields order) {
    this.order = order;
    this.net = "net".equals(order.object("price").textOrNull("taxStatus"));
  }

  static Instant modifiedAt(JsonFields order) throws Unreadable {
    Instant last = Times.of(order);
    last = Times.later(last, order.list("lineItems"));
    last = Times.later(last, order.list("deliveries"));
    last = Times.later(last, order.list("transactions"));
    last =
        Times.later(last, List.of(order.object("orderCustomer"), order.object("billingAddress")));
    for (JsonFields transaction : order.list("transactions")) {
      for (JsonFields capture : transaction.list("captures")) {
        last = Times.later(last, capture.list("refunds"));
      }
    }
    return last;
  }

  static ShopOrder read(JsonFields order) throws Unreadable {
    return new ShopwareOrders(order).read();
  }

  private ShopOrder read() throws Unreadable {
    String number = order.textOrNull("orderNumber");
    Instant placedAt = order.timeOrNull("orderDateTime");
    Instant createdAt = placedAt == null ? order.time("createdAt") : placedAt;
    boolean cancelled = "cancelled".equals(state(order));
    List<JsonFields> items = items();
    return new ShopOrder(
        order.id("id"),
        modifiedAt(order),
        number == null ? order.id("id") : number,
        createdAt,
        cancelled || isPlaced(),
        cancelled ? Times.of(order) : null,
        fulfilledAt(),
        null,
        order.object("currency").currency("isoCode"),
        rate(),
        order.amount("amountTotal"),
        tax(),
        shipping(),
        reductions(items),
        coupons(items),
        lines(items),
        refunds(),
        buyer(),
        null);
  }

  private static @Nullable String state(JsonFields of) {
    return of.object("stateMachineState").textOrNull("technicalName");
  }

  /// One that staff work on is an order, whatever became of its payment.
  private boolean isPlaced() throws Unreadable {
    String state = state(order);
    if (state != null && !state.equals("open")) {
      return true;
    }
    JsonFields last = null;
    for (JsonFields payment : ordered(order.list("transactions"))) {
      if (last == null || !payment.time("createdAt").isBefore(last.time("createdAt"))) {
        last = payment;
      }
    }
    return last == null || !UNPAID.contains(String.valueOf(state(last)));
  }

  /// As it is in every answer, whatever the order of its lists.
  private static List<JsonFields> ordered(List<JsonFields> rows) {
    return rows.stream().sorted(Comparator.comparing(row -> id(row))).toList();
  }

  private static String id(JsonFields row) {
    String id = row.idOrNull("id");
    return id == null ? "" : id;
  }

  /// Parcels of nothing but a reduced postage stay open for ever.
  private @Nullable Instant fulfilledAt() throws Unreadable {
    List<JsonFields> parcels = new ArrayList<>();
    for (JsonFields parcel : order.list("deliveries")) {
      boolean reduction = parcel.object("shippingCosts").amountOrZero("totalPrice").signum() < 0;
      if (!reduction && !"cancelled".equals(state(parcel))) {
        parcels.add(parcel);
      }
    }
    boolean sent =
        !parcels.isEmpty()
            && parcels.stream().allMatch(it -> SENT.contains(String.valueOf(state(it))));
    return sent ? Times.last(parcels) : null;
  }

  /// What one unit was worth in the shop's own currency, on the day of the order.
  private @Nullable BigDecimal rate() throws Unreadable {
    BigDecimal rounded = order.amountOrNull("currencyFactor");
    if (rounded == null || rounded.signum() <= 0) {
      return null;
    }
    JsonNode exact = order.node().path("currencyFactor");
    BigDecimal factor = exact.isNumber() ? exact.decimalValue() : rounded;
    return factor.compareTo(BigDecimal.ONE) == 0
        ? null
        : BigDecimal.ONE.divide(factor, 8, RoundingMode.HALF_UP);
  }

  private @Nullable BigDecimal tax() throws Unreadable {
    BigDecimal without = order.amountOrNull("amountNet");
    return without == null
        ? null
        : order.amount("amountTotal").subtract(without).max(BigDecimal.ZERO);
  }

  private @Nullable BigDecimal shipping() throws Unreadable {
    BigDecimal shipping = order.amountOrNull("shippingTotal");
    return shipping == null ? null : shipping.add(taxOn(order.object("shippingCosts")));
  }

  /// What comes on top of a price.
  private BigDecimal taxOn(JsonFields price) throws Unreadable {
    BigDecimal sum = BigDecimal.ZERO;
    if (net) {
      for (JsonFields tax : price.list("calculatedTaxes")) {
        sum = sum.add(tax.amountOrZero("tax"));
      }
    }
    return sum;
  }

  private BigDecimal paid(JsonFields item) throws Unreadable {
    JsonFields price = item.object("price");
    BigDecimal total = price.amountOrNull("totalPrice");
    return (total == null ? item.amountOrZero("totalPrice") : total).add(taxOn(price));
  }

  /// Lines in their order. Those in a container stand for it; those that belong to a product are a
  /// part of it.
  private List<JsonFields> items() throws Unreadable {
    Map<String, JsonFields> byId = new HashMap<>();
    order.list("lineItems").forEach(item -> byId.put(id(item), item));
    List<JsonFields> items = new ArrayList<>();
    for (JsonFields item : order.list("lineItems")) {
      if (!CONTAINER.equals(item.textOrNull("type")) && stands(item, byId)) {
        items.add(item);
      }
    }
    items.sort(
        Comparator.comparing((JsonFields item) -> item.node().path("position").asInt(0))
            .thenComparing(ShopwareOrders::id));
    return items;
  }

  private static boolean stands(JsonFields item, Map<String, JsonFields> byId) {
    JsonFields above = byId.get(String.valueOf(item.idOrNull("parentId")));
    for (int level = 0; above != null; level++) {
      if (!CONTAINER.equals(above.textOrNull("type")) || level > byId.size()) {
        return false;
      }
      above = byId.get(String.valueOf(above.idOrNull("parentId")));
    }
    return true;
  }

  private boolean isReduction(JsonFields item) throws Unreadable {
    return REDUCTIONS.contains(String.valueOf(item.textOrNull("type"))) || paid(item).signum() < 0;
  }

  private @Nullable BigDecimal reductions(List<JsonFields> items) throws Unreadable {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonFields item : items) {
      if (isReduction(item)) {
        sum = sum.subtract(paid(item));
      }
    }
    return sum.signum() <= 0 ? null : sum;
  }

  private static List<String> coupons(List<JsonFields> items) {
    List<String> codes = new ArrayList<>();
    for (JsonFields item : items) {
      String code = item.object("payload").textOrNull("code");
      if ("promotion".equals(item.textOrNull("type")) && code != null && !codes.contains(code)) {
        codes.add(code);
      }
    }
    return List.copyOf(codes);
  }

  private List<ShopOrder.Line> lines(List<JsonFields> items) throws Unreadable {
    List<ShopOrder.Line> lines = new ArrayList<>();
    for (JsonFields item : items) {
      if (!isReduction(item)) {
        lines.add(line(item));
      }
    }
    return List.copyOf(lines);
  }

  private ShopOrder.Line line(JsonFields item) throws Unreadable {
    JsonFields payload = item.object("payload");
    BigDecimal quantity = item.amountOrZero("quantity");
    BigDecimal count = quantity.signum() == 0 ? BigDecimal.ONE : quantity;
    String title = item.textOrNull("label");
    return new ShopOrder.Line(
        productId(item, payload),
        payload.textOrNull("productNumber"),
        title == null ? "?" : title,
        variant(payload),
        null,
        count,
        paid(item).divide(count, SCALE, RoundingMode.HALF_UP),
        null,
        item.object("cover").textOrNull("url"));
  }

  /// Of a variant the product that it is one of.
  private static @Nullable String productId(JsonFields item, JsonFields payload) {
    if (!"product".equals(item.textOrNull("type"))) {
      return null;
    }
    String parent = payload.idOrNull("parentId");
    return parent == null ? item.idOrNull("productId") : parent;
  }

  private static @Nullable String variant(JsonFields payload) {
    List<String> options = new ArrayList<>();
    for (JsonFields option : payload.list("options")) {
      String name = option.textOrNull("option");
      if (name != null) {
        options.add(name);
      }
    }
    return options.isEmpty() ? null : String.join(", ", options);
  }

  /// Money that went back, as payment providers note it; where they only say that all of it did,
  /// what is left of the payment.
  private List<ShopOrder.Refund> refunds() throws Unreadable {
    List<ShopOrder.Refund> refunds = new ArrayList<>();
    for (JsonFields transaction : ordered(order.list("transactions"))) {
      BigDecimal noted = BigDecimal.ZERO;
      for (JsonFields capture : ordered(transaction.list("captures"))) {
        for (JsonFields refund : ordered(capture.list("refunds"))) {
          BigDecimal amount = refund.object("amount").amountOrZero("totalPrice");
          if ("completed".equals(state(refund)) && amount.signum() > 0) {
            refunds.add(new ShopOrder.Refund(refund.id("id"), refund.time("createdAt"), amount));
            noted = noted.add(amount);
          }
        }
      }
      BigDecimal left = transaction.object("amount").amountOrZero("totalPrice").subtract(noted);
      if (PAID_BACK.contains(String.valueOf(state(transaction))) && left.signum() > 0) {
        refunds.add(
            new ShopOrder.Refund("state:" + transaction.id("id"), Times.of(transaction), left));
      }
    }
    refunds.sort(Comparator.comparing(ShopOrder.Refund::id));
    return List.copyOf(refunds);
  }

  private ShopOrder.@Nullable Buyer buyer() {
    JsonFields buyer = order.object("orderCustomer");
    JsonFields account = buyer.object("customer");
    String email = buyer.textOrNull("email");
    boolean known = account.has("id") && !ShopwareCustomers.isGuest(account);
    if (email == null && !known) {
      return null;
    }
    JsonFields address = order.object("billingAddress");
    return new ShopOrder.Buyer(
        known ? account.idOrNull("id") : null,
        email,
        address.textOrNull("phoneNumber"),
        address.object("country").textOrNull("iso"),
        ShopwareCustomers.traits(buyer, address));
  }
}
