package io.kundig.sources.shops.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopCustomer;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Payloads in the shape of two versions of the API: 2019-04, before amounts had sets and consent
/// had a state, and 2026-07.
class ShopifyOrdersTests {

  private static final String OF_2026 =
      """
      {"id":820982911946154508,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508",
       "name":"#1001","email":"jon@example.org","created_at":"2026-03-03T10:00:00+01:00",
       "processed_at":"2026-03-03T09:59:00+01:00","updated_at":"2026-03-04T10:00:00+01:00",
       "cancelled_at":null,"test":false,"currency":"EUR","presentment_currency":"CHF",
       "financial_status":"partially_refunded","fulfillment_status":"fulfilled",
       "taxes_included":false,"buyer_accepts_marketing":true,"browser_ip":"192.0.2.7",
       "total_price":"50.00","current_total_price":"45.00",
       "total_price_set":{"shop_money":{"amount":"50.00","currency_code":"EUR"},
         "presentment_money":{"amount":"60.00","currency_code":"CHF"}},
       "current_total_price_set":{"shop_money":{"amount":"40.00","currency_code":"EUR"},
         "presentment_money":{"amount":"48.00","currency_code":"CHF"}},
       "total_tax":"8.00","total_tax_set":{"presentment_money":{"amount":"9.60","currency_code":"CHF"}},
       "total_discounts_set":{"presentment_money":{"amount":"6.00","currency_code":"CHF"}},
       "total_shipping_price_set":{"presentment_money":{"amount":"5.00","currency_code":"CHF"}},
       "shipping_lines":[{"tax_lines":[{"price":"0.30",
         "price_set":{"presentment_money":{"amount":"0.40","currency_code":"CHF"}}}]}],
       "discount_codes":[{"code":"SPRING","amount":"5.00","type":"fixed_amount"}],
       "customer":{"id":115310627314723954,"email":"john@example.org"},
       "billing_address":{"first_name":"Jon","last_name":"Doe","zip":"8001","city":"Zürich",
         "country_code":"CH","company":null},
       "line_items":[{"id":1,"product_id":632910392,"title":"Espresso","variant_title":"1 kg",
         "sku":"ESP-1","quantity":2,"price":"20.00",
         "price_set":{"presentment_money":{"amount":"24.00","currency_code":"CHF"}},
         "tax_lines":[{"price":"4.00","price_set":{"presentment_money":{"amount":"4.80","currency_code":"CHF"}}}]}],
       "fulfillments":[{"id":5,"status":"success","shipment_status":"delivered",
         "created_at":"2026-03-03T12:00:00+01:00","updated_at":"2026-03-03T18:00:00+01:00"}],
       "refunds":[
         {"id":7,"created_at":"2026-03-04T10:00:00+01:00","processed_at":"2026-03-04T09:00:00+01:00",
          "transactions":[
            {"kind":"refund","status":"success","amount":"5.00","currency":"EUR"},
            {"kind":"refund","status":"failure","amount":"5.00","currency":"EUR"}]},
         {"id":8,"created_at":"2026-03-04T10:00:00+01:00","transactions":[],
          "refund_line_items":[{"line_item_id":1,"quantity":1,"subtotal":5.0,"total_tax":0,
            "subtotal_set":{"presentment_money":{"amount":"6.00","currency_code":"CHF"}}}]}],
       "something_new":{"of":"2027-01"}}
      """;

  private static final String OF_2019 =
      """
      {"id":820982911946154508,"email":"jon@example.org","created_at":"2019-06-04T13:53:06-04:00",
       "updated_at":"2019-06-04T13:53:06-04:00","number":234,"test":false,"total_price":"398.00",
       "total_tax":"0.00","taxes_included":false,"currency":"USD","financial_status":"voided",
       "total_discounts":"5.00","buyer_accepts_marketing":false,"name":"#9999",
       "cancelled_at":"2019-06-04T13:53:06-04:00","fulfillment_status":"pending",
       "discount_codes":[],"refunds":[],
       "line_items":[{"id":866550311766439020,"title":"IPod Nano","quantity":1,"price":"199.00",
         "product_id":632910392,"sku":"IPOD2008PINK","variant_title":null,"tax_lines":[]}]}
      """;

  @Test
  void whatTheCustomerPaysIsTakenInTheirCurrencyWithTheShopsRate() throws Unreadable {
    ShopOrder order = ShopifyOrders.read(fields(OF_2026));

    assertThat(order.number()).isEqualTo("#1001");
    assertThat(order.modifiedAt()).isEqualTo(Instant.parse("2026-03-04T09:00:00Z"));
    assertThat(order.createdAt()).isEqualTo(Instant.parse("2026-03-03T08:59:00Z"));
    assertThat(order.currency()).isEqualTo("CHF");
    assertThat(order.rate()).isEqualByComparingTo("0.83333333");
    assertThat(order.total()).as("less what was edited away").isEqualByComparingTo("54.00");
    assertThat(order.tax()).isEqualByComparingTo("9.60");
    assertThat(order.shipping()).as("with tax").isEqualByComparingTo("5.40");
    assertThat(order.discount()).isEqualByComparingTo("6.00");
    assertThat(order.coupons()).containsExactly("SPRING");
    assertThat(order.lines().getFirst().unitPrice()).as("with tax").isEqualByComparingTo("26.40");
    assertThat(order.lines().getFirst().quantity())
        .as("less what was edited away")
        .isEqualByComparingTo("1");
    assertThat(order.refunds()).hasSize(1);
    assertThat(order.refunds().getFirst().amount()).isEqualByComparingTo("6.00");
    assertThat(order.refunds().getFirst().at()).isEqualTo(Instant.parse("2026-03-04T08:00:00Z"));
    assertThat(order.fulfilledAt()).isEqualTo(Instant.parse("2026-03-03T11:00:00Z"));
    assertThat(order.deliveredAt()).isEqualTo(Instant.parse("2026-03-03T17:00:00Z"));
    assertThat(order.buyer().accountId()).isEqualTo("115310627314723954");
    assertThat(order.newsletter().subscribed()).isTrue();
  }

  @Test
  void payloadsBeforeAmountsHadSetsAreReadToo() throws Unreadable {
    ShopOrder order = ShopifyOrders.read(fields(OF_2019));

    assertThat(order.currency()).isEqualTo("USD");
    assertThat(order.rate()).isNull();
    assertThat(order.total()).isEqualByComparingTo("398.00");
    assertThat(order.placed()).as("it stood until it was cancelled").isTrue();
    assertThat(order.cancelledAt()).isEqualTo(Instant.parse("2019-06-04T17:53:06Z"));
    assertThat(order.lines().getFirst().sku()).isEqualTo("IPOD2008PINK");
    assertThat(order.newsletter()).isNull();
  }

  @Test
  void testsAndPaymentsGivenUpCountNowhere() throws Unreadable {
    assertThat(placed("\"test\":true,\"financial_status\":\"paid\"")).isFalse();
    assertThat(placed("\"test\":false,\"financial_status\":\"voided\"")).isFalse();
    assertThat(placed("\"test\":false,\"financial_status\":\"expired\"")).isFalse();
    assertThat(placed("\"test\":false,\"financial_status\":\"pending\"")).isTrue();
  }

  private static boolean placed(String fields) throws Unreadable {
    return ShopifyOrders.read(
            fields(
                "{\"id\":1,\"created_at\":\"2026-03-03T10:00:00Z\",\"currency\":\"EUR\",\"total_price\":\"1.00\","
                    + fields
                    + "}"))
        .placed();
  }

  @Test
  void consentIsReadOfBothVersions() throws Unreadable {
    ShopCustomer now =
        customer(
            """
            "email_marketing_consent":{"state":"subscribed","opt_in_level":"confirmed_opt_in",
              "consent_updated_at":"2026-01-01T00:00:00Z"}
            """);
    assertThat(now.newsletter().subscribed()).isTrue();
    assertThat(now.newsletter().source()).isEqualTo("Shopify (confirmed_opt_in)");
    assertThat(now.phone()).as("an address's telephone was typed by anybody").isNull();
    assertThat(
            customer(
                    "\"accepts_marketing\":true,\"accepts_marketing_updated_at\":\"2020-01-01T00:00:00Z\"")
                .newsletter()
                .at())
        .isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(
            customer("\"email_marketing_consent\":{\"state\":\"unsubscribed\"}")
                .newsletter()
                .subscribed())
        .isFalse();
    for (String open : new String[] {"not_subscribed", "pending", "redacted", "invalid"}) {
      assertThat(customer("\"email_marketing_consent\":{\"state\":\"" + open + "\"}").newsletter())
          .isNull();
    }
  }

  private static ShopCustomer customer(String fields) throws Unreadable {
    return ShopifyCustomers.read(
        fields(
            """
            {"id":1,"created_at":"2026-03-03T10:00:00Z","email":"a@example.org",
             "default_address":{"phone":"+41441234567","country_code":"CH"},%s}
            """
                .formatted(fields)));
  }

  @Test
  void theNextPageStandsInTheLinkHeader() {
    assertThat(
            ShopifyPages.next(
                "<https://x.myshopify.com/o.json?page_info=abc&limit=3>; rel=\"previous\", <https://x.myshopify.com/o.json?limit=3&page_info=def>; rel=\"next\""))
        .isEqualTo("def");
    assertThat(ShopifyPages.next("<https://x/o.json?page_info=abc>; rel=\"previous\"")).isNull();
    assertThat(ShopifyPages.next(null)).isNull();
  }

  private static JsonFields fields(String text) throws Unreadable {
    return JsonFields.parse(JsonMapper.shared(), text.getBytes(StandardCharsets.UTF_8), "order");
  }
}
