package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.Answer;
import io.kundig.sources.shops.Greeting;
import io.kundig.sources.shops.Hook;
import io.kundig.sources.shops.HookRequest;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Platform;
import io.kundig.sources.shops.Reading;
import io.kundig.sources.shops.Receipt;
import io.kundig.sources.shops.RecordPage;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopRecord;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.Unreadable.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// WooCommerce from 3.5 on.
@Component
class WooCommerce implements Platform {

  private static final List<Resource> RESOURCES =
      List.of(Resource.CUSTOMER, Resource.PRODUCT, Resource.ORDER, Resource.COUPON);

  private final WooApi api;
  private final WooHooks hooks;
  private final WooPages pages;
  private final JsonMapper json;

  WooCommerce(WooApi api, WooHooks hooks, WooPages pages, JsonMapper json) {
    this.api = api;
    this.hooks = hooks;
    this.pages = pages;
    this.json = json;
  }

  @Override
  public String kind() {
    return "woocommerce";
  }

  @Override
  public List<String> keys() {
    return List.of(WooApi.KEY, WooApi.SECRET);
  }

  @Override
  public List<Resource> resources() {
    return RESOURCES;
  }

  @Override
  public boolean pushes() {
    return true;
  }

  /// A new webhook first asks whether somebody is there: with a form, and unsigned.
  @Override
  public Receipt receive(HookRequest request, String secret) {
    String signature = request.header("x-wc-webhook-signature");
    String topic = request.header("x-wc-webhook-topic");
    if (signature == null || topic == null) {
      return isPing(request) ? new Receipt.Ping() : new Receipt.Refused();
    }
    if (!request.isSigned(secret, signature)) {
      return new Receipt.Refused();
    }
    String delivery = Objects.requireNonNullElse(request.header("x-wc-webhook-delivery-id"), "");
    return new Receipt.Delivery(topic, delivery);
  }

  private static boolean isPing(HookRequest request) {
    return request.body().length < 100
        && new String(request.body(), StandardCharsets.UTF_8).matches("webhook_id=\\d+");
  }

  /// What is not the record as v3 of the API has it (older versions, a deletion) names at least the
  /// record: the shop is asked for it.
  @Override
  public Reading read(String topic, byte[] body) throws Unreadable {
    Resource resource = resource(topic);
    JsonFields payload = JsonFields.parse(json, body, resource.code());
    // The API before v1 put the record into an object of its name.
    JsonFields record =
        payload.has("id")
            ? payload
            : new JsonFields(payload.object(resource.code()).node(), resource.code());
    String id = record.id("id");
    if (topic.endsWith(".deleted")) {
      return Reading.ask(resource, id);
    }
    try {
      return switch (resource) {
        case ORDER -> order(record, id);
        case CUSTOMER -> Reading.of(WooCustomers.read(record));
        case PRODUCT -> product(record, id);
        case COUPON -> Reading.of(WooCoupons.read(record));
        case SUBSCRIBER -> Reading.NOTHING;
      };
    } catch (Unreadable e) {
      return Reading.ask(resource, id);
    }
  }

  private static Reading order(JsonFields order, String id) throws Unreadable {
    if (WooOrders.isDraft(order)) {
      return Reading.NOTHING;
    }
    return WooOrders.hasRefunds(order) || WooOrders.isInBin(order)
        ? Reading.ask(Resource.ORDER, id)
        : Reading.of(WooOrders.read(order, List.of()));
  }

  private static Reading product(JsonFields product, String id) throws Unreadable {
    if (WooProducts.isVariation(product)) {
      return Reading.ask(Resource.PRODUCT, product.id("parent_id"));
    }
    return WooProducts.hasVariations(product)
        ? Reading.ask(Resource.PRODUCT, id)
        : Reading.of((ShopRecord) WooProducts.read(product, List.of()));
  }

  private static Resource resource(String topic) throws Unreadable {
    for (Resource resource : RESOURCES) {
      if (topic.startsWith(resource.code() + ".")) {
        return resource;
      }
    }
    throw new Unreadable(Reason.UNKNOWN_TOPIC, topic);
  }

  @Override
  public Greeting greet(ShopAccess shop) throws ShopRefusal {
    JsonNode status = api.get(shop, "system_status?_fields=environment,settings").body();
    JsonNode environment = status.path("environment");
    if (!environment.has("version")) {
      throw new ShopRefusal(ShopRefusal.Reason.NO_SHOP, "no WooCommerce answers there");
    }
    return new Greeting(
        null,
        environment.path("version").asString(""),
        status.path("settings").path("currency").asString(""));
  }

  @Override
  public List<Hook> subscribe(ShopAccess shop, URI target, String secret) throws ShopRefusal {
    return hooks.subscribe(shop, target, secret);
  }

  @Override
  public List<Hook> hooks(ShopAccess shop, URI target) throws ShopRefusal {
    return hooks.list(shop, target);
  }

  @Override
  public void unsubscribe(ShopAccess shop, URI target) throws ShopRefusal {
    hooks.unsubscribe(shop, target);
  }

  @Override
  public RecordPage page(ShopAccess shop, Resource resource, @Nullable String cursor)
      throws ShopRefusal {
    return pages.page(shop, resource, cursor);
  }

  @Override
  public RecordPage changed(
      ShopAccess shop, Resource resource, Instant after, @Nullable String cursor)
      throws ShopRefusal {
    return pages.changed(shop, resource, after, cursor);
  }

  @Override
  public List<Answer> ask(ShopAccess shop, Resource resource, Collection<String> ids)
      throws ShopRefusal {
    return pages.ask(shop, resource, ids);
  }

  @Override
  public StampPage stamps(
      ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor)
      throws ShopRefusal {
    return pages.stamps(shop, resource, madeAfter, cursor);
  }
}
