package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.FakeShop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A WooCommerce shop with a long past and nothing else, which answers at once: orders are written
/// when they are asked for, each the same every time.
public final class LongPast extends FakeShop {

  private static final Instant FIRST = Instant.parse("2023-01-01T00:00:00Z");

  private final int orders;
  private final int customers;

  public LongPast(int orders) {
    this.orders = orders;
    this.customers = Math.max(1, orders / 4);
  }

  @Override
  protected Reply answer(Question question) {
    String path = question.path();
    if (path.endsWith("/system_status")) {
      return Reply.json(
          "{\"environment\":{\"version\":\"9.4.2\"},\"settings\":{\"currency\":\"EUR\"}}");
    }
    if (!path.endsWith("/orders") || !question.method().equals("GET")) {
      return question.method().equals("GET")
          ? Reply.json("[]")
          : new Reply(401, Map.of(), new byte[0]);
    }
    int size = Integer.parseInt(question.parameters().getOrDefault("per_page", "10"));
    int offset = Integer.parseInt(question.parameters().getOrDefault("offset", "0"));
    StringBuilder page = new StringBuilder(size * 2_000).append('[');
    for (int i = offset; i < Math.min(orders, offset + size); i++) {
      if (i > offset) {
        page.append(',');
      }
      order(page, i);
    }
    return new Reply(
        200,
        Map.of("X-WP-Total", String.valueOf(orders)),
        page.append(']').toString().getBytes(StandardCharsets.UTF_8));
  }

  private void order(StringBuilder out, int i) {
    String at = FIRST.plus(Duration.ofMinutes(7L * i)).toString().replace("Z", "");
    int customer = (int) (i * 2654435761L % customers);
    int lines = 1 + i % 3;
    out.append("{\"id\":").append(i + 1).append(",\"parent_id\":0,\"number\":\"").append(i + 1);
    out.append("\",\"status\":\"completed\",\"currency\":\"EUR\",\"prices_include_tax\":true");
    out.append(",\"date_created_gmt\":\"")
        .append(at)
        .append("\",\"date_modified_gmt\":\"")
        .append(at);
    out.append("\",\"date_paid_gmt\":\"")
        .append(at)
        .append("\",\"date_completed_gmt\":\"")
        .append(at);
    out.append(
        "\",\"discount_total\":\"0.00\",\"discount_tax\":\"0.00\",\"shipping_total\":\"4.12\"");
    out.append(",\"shipping_tax\":\"0.78\",\"total\":\"").append(lines * 15).append(".90\"");
    out.append(",\"total_tax\":\"").append(lines).append(".57\",\"customer_id\":0,\"billing\":{");
    out.append("\"first_name\":\"Vorname").append(customer).append("\",\"last_name\":\"Name");
    out.append(customer)
        .append("\",\"company\":\"\",\"address_1\":\"Hafenstraße 12\",\"city\":\"Kiel\"");
    out.append(",\"postcode\":\"24103\",\"country\":\"DE\",\"email\":\"kunde").append(customer);
    out.append("@example.org\",\"phone\":\"\"},\"payment_method\":\"paypal\",\"meta_data\":[");
    out.append("{\"id\":1,\"key\":\"_note\",\"value\":\"x\"}],\"line_items\":[");
    for (int line = 0; line < lines; line++) {
      int product = (i + line * 31) % 400;
      out.append(line > 0 ? "," : "").append("{\"id\":").append(i * 4 + line);
      out.append(",\"name\":\"Produkt ")
          .append(product)
          .append("\",\"product_id\":")
          .append(product + 1);
      out.append(",\"variation_id\":0,\"quantity\":1,\"tax_class\":\"\",\"subtotal\":\"12.61\"");
      out.append(
          ",\"subtotal_tax\":\"2.39\",\"total\":\"12.61\",\"total_tax\":\"2.39\",\"meta_data\":[]");
      out.append(",\"sku\":\"P-")
          .append(product)
          .append("\",\"price\":12.61,\"image\":{\"id\":\"\",\"src\":\"\"}}");
    }
    out.append(
        "],\"tax_lines\":[],\"shipping_lines\":[],\"fee_lines\":[],\"coupon_lines\":[],\"refunds\":[]}");
  }
}
