package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.Hook;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The app's webhooks in the shop. Shopify takes one away whose deliveries failed eight times
/// within four hours. The three topics about privacy stand in the app's own settings: no API makes
/// them.
@Component
class ShopifyHooks {

  static final List<String> TOPICS =
      List.of(
          "orders/create",
          "orders/updated",
          "orders/edited",
          "orders/cancelled",
          "orders/delete",
          "refunds/create",
          "customers/create",
          "customers/update",
          "customers/delete",
          "customers_email_marketing_consent/update",
          "products/create",
          "products/update",
          "products/delete",
          "app/uninstalled");

  /// Those that want a permission of their own, and of which nothing is lost for good without them.
  static final List<String> OPTIONAL =
      List.of(
          "checkouts/create",
          "checkouts/update",
          "customers/merge",
          "customers_marketing_consent/update",
          "fulfillments/update");

  private static final int MOST = 250;

  private final ShopifyApi api;

  ShopifyHooks(ShopifyApi api) {
    this.api = api;
  }

  List<Hook> subscribe(ShopAccess shop, URI target) throws ShopRefusal {
    Map<String, Hook> known = new HashMap<>();
    for (Hook hook : list(shop, target)) {
      known.putIfAbsent(hook.topic(), hook);
    }
    List<Hook> hooks = new ArrayList<>();
    for (String topic : TOPICS) {
      Hook hook = known.get(topic);
      hooks.add(hook == null ? made(shop, target, topic) : hook);
    }
    for (String topic : OPTIONAL) {
      Hook hook = known.get(topic);
      if (hook != null) {
        hooks.add(hook);
      } else {
        madeIfAllowed(shop, target, topic).ifPresent(hooks::add);
      }
    }
    return hooks;
  }

  private Optional<Hook> madeIfAllowed(ShopAccess shop, URI target, String topic)
      throws ShopRefusal {
    try {
      return Optional.of(made(shop, target, topic));
    } catch (ShopRefusal e) {
      if (e.reason() == Reason.READ_ONLY) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Hook made(ShopAccess shop, URI target, String topic) throws ShopRefusal {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.putObject("webhook")
        .put("topic", topic)
        .put("address", target.toString())
        .put("format", "json");
    try {
      return hook(api.send(shop, "POST", "webhooks.json", body).body().path("webhook"));
    } catch (ShopRefusal e) {
      // Without the permission for a topic it answers with 403 or 422.
      if (e.reason() == Reason.KEYS_REFUSED || e.reason() == Reason.NO_SHOP) {
        throw new ShopRefusal(Reason.READ_ONLY, topic + ": " + e.getMessage());
      }
      throw e;
    }
  }

  List<Hook> list(ShopAccess shop, URI target) throws ShopRefusal {
    String address = URLEncoder.encode(target.toString(), StandardCharsets.UTF_8);
    Reply reply = api.get(shop, "webhooks.json?limit=" + MOST + "&address=" + address);
    return reply
        .body()
        .path("webhooks")
        .valueStream()
        .filter(hook -> hook.path("address").asString("").equals(target.toString()))
        .map(ShopifyHooks::hook)
        .toList();
  }

  private static Hook hook(JsonNode hook) {
    return new Hook(hook.path("id").asString(""), hook.path("topic").asString(""), true);
  }

  void unsubscribe(ShopAccess shop, URI target) throws ShopRefusal {
    for (Hook hook : list(shop, target)) {
      api.send(shop, "DELETE", "webhooks/" + hook.id() + ".json", null);
    }
  }
}
