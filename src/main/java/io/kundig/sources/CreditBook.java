package io.kundig.sources;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the orders that a customer's credit notes take back, as the notes do not name them: the
/// latest earlier order with that product, as far as it is not taken back already. What belongs to
/// no product (postage, discounts, manual corrections) comes off the latest order. What then is
/// left was sold before the file begins: it takes nothing from the sales that are in the file.
final class CreditBook {

  private static final int MOST_ORDERS = 2_000;

  private final Deque<Sale> latestFirst = new ArrayDeque<>();

  void sold(OrderDraft order) {
    Map<String, BigDecimal> products = new HashMap<>();
    for (OrderDraft.Line line : order.lines()) {
      if (line.product() != null) {
        products.merge(line.product(), line.amount(), BigDecimal::add);
      }
    }
    latestFirst.addFirst(new Sale(order.ref, products, order.total()));
    if (latestFirst.size() > MOST_ORDERS) {
      latestFirst.removeLast();
    }
  }

  /// @param amount above zero
  /// @return order number → what comes off it; together at most the amount
  Map<String, BigDecimal> takeBack(@Nullable String product, BigDecimal amount) {
    Map<String, BigDecimal> taken = new LinkedHashMap<>();
    BigDecimal left = amount;
    for (Iterator<Sale> sales = latestFirst.iterator(); sales.hasNext() && left.signum() > 0; ) {
      Sale sale = sales.next();
      BigDecimal part = sale.takeBack(product, left);
      if (part.signum() > 0) {
        taken.put(sale.ref, part);
        left = left.subtract(part);
      }
    }
    return taken;
  }

  private static final class Sale {

    private final String ref;
    private final Map<String, BigDecimal> products;
    private BigDecimal left;

    Sale(String ref, Map<String, BigDecimal> products, BigDecimal total) {
      this.ref = ref;
      this.products = products;
      this.left = total;
    }

    BigDecimal takeBack(@Nullable String product, BigDecimal wanted) {
      BigDecimal available = left;
      if (product != null) {
        available = available.min(products.getOrDefault(product, BigDecimal.ZERO));
      }
      BigDecimal part = wanted.min(available);
      if (part.signum() <= 0) {
        return BigDecimal.ZERO;
      }
      left = left.subtract(part);
      if (product != null) {
        products.merge(product, part.negate(), BigDecimal::add);
      }
      return part;
    }
  }
}
