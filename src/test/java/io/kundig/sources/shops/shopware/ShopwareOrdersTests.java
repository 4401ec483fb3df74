package io.kundig.sources.shops.shopware;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.ShopProduct;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.shopware.Domains.Domain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Orders as the Admin API answers them, after the fields of `OrderDefinition` and its parts from
/// 6.4 to 6.7.
class ShopwareOrdersTests {

  private static final String NET_IN_FRANCS =
      """
      {"id":"a1","orderNumber":"10042","autoIncrement":42,"createdAt":"2026-03-01T09:00:00.120+00:00",
       "updatedAt":"2026-03-02T09:00:00.000+00:00","orderDateTime":"2026-03-01T09:00:00.000+00:00",
       "amountTotal":119.0,"amountNet":100.0,"currencyFactor":0.9375,
       "price":{"taxStatus":"net","totalPrice":119.0,"netPrice":100.0},
       "shippingTotal":10.0,"shippingCosts":{"totalPrice":10.0,"calculatedTaxes":[{"tax":1.9,"taxRate":19,"price":10.0}]},
       "currency":{"isoCode":"CHF"},"stateMachineState":{"technicalName":"in_progress"},
       "orderCustomer":{"email":"kim@example.org","firstName":"Kim","lastName":"Roth","company":"Roth AG",
         "customer":{"id":"c1","guest":false}},
       "billingAddress":{"city":"Zürich","zipcode":"8001","phoneNumber":"044 123 45 67","country":{"iso":"CH"}},
       "lineItems":[
         {"id":"l4","type":"credit","label":"Gutschrift","position":9,"quantity":1,
          "price":{"totalPrice":-5.0,"calculatedTaxes":[{"tax":-0.95}]}},
         {"id":"l1","type":"product","productId":"v1","label":"Espresso","position":1,"quantity":2,
          "payload":{"productNumber":"ESP.1","parentId":"p1","options":[{"group":"Menge","option":"1 kg"}]},
          "cover":{"url":"https://shop.example/espresso.jpg"},
          "price":{"unitPrice":40.0,"totalPrice":80.0,"calculatedTaxes":[{"tax":15.2}]}},
         {"id":"l2","type":"promotion","label":"Sommer","position":2,"quantity":1,"payload":{"code":"SOMMER"},
          "price":{"totalPrice":-10.0,"calculatedTaxes":[{"tax":-1.9}]}},
         {"id":"l5","type":"container","label":"Bündel","position":3,"quantity":1,"price":{"totalPrice":25.0}},
         {"id":"l6","type":"product","productId":"p2","parentId":"l5","label":"Tasse","position":4,"quantity":1,
          "price":{"totalPrice":25.0,"calculatedTaxes":[{"tax":4.75}]}},
         {"id":"l7","type":"custom","parentId":"l1","label":"Gravur","position":5,"quantity":1,"price":{"totalPrice":3.0}},
         {"id":"l3","type":"custom","label":"Geschenkpapier","position":3,"quantity":1,"totalPrice":0.0}],
       "deliveries":[
         {"createdAt":"2026-03-01T09:00:00.000+00:00","updatedAt":"2026-03-03T12:00:00.000+00:00",
          "trackingCodes":["00340"],"shippingCosts":{"totalPrice":10.0},"stateMachineState":{"technicalName":"shipped"}},
         {"createdAt":"2026-03-01T09:00:00.000+00:00","shippingCosts":{"totalPrice":-4.9},
          "stateMachineState":{"technicalName":"open"}}],
       "transactions":[
         {"id":"t1","createdAt":"2026-03-01T09:00:00.000+00:00","amount":{"totalPrice":119.0},
          "stateMachineState":{"technicalName":"failed"}},
         {"id":"t2","createdAt":"2026-03-01T09:05:00.000+00:00","updatedAt":"2026-03-05T08:00:00.000+00:00",
          "amount":{"totalPrice":119.0},"stateMachineState":{"technicalName":"refunded"},
          "captures":[{"id":"k1","refunds":[
            {"id":"r2","createdAt":"2026-03-04T08:00:00.000+00:00","amount":{"totalPrice":19.0},
             "stateMachineState":{"technicalName":"completed"}},
            {"id":"r1","createdAt":"2026-03-04T07:00:00.000+00:00","amount":{"totalPrice":7.0},
             "stateMachineState":{"technicalName":"failed"}}]}]}],
       "customFields":{"new":{"of":2027}}}
      """;

  @Test
  void netOrdersInOtherCurrenciesCountWithTaxAtTheirRate() throws Unreadable {
    ShopOrder order = ShopwareOrders.read(fields(NET_IN_FRANCS));

    assertThat(order.number()).isEqualTo("10042");
    assertThat(order.modifiedAt())
        .as("the last of all its rows")
        .isEqualTo(Instant.parse("2026-03-05T08:00:00Z"));
    assertThat(order.placed()).as("staff work on it").isTrue();
    assertThat(order.currency()).isEqualTo("CHF");
    assertThat(order.rate()).isEqualByComparingTo("1.06666667");
    assertThat(order.total()).isEqualByComparingTo("119.00");
    assertThat(order.tax()).isEqualByComparingTo("19.00");
    assertThat(order.shipping()).as("with tax").isEqualByComparingTo("11.90");
    assertThat(order.discount()).as("promotion and credit, with tax").isEqualByComparingTo("17.85");
    assertThat(order.coupons()).containsExactly("SOMMER");
    assertThat(order.fulfilledAt())
        .as("reduced postage is no parcel")
        .isEqualTo(Instant.parse("2026-03-03T12:00:00Z"));
    assertThat(order.buyer().accountId()).isEqualTo("c1");
    assertThat(order.buyer().traits())
        .containsEntry("company", "Roth AG")
        .containsEntry("country", "CH");
  }

  @Test
  void linesStandForThemselvesTheirContainersOrTheirProducts() throws Unreadable {
    List<ShopOrder.Line> lines = ShopwareOrders.read(fields(NET_IN_FRANCS)).lines();

    assertThat(lines)
        .extracting(ShopOrder.Line::title)
        .containsExactly("Espresso", "Geschenkpapier", "Tasse");
    ShopOrder.Line espresso = lines.getFirst();
    assertThat(espresso.productId()).as("the product, not the variant").isEqualTo("p1");
    assertThat(espresso.sku()).isEqualTo("ESP.1");
    assertThat(espresso.variant()).isEqualTo("1 kg");
    assertThat(espresso.unitPrice()).as("with tax").isEqualByComparingTo("47.60");
    assertThat(espresso.imageUrl()).isEqualTo("https://shop.example/espresso.jpg");
  }

  @Test
  void refundsComeOfWhatProvidersNoteAndWhatIsLeftOfTheState() throws Unreadable {
    List<ShopOrder.Refund> refunds = ShopwareOrders.read(fields(NET_IN_FRANCS)).refunds();

    assertThat(refunds).extracting(ShopOrder.Refund::id).containsExactly("r2", "state:t2");
    assertThat(refunds.getFirst().amount()).isEqualByComparingTo("19.00");
    assertThat(refunds.getLast().amount()).isEqualByComparingTo("100.00");
    assertThat(refunds.getLast().at()).isEqualTo(Instant.parse("2026-03-05T08:00:00Z"));
  }

  @Test
  void theOrderOfAnAnswersListsChangesNothing() throws Unreadable {
    String turned =
        NET_IN_FRANCS.replaceFirst(
            "(?s)(\\{\"id\":\"t1\".*?\\}\\}),(.*?\\]\\}\\]\\})\\]", "$2,$1]");
    assertThat(turned).isNotEqualTo(NET_IN_FRANCS);
    assertThat(ShopwareOrders.read(fields(turned)))
        .hasToString(ShopwareOrders.read(fields(NET_IN_FRANCS)).toString());
  }

  @Test
  void whatIsNotPaidAndNobodyWorksOnIsNotPlaced() throws Unreadable {
    assertThat(order("open", "unconfirmed").placed()).isFalse();
    assertThat(order("open", "failed").placed()).isFalse();
    assertThat(order("open", "cancelled").placed()).isFalse();
    assertThat(order("open", "open").placed()).as("by invoice").isTrue();
    assertThat(order("completed", "failed").placed()).isTrue();
    ShopOrder cancelled = order("cancelled", "cancelled");
    assertThat(cancelled.placed()).isTrue();
    assertThat(cancelled.cancelledAt()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
  }

  private static ShopOrder order(String state, String payment) throws Unreadable {
    return ShopwareOrders.read(
        fields(
            """
            {"id":"a1","createdAt":"2026-03-01T00:00:00Z","updatedAt":"2026-03-02T00:00:00Z",
             "amountTotal":5,"currency":{"isoCode":"EUR"},"stateMachineState":{"technicalName":"%s"},
             "transactions":[{"id":"t","createdAt":"2026-03-01T00:00:00Z",
               "stateMachineState":{"technicalName":"%s"}}]}
            """
                .formatted(state, payment)));
  }

  @Test
  void guestsAreWhoTheyTyped() throws Unreadable {
    ShopOrder order =
        ShopwareOrders.read(
            fields(
                """
                {"id":"a1","createdAt":"2026-03-01T00:00:00Z","amountTotal":5,"currency":{"isoCode":"EUR"},
                 "orderCustomer":{"email":"g@example.org","customer":{"id":"c9","guest":true}}}
                """));
    assertThat(order.buyer().accountId()).isNull();
    assertThat(order.buyer().email()).isEqualTo("g@example.org");
    assertThat(order.number()).as("without one").isEqualTo("a1");
  }

  @Test
  void aPageIsFoundUnderTheAddressOfItsSalesChannelAndLanguage() throws Unreadable {
    List<Domain> domains =
        List.of(
            new Domain("https://shop.example", "s1", "de", "de-DE"),
            new Domain("https://shop.example/ch", "s2", "de", "de-CH"));
    ShopProduct product =
        ShopwareProducts.read(
            fields(
                """
                {"id":"p","createdAt":"2026-03-01T00:00:00Z","productNumber":"P","active":true,"stock":3,
                 "seoUrls":[{"languageId":"de","salesChannelId":"s1","seoPathInfo":"Tee/P","isCanonical":true},
                   {"languageId":"de","salesChannelId":"s1","seoPathInfo":"alt","isCanonical":false},
                   {"languageId":"fr","salesChannelId":"s1","seoPathInfo":"the","isCanonical":true}]}
                """),
            domains);
    assertThat(product.urls())
        .containsExactly(java.util.Map.entry("", "https://shop.example/Tee/P"));
    assertThat(product.published()).as("in no sales channel").isFalse();
    assertThat(product.variants().getFirst().available()).as("no closeout").isTrue();
  }

  @Test
  void versionsAreComparedByTheirNumbers() {
    assertThat(Versions.isAtLeast("6.4.12.0", 6, 4, 12)).isTrue();
    assertThat(Versions.isAtLeast("6.4.9.0", 6, 4, 12)).isFalse();
    assertThat(Versions.isAtLeast("6.7.0.0-RC1", 6, 4, 12)).isTrue();
    assertThat(Versions.isAtLeast("", 6, 4, 12)).isFalse();
    assertThat(Versions.isAtLeast("99999999999999999999", 6, 4, 12)).isFalse();
  }

  private static JsonFields fields(String text) throws Unreadable {
    return JsonFields.parse(JsonMapper.shared(), text.getBytes(StandardCharsets.UTF_8), "order");
  }
}
