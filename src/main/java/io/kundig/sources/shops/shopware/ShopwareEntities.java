package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.Resource;
import java.util.List;

/// What is asked for of each resource, and which of its parts tell of a change.
final class ShopwareEntities {

  private ShopwareEntities() {}

  /// @param count rising number that each row gets when it is made; empty text: there is none
  /// @param parts whose change is one of the record; the empty text is the record itself
  record Entity(String path, String count, int perPage, List<String> parts) {

    List<String> order() {
      return count.isEmpty() ? List.of("createdAt", "id") : List.of(count);
    }
  }

  private static final String COUNT = "autoIncrement";

  /// @param captures whether the shop knows refunds: from 6.4.12 on
  static Entity of(Resource resource, boolean captures) {
    return switch (resource) {
      case CUSTOMER -> new Entity("customer", COUNT, 100, List.of("", "defaultBillingAddress"));
      case ORDER ->
          new Entity(
              "order",
              COUNT,
              100,
              captures
                  ? List.of(
                      "",
                      "lineItems",
                      "deliveries",
                      "transactions",
                      "transactions.captures.refunds")
                  : List.of("", "lineItems", "deliveries", "transactions"));
      case PRODUCT -> new Entity("product", COUNT, 50, List.of(""));
      case COUPON -> new Entity("promotion", "", 100, List.of("", "discounts"));
      case SUBSCRIBER -> new Entity("newsletter-recipient", "", 100, List.of(""));
    };
  }

  /// Only records of their own: no guests, no variants, no promotions without a code for all.
  static Criteria own(Resource resource, Criteria criteria) {
    return switch (resource) {
      case CUSTOMER -> criteria.where(Criteria.equal("guest", false));
      case PRODUCT -> criteria.where(Criteria.equal("parentId", null));
      case COUPON ->
          criteria
              .where(Criteria.equal("useCodes", true))
              .where(Criteria.equal("useIndividualCodes", false));
      case ORDER, SUBSCRIBER -> criteria;
    };
  }

  /// With all its parts.
  static Criteria whole(Resource resource, boolean captures, Criteria criteria) {
    return switch (resource) {
      case CUSTOMER -> criteria.with("defaultBillingAddress.country").with("language.locale");
      case ORDER -> order(captures, criteria);
      case PRODUCT -> product(criteria);
      case COUPON -> criteria.with("discounts");
      case SUBSCRIBER -> criteria.with("language.locale");
    };
  }

  private static Criteria order(boolean captures, Criteria criteria) {
    criteria
        .with("currency")
        .with("stateMachineState")
        .with("orderCustomer.customer")
        .with("billingAddress.country")
        .with("lineItems.cover")
        .with("deliveries.stateMachineState")
        .with("transactions.stateMachineState")
        .only("customer", "id", "guest")
        .only("currency", "isoCode")
        .only("country", "iso")
        .only("media", "url")
        .only("state_machine_state", "technicalName");
    return captures ? criteria.with("transactions.captures.refunds.stateMachineState") : criteria;
  }

  private static Criteria product(Criteria criteria) {
    for (String one : List.of("", "children.")) {
      criteria.with(one + "cover.media").with(one + "seoUrls", Criteria.equal("isCanonical", true));
    }
    return criteria
        .with("children.options")
        .with("manufacturer")
        .with("categories")
        .with("visibilities")
        .only("media", "url")
        .only("category", "name", "translated")
        .only("product_manufacturer", "name", "translated")
        .only("property_group_option", "groupId", "name", "translated");
  }

  /// Only what its time is told by.
  static Criteria stamps(Resource resource, boolean captures, Criteria criteria) {
    switch (resource) {
      case CUSTOMER -> criteria.with("defaultBillingAddress");
      case ORDER -> {
        criteria
            .with("orderCustomer")
            .with("billingAddress")
            .with("lineItems")
            .with("deliveries")
            .with("transactions");
        if (captures) {
          criteria.with("transactions.captures.refunds");
        }
      }
      case COUPON -> criteria.with("discounts");
      case PRODUCT, SUBSCRIBER -> {}
    }
    for (String part :
        List.of(
            "customer_address",
            "order_customer",
            "order_address",
            "order_line_item",
            "order_delivery",
            "order_transaction_capture_refund",
            "promotion_discount")) {
      criteria.only(part, "createdAt", "updatedAt");
    }
    return criteria
        .only("order_transaction", "createdAt", "updatedAt", "captures")
        .only("order_transaction_capture", "refunds");
  }
}
