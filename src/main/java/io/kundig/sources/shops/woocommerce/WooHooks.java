package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.Hook;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The shop's webhooks by `/wc/v3/webhooks`. WooCommerce switches one off after more than five
/// deliveries in a row that failed, and never on again.
@Component
class WooHooks {

  static final List<String> TOPICS =
      List.of(
          "order.created",
          "order.updated",
          "order.deleted",
          "order.restored",
          "customer.created",
          "customer.updated",
          "customer.deleted",
          "product.created",
          "product.updated",
          "product.deleted",
          "product.restored",
          "coupon.created",
          "coupon.updated",
          "coupon.deleted",
          "coupon.restored");

  private static final int MOST_PAGES = 20;

  private final WooApi api;

  WooHooks(WooApi api) {
    this.api = api;
  }

  List<Hook> subscribe(ShopAccess shop, URI target, String secret) throws ShopRefusal {
    Map<String, Hook> known = new HashMap<>();
    for (Hook hook : list(shop, target)) {
      known.putIfAbsent(hook.topic(), hook);
    }
    List<Hook> hooks = new ArrayList<>();
    for (String topic : TOPICS) {
      hooks.add(made(shop, target, secret, topic, known.get(topic)));
    }
    return hooks;
  }

  private Hook made(ShopAccess shop, URI target, String secret, String topic, @Nullable Hook known)
      throws ShopRefusal {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("name", "Kundig: " + topic);
    body.put("topic", topic);
    body.put("delivery_url", target.toString());
    body.put("secret", secret);
    body.put("status", "active");
    try {
      Reply reply =
          known == null
              ? api.send(shop, "POST", "webhooks", body)
              : api.send(shop, "PUT", "webhooks/" + known.id(), body);
      return hook(reply.body());
    } catch (ShopRefusal e) {
      if (e.reason() == Reason.KEYS_REFUSED) {
        throw new ShopRefusal(Reason.READ_ONLY, e.getMessage());
      }
      throw e;
    }
  }

  List<Hook> list(ShopAccess shop, URI target) throws ShopRefusal {
    List<Hook> hooks = new ArrayList<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode listed = api.get(shop, "webhooks?per_page=100&page=" + page).body();
      listed
          .valueStream()
          .filter(hook -> hook.path("delivery_url").asString("").equals(target.toString()))
          .forEach(hook -> hooks.add(hook(hook)));
      if (listed.size() < 100) {
        break;
      }
    }
    return hooks;
  }

  private static Hook hook(JsonNode hook) {
    return new Hook(
        hook.path("id").asString(""),
        hook.path("topic").asString(""),
        hook.path("status").asString("").equals("active"));
  }

  void unsubscribe(ShopAccess shop, URI target) throws ShopRefusal {
    for (Hook hook : list(shop, target)) {
      api.send(shop, "DELETE", "webhooks/" + hook.id() + "?force=true", null);
    }
  }
}
