package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Notice;
import io.kundig.sources.shops.Reading;
import io.kundig.sources.shops.ShopCheckout;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Check-outs of Shopify, which its webhooks tell from the moment on that they have an address.
final class ShopifyCheckouts {

  private ShopifyCheckouts() {}

  /// Since 2026-04 they are known by their token alone. One that nobody can be told from, that is
  /// empty, or that has become an order says nothing.
  static Reading read(JsonFields checkout) throws Unreadable {
    String token = checkout.id("token");
    String account = checkout.object("customer").idOrNull("id");
    String email = checkout.textOrNull("email");
    List<ShopOrder.Line> lines = lines(checkout);
    boolean over = checkout.has("completed_at") || checkout.has("closed_at");
    if (over || lines.isEmpty() || (account == null && email == null)) {
      return Reading.NOTHING;
    }
    String currency =
        checkout.has("presentment_currency")
            ? checkout.currency("presentment_currency")
            : checkout.currency("currency");
    return Reading.notice(
        new Notice.Checkout(
            new ShopCheckout(
                "shopify checkout " + token,
                checkout.time("created_at"),
                account,
                email,
                currency,
                checkout.amountOrNull("total_price"),
                checkout.textOrNull("abandoned_checkout_url"),
                lines)));
  }

  private static List<ShopOrder.Line> lines(JsonFields checkout) throws Unreadable {
    List<ShopOrder.Line> lines = new ArrayList<>();
    for (JsonFields line : checkout.list("line_items")) {
      String title = line.textOrNull("title");
      BigDecimal quantity = line.amountOrZero("quantity");
      if (quantity.signum() > 0) {
        lines.add(
            new ShopOrder.Line(
                line.idOrNull("product_id"),
                line.textOrNull("sku"),
                title == null ? "?" : title,
                line.textOrNull("variant_title"),
                null,
                quantity,
                line.amountOrZero("price"),
                null,
                null));
      }
    }
    return List.copyOf(lines);
  }
}
