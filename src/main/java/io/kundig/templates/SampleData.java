package io.kundig.templates;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// What previews are filled with: a coffee cart of Friederike's.
final class SampleData {

  private SampleData() {}

  static Map<String, Object> of(String language) {
    boolean german = language.equals("de");
    return Map.of(
        "person",
        Map.of("firstName", "Friederike", "lastName", "Harms", "email", "friederike@example.org"),
        "product",
        Map.of(
            "title",
            "Nordlicht Espresso",
            "url",
            "https://nordlicht.example/espresso",
            "imageUrl",
            picture("#6B4A32", "#3E2A1C")),
        "cart",
        Map.of(
            "items",
            List.of(
                Map.of(
                    "productId",
                    "1",
                    "title",
                    "Nordlicht Espresso",
                    "variant",
                    german ? "500 g, ganze Bohne" : "500 g, whole bean",
                    "quantity",
                    new BigDecimal("2"),
                    "price",
                    new BigDecimal("11.90"),
                    "currency",
                    "EUR",
                    "url",
                    "https://nordlicht.example/espresso",
                    "imageUrl",
                    picture("#6B4A32", "#3E2A1C")),
                Map.of(
                    "productId",
                    "2",
                    "title",
                    german ? "Handfilter aus Porzellan, weiß" : "Porcelain dripper, white",
                    "quantity",
                    BigDecimal.ONE,
                    "price",
                    new BigDecimal("24.50"),
                    "currency",
                    "EUR",
                    "url",
                    "https://nordlicht.example/handfilter",
                    "imageUrl",
                    picture("#D9DDE0", "#9AA5AD"))),
            "value",
            new BigDecimal("48.30"),
            "currency",
            "EUR",
            "url",
            "https://nordlicht.example/warenkorb"),
        "links",
        Map.of(
            "unsubscribe", "https://crm.nordlicht.example/u/beispiel",
            "preferences", "https://crm.nordlicht.example/p/beispiel",
            "browser", "https://crm.nordlicht.example/m/beispiel",
            "confirm", "https://crm.nordlicht.example/c/beispiel"));
  }

  /// A drawn bag in two shades, so that previews need no server for pictures.
  private static String picture(String light, String dark) {
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 72 72'><rect width='72' height='72' fill='#F2F0EB'/>"
            + "<path d='M22 20h28l4 40H18z' fill='"
            + light
            + "'/><path d='M22 20h28l1 9H21z' fill='"
            + dark
            + "'/></svg>";
    return "data:image/svg+xml;base64,"
        + java.util.Base64.getEncoder()
            .encodeToString(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
