package io.kundig.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the properties of e-commerce events, whoever names them: Segment (`product_id`), Klaviyo
/// (`ProductID`) and the shops' own habits. What has the wrong type or an absurd size is as good as
/// missing.
///
/// @param links which addresses of pages may be kept
record Fields(ObjectNode node, Links links) {

  private static final int LONGEST_TEXT = 2_000;
  private static final int MOST_DIGITS = 15;
  private static final int MOST_DECIMALS = 40;
  private static final int SCALE = 4;
  private static final int LONGEST_NUMBER = 32;
  private static final int MOST_LINES = 500;
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(java.util.stream.Collectors.toUnmodifiableSet());

  @Nullable String text(String... names) {
    for (String name : names) {
      JsonNode value = node.get(name);
      if (value != null && (value.isString() || value.isIntegralNumber())) {
        String text = value.asString().strip();
        if (!text.isEmpty()) {
          return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        }
      }
    }
    return null;
  }

  @Nullable String id(String... names) {
    String text = text(names);
    return text == null || text.length() > 255 ? null : text;
  }

  /// An amount with at most four decimals; numbers in text count too.
  @Nullable BigDecimal amount(String... names) {
    for (String name : names) {
      BigDecimal amount = amount(node.get(name));
      if (amount != null) {
        return amount;
      }
    }
    return null;
  }

  private static @Nullable BigDecimal amount(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    try {
      if (value.isNumber()) {
        return rounded(value.decimalValue());
      }
      boolean isText = value.isString() && value.asString().length() <= LONGEST_NUMBER;
      return isText ? rounded(new BigDecimal(value.asString().strip())) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable BigDecimal rounded(BigDecimal amount) {
    if (amount.precision() - amount.scale() > MOST_DIGITS || amount.scale() > MOST_DECIMALS) {
      return null;
    }
    return amount.scale() > SCALE || amount.scale() < 0
        ? amount.setScale(Math.clamp(amount.scale(), 0, SCALE), RoundingMode.HALF_UP)
        : amount;
  }

  /// An amount above zero.
  BigDecimal quantity(String... names) {
    BigDecimal quantity = amount(names);
    return quantity == null || quantity.signum() <= 0 ? BigDecimal.ONE : quantity;
  }

  /// ISO 4217, or the fallback.
  String currency(String fallback) {
    String code = text("currency", "Currency", "$value_currency", "value_currency");
    String upper = code == null ? "" : code.toUpperCase(Locale.ROOT);
    return CURRENCIES.contains(upper) ? upper : fallback;
  }

  /// The lines of an order or a cart.
  List<Fields> lines() {
    for (String name : List.of("products", "Items", "items", "line_items")) {
      if (node.get(name) instanceof ArrayNode lines) {
        return lines
            .valueStream()
            .filter(ObjectNode.class::isInstance)
            .limit(MOST_LINES)
            .map(line -> new Fields((ObjectNode) line, links))
            .toList();
      }
    }
    return List.of();
  }

  // What the parts of a product are called.

  @Nullable String productId() {
    return id("product_id", "ProductID", "productId", "ProductId", "id", "sku", "SKU", "name");
  }

  @Nullable String sku() {
    return id("sku", "SKU");
  }

  @Nullable String title() {
    return text("name", "ProductName", "product_name", "title", "Title");
  }

  @Nullable String variant() {
    return text("variant", "VariantName", "variant_name");
  }

  @Nullable String category() {
    JsonNode categories = node.get("Categories");
    return categories instanceof ArrayNode list && !list.isEmpty() && list.get(0).isString()
        ? list.get(0).asString()
        : text("category", "Category");
  }

  @Nullable BigDecimal price() {
    return amount("price", "ItemPrice", "Price", "unit_price");
  }

  BigDecimal quantity() {
    return quantity("quantity", "Quantity", "qty");
  }

  @Nullable String url() {
    return links.allowed(text("url", "URL", "ProductURL", "product_url"));
  }

  @Nullable String cartUrl() {
    return links.allowed(text("checkout_url", "CheckoutURL", "cart_url", "url"));
  }

  @Nullable String imageUrl() {
    return text("image_url", "ImageURL", "imageUrl", "image");
  }
}
