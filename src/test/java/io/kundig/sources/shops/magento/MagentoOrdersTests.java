package io.kundig.sources.shops.magento;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopCustomer;
import io.kundig.sources.shops.ShopOrder;
import io.kundig.sources.shops.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Payloads in the shape of Magento 2.3 and 2.4.
class MagentoOrdersTests {

  private static final Stores STORES =
      new Stores(
          List.of(
              new Stores.View(
                  "2",
                  "ch",
                  "de_CH",
                  ZoneId.of("Europe/Zurich"),
                  "https://shop.example/",
                  "https://shop.example/media/")),
          Map.of("3", "Händler"),
          Map.of());

  private static final String ORDER =
      """
      {"entity_id":41,"increment_id":"2000000041","state":"processing","status":"packing","store_id":2,
       "created_at":"2026-03-01 10:00:00","updated_at":"2026-03-04 08:00:00","is_virtual":0,
       "base_currency_code":"EUR","global_currency_code":"USD","order_currency_code":"CHF",
       "base_to_order_rate":0.95,"base_to_global_rate":1.1,"base_grand_total":100,"grand_total":95,
       "total_refunded":12.5,"total_canceled":5,"tax_amount":7.12,"shipping_amount":5,"shipping_tax_amount":0.4,
       "shipping_incl_tax":5.4,"discount_amount":-6,"coupon_code":"MAERZ","remote_ip":"192.0.2.7",
       "customer_id":7,"customer_is_guest":0,"customer_email":"eva@example.org",
       "billing_address":{"firstname":"Eva","lastname":"Ott","city":"Zürich","postcode":"8001",
         "country_id":"CH","telephone":"+41 44 123 45 67","company":null,"street":["Weg 1"]},
       "items":[
         {"item_id":1,"product_id":500,"product_type":"configurable","sku":"TEE-M","name":"Shirt","qty_ordered":2,
          "qty_shipped":2,"qty_canceled":0,"price":18,"price_incl_tax":20,"row_total_incl_tax":40},
         {"item_id":2,"parent_item_id":1,"product_id":501,"product_type":"simple","sku":"TEE-M","name":"Shirt-M",
          "qty_ordered":2,"price":0,"parent_item":{"item_id":1,"name":"Shirt"}},
         {"item_id":3,"product_id":600,"product_type":"bundle","sku":"SET","name":"Set","qty_ordered":1,
          "price":0,"price_incl_tax":0,"qty_shipped":0},
         {"item_id":4,"parent_item_id":3,"product_id":601,"sku":"A","name":"A","qty_ordered":2,"qty_shipped":2,
          "price_incl_tax":10},
         {"item_id":5,"parent_item_id":3,"product_id":602,"sku":"B","name":"B","qty_ordered":1,"qty_shipped":1,
          "price_incl_tax":15},
         {"item_id":6,"product_id":700,"product_type":"virtual","is_virtual":1,"sku":"CARD","name":"Gutschein",
          "qty_ordered":1,"price_incl_tax":5}],
       "status_histories":[{"status":"packing","created_at":"2026-03-02 10:00:00"}],
       "something_new":{"of":"2.5"},"extension_attributes":{"shipping_assignments":[]}}
      """;

  private static final String MEMOS =
      """
      {"items":[
        {"entity_id":9,"order_id":41,"state":2,"created_at":"2026-03-04 08:00:00","grand_total":10.5,
         "adjustment":2,"shipping_amount":5},
        {"entity_id":8,"order_id":41,"state":1,"created_at":"2026-03-03 08:00:00","grand_total":2},
        {"entity_id":7,"order_id":41,"state":3,"created_at":"2026-03-03 08:00:00","grand_total":50}]}
      """;

  @Test
  void whatTheCustomerPaysIsTakenInTheirCurrencyWithTheRateToTheInstallations() throws Unreadable {
    ShopOrder order = read(ORDER);

    assertThat(order.number()).isEqualTo("2000000041");
    assertThat(order.modifiedAt()).isEqualTo(Instant.parse("2026-03-04T08:00:00Z"));
    assertThat(order.currency()).isEqualTo("CHF");
    assertThat(order.rate()).isEqualByComparingTo("1.15789474");
    assertThat(order.total()).as("less what was cancelled").isEqualByComparingTo("90");
    assertThat(order.shipping()).isEqualByComparingTo("5.40");
    assertThat(order.discount()).isEqualByComparingTo("6");
    assertThat(order.coupons()).containsExactly("MAERZ");
    assertThat(order.placed()).isTrue();
    assertThat(order.buyer().accountId()).isEqualTo("7");
    assertThat(order.buyer().traits()).containsEntry("locale", "de-CH");
  }

  @Test
  void whatWasChosenStandsOnTheLineThatWasBought() throws Unreadable {
    List<ShopOrder.Line> lines = read(ORDER).lines();

    assertThat(lines)
        .extracting(ShopOrder.Line::productId, ShopOrder.Line::title, ShopOrder.Line::variant)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("500", "Shirt", "M"),
            org.assertj.core.groups.Tuple.tuple("600", "Set", null),
            org.assertj.core.groups.Tuple.tuple("700", "Gutschein", null));
    assertThat(lines.get(0).unitPrice()).isEqualByComparingTo("20");
    assertThat(lines.get(1).unitPrice()).as("of its parts").isEqualByComparingTo("35");
  }

  @Test
  void everyCreditMemoThatStandsIsARefund() throws Unreadable {
    assertThat(read(ORDER).refunds())
        .extracting(refund -> refund.id() + " " + refund.amount().stripTrailingZeros())
        .containsExactly("8 2", "9 10.5");
  }

  @Test
  void anOrderIsFulfilledWhenItsLastParcelLeft() throws Unreadable {
    assertThat(read(ORDER).fulfilledAt()).isEqualTo(Instant.parse("2026-03-03T12:00:00Z"));
    assertThat(read(ORDER.replace("\"qty_shipped\":1", "\"qty_shipped\":0")).fulfilledAt())
        .as("a part of the bundle is still here")
        .isNull();
  }

  @Test
  void whatWasNeverPaidWasNeverBought() throws Unreadable {
    assertThat(read(ORDER.replace("\"processing\"", "\"pending_payment\"")).placed()).isFalse();
    String cancelled = ORDER.replace("\"processing\"", "\"canceled\"");
    assertThat(read(cancelled).placed()).as("it was packed before").isTrue();
    assertThat(read(cancelled).cancelledAt()).isEqualTo(Instant.parse("2026-03-04T08:00:00Z"));
    assertThat(read(cancelled.replace("\"packing\"", "\"pending_payment\"")).placed()).isFalse();
    String told = cancelled.replace("{\"status\":\"packing\"", "{\"status\":\"canceled\"");
    assertThat(read(told).cancelledAt()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z"));
  }

  @Test
  void anOrderOfVersion23WithoutExtensionsIsReadToo() throws Unreadable {
    ShopOrder order =
        read(
            """
            {"entity_id":"41","increment_id":"000000041","state":"complete","created_at":"2019-03-01 10:00:00",
             "updated_at":"2019-03-02 10:00:00","base_currency_code":"EUR","order_currency_code":"EUR",
             "grand_total":"19.9000","customer_is_guest":"1","customer_id":null,"customer_email":"gast@example.org",
             "items":[{"item_id":"1","product_id":"5","sku":"A","name":"A","qty_ordered":"1.0000","price":"19.9000"}]}
            """);
    assertThat(order.total()).isEqualByComparingTo("19.90");
    assertThat(order.rate()).isNull();
    assertThat(order.buyer().accountId()).isNull();
    assertThat(order.buyer().email()).isEqualTo("gast@example.org");
    assertThat(order.lines().getFirst().unitPrice()).isEqualByComparingTo("19.90");
  }

  @Test
  void aCustomerHasTheAddressThatBillsGoTo() throws Unreadable {
    ShopCustomer customer =
        MagentoCustomers.read(
            fields(
                """
                {"id":7,"group_id":3,"store_id":2,"created_at":"2026-01-01 00:00:00",
                 "updated_at":"2026-02-01 00:00:00","email":"eva@example.org","firstname":"Eva","lastname":"Ott",
                 "dob":"1990-05-17","addresses":[
                   {"id":1,"city":"Bern","telephone":"1"},
                   {"id":2,"city":"Zürich","telephone":"+41441234567","country_id":"CH","default_billing":true}],
                 "extension_attributes":{"is_subscribed":true}}
                """),
            STORES);
    assertThat(customer.phone()).isEqualTo("+41441234567");
    assertThat(customer.traits())
        .containsEntry("city", "Zürich")
        .containsEntry("birthday", "1990-05-17")
        .containsEntry("customerGroup", "Händler")
        .containsEntry("locale", "de-CH");
    assertThat(customer.newsletter().subscribed()).isTrue();
    assertThat(customer.newsletter().at()).as("the shop does not say since when").isNull();
  }

  private static ShopOrder read(String order) throws Unreadable {
    return MagentoOrders.read(
        fields(order),
        fields(MEMOS).list("items"),
        fields(
                """
                {"items":[{"entity_id":1,"created_at":"2026-03-02 12:00:00"},
                          {"entity_id":2,"created_at":"2026-03-03 12:00:00"}]}
                """)
            .list("items"),
        STORES);
  }

  private static JsonFields fields(String text) throws Unreadable {
    return JsonFields.parse(JsonMapper.shared(), text.getBytes(StandardCharsets.UTF_8), "order");
  }
}
