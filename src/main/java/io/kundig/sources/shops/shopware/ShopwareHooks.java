package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.Hook;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopRefusal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The webhooks that the app's file names ([ShopwareApp]). Shopware switches one off that failed
/// ten times in a row.
@Component
class ShopwareHooks {

  static final List<String> EVENTS =
      List.of(
          "app.installed",
          "app.activated",
          "app.deactivated",
          "app.deleted",
          "checkout.order.placed",
          "order.written",
          "order.deleted",
          "state_enter.order.state.open",
          "state_enter.order.state.in_progress",
          "state_enter.order.state.completed",
          "state_enter.order.state.cancelled",
          "state_enter.order_delivery.state.open",
          "state_enter.order_delivery.state.shipped",
          "state_enter.order_delivery.state.shipped_partially",
          "state_enter.order_delivery.state.returned",
          "state_enter.order_delivery.state.returned_partially",
          "state_enter.order_delivery.state.cancelled",
          "state_enter.order_transaction.state.open",
          "state_enter.order_transaction.state.paid",
          "state_enter.order_transaction.state.paid_partially",
          "state_enter.order_transaction.state.refunded",
          "state_enter.order_transaction.state.refunded_partially",
          "state_enter.order_transaction.state.reminded",
          "state_enter.order_transaction.state.failed",
          "state_enter.order_transaction.state.cancelled",
          "state_enter.order_transaction.state.chargeback",
          "state_enter.order_transaction_capture_refund.state.completed",
          "checkout.customer.register",
          "checkout.customer.guest_register",
          "checkout.customer.double_opt_in_registration",
          "checkout.customer.login",
          "checkout.customer.deleted",
          "customer.written",
          "customer.deleted",
          "newsletter.register",
          "newsletter.confirm",
          "newsletter.unsubscribe",
          "product.written",
          "product.deleted",
          "contact_form.send");

  private static final int MOST = 100;

  private final ShopwareApi api;

  ShopwareHooks(ShopwareApi api) {
    this.api = api;
  }

  List<Hook> list(ShopAccess shop, URI target) throws ShopRefusal {
    Criteria criteria =
        Criteria.of(MOST)
            .where(Criteria.equal("url", target.toString()))
            .only("webhook", "id", "eventName", "active");
    List<Hook> hooks = new ArrayList<>();
    for (JsonNode hook : api.search(shop, "webhook", criteria.body()).path("data")) {
      hooks.add(
          new Hook(
              hook.path("id").asString(""),
              hook.path("eventName").asString(""),
              hook.path("active").asBoolean(true)));
    }
    return hooks;
  }

  /// Switches them all on.
  List<Hook> subscribe(ShopAccess shop, URI target) throws ShopRefusal {
    List<Hook> hooks = new ArrayList<>();
    for (Hook hook : list(shop, target)) {
      if (!hook.active()) {
        set(shop, hook, true);
      }
      hooks.add(new Hook(hook.id(), hook.topic(), true));
    }
    return hooks;
  }

  /// Switches them off: only staff can take the app out of the shop.
  void unsubscribe(ShopAccess shop, URI target) throws ShopRefusal {
    for (Hook hook : list(shop, target)) {
      set(shop, hook, false);
    }
  }

  private void set(ShopAccess shop, Hook hook, boolean active) throws ShopRefusal {
    JsonNode body = JsonMapper.shared().createObjectNode().put("active", active);
    api.patch(shop, "webhook/" + hook.id(), body);
  }
}
