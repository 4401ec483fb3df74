package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.Answer;
import io.kundig.sources.shops.Greeting;
import io.kundig.sources.shops.Hook;
import io.kundig.sources.shops.HookRequest;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Notice;
import io.kundig.sources.shops.Platform;
import io.kundig.sources.shops.Reading;
import io.kundig.sources.shops.Receipt;
import io.kundig.sources.shops.RecordPage;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.Unreadable.Reason;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Shopify, by an app of the merchant's own.
@Component
class Shopify implements Platform {

  private static final List<String> NEEDED =
      List.of("read_customers", "read_orders", "read_products");

  private final ShopifyApi api;
  private final ShopifyHooks hooks;
  private final ShopifyPages pages;
  private final JsonMapper json;

  Shopify(ShopifyApi api, ShopifyHooks hooks, ShopifyPages pages, JsonMapper json) {
    this.api = api;
    this.hooks = hooks;
    this.pages = pages;
    this.json = json;
  }

  @Override
  public String kind() {
    return "shopify";
  }

  @Override
  public List<String> keys() {
    return List.of(ShopifyApi.APP, ShopifyApi.SECRET);
  }

  @Override
  public String signingSecret(Map<String, String> keys) {
    return keys.getOrDefault(ShopifyApi.SECRET, "").strip();
  }

  @Override
  public List<Resource> resources() {
    return List.of(Resource.CUSTOMER, Resource.PRODUCT, Resource.ORDER);
  }

  @Override
  public boolean pushes() {
    return true;
  }

  @Override
  public Receipt receive(HookRequest request, String secret) {
    String signature = request.header("x-shopify-hmac-sha256");
    String topic = request.header("x-shopify-topic");
    String delivery = request.header("x-shopify-webhook-id");
    if (signature == null || topic == null || secret.isEmpty()) {
      return new Receipt.Refused();
    }
    if (!request.isSigned(secret, signature)) {
      return new Receipt.Refused();
    }
    return new Receipt.Delivery(topic, delivery == null ? "" : delivery);
  }

  @Override
  public Reading read(String topic, byte[] body) throws Unreadable {
    JsonFields payload = JsonFields.parse(json, body, "payload");
    return switch (topic) {
      case "app/uninstalled" -> Reading.notice(new Notice.Uninstalled());
      case "customers/redact" -> forget(payload.object("customer"));
      case "customers/data_request", "shop/redact" -> throw new Unreadable(Reason.FOR_STAFF, topic);
      case "customers/merge" -> merged(payload);
      case "checkouts/create", "checkouts/update" -> ShopifyCheckouts.read(payload);
      case "checkouts/delete" -> Reading.NOTHING;
      case "fulfillments/create", "fulfillments/update" ->
          Reading.ask(Resource.ORDER, payload.id("order_id"));
      case "customers_email_marketing_consent/update", "customers_marketing_consent/update" ->
          Reading.ask(Resource.CUSTOMER, payload.id("customer_id"));
      case "refunds/create" -> Reading.ask(Resource.ORDER, payload.id("order_id"));
      case "orders/edited" ->
          Reading.ask(Resource.ORDER, payload.object("order_edit").id("order_id"));
      default -> record(topic, new JsonFields(payload.node(), resource(topic).code()));
    };
  }

  /// It is said of each attempt, also of one that failed.
  private static Reading merged(JsonFields merge) throws Unreadable {
    if (!merge.list("errors").isEmpty() || "failed".equals(merge.textOrNull("status"))) {
      return Reading.NOTHING;
    }
    return Reading.notice(
        new Notice.Merged(
            number(merge, "admin_graphql_api_customer_kept_id"),
            number(merge, "admin_graphql_api_customer_deleted_id")));
  }

  /// The last part of an id of GraphQL, such as `gid://shopify/Customer/7`.
  private static String number(JsonFields of, String name) throws Unreadable {
    String id = of.id(name);
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static Reading forget(JsonFields customer) throws Unreadable {
    String account = customer.idOrNull("id");
    String email = customer.textOrNull("email");
    if (account == null && email == null) {
      throw new Unreadable(Reason.FIELD_MISSING, "customer.id");
    }
    return Reading.notice(new Notice.Forget(account, email));
  }

  /// What is not whole (a deletion, another version) names at least the record: the shop is asked
  /// for it. So it is for products, which webhooks cut after a hundred variants.
  private static Reading record(String topic, JsonFields record) throws Unreadable {
    Resource resource = resource(topic);
    String id = record.id("id");
    if (topic.endsWith("/delete") || resource == Resource.PRODUCT) {
      return Reading.ask(resource, id);
    }
    try {
      return Reading.of(
          resource == Resource.ORDER ? ShopifyOrders.read(record) : ShopifyCustomers.read(record));
    } catch (Unreadable e) {
      return Reading.ask(resource, id);
    }
  }

  private static Resource resource(String topic) throws Unreadable {
    return switch (topic.split("[/.]", 2)[0]) {
      case "orders", "order" -> Resource.ORDER;
      case "customers", "customer" -> Resource.CUSTOMER;
      case "products", "product" -> Resource.PRODUCT;
      default -> throw new Unreadable(Reason.UNKNOWN_TOPIC, topic);
    };
  }

  @Override
  public Greeting greet(ShopAccess shop) throws ShopRefusal {
    Reply reply = api.get(shop, "shop.json");
    JsonNode said = reply.body().path("shop");
    if (!said.has("currency")) {
      throw new ShopRefusal(ShopRefusal.Reason.NO_SHOP, "no Shopify answers there");
    }
    checkPermissions(shop);
    String version = reply.headers().get("x-shopify-api-version");
    return new Greeting(
        said.path("name").asString(""),
        version == null ? ShopifyApi.VERSION : version,
        said.path("currency").asString(""));
  }

  private void checkPermissions(ShopAccess shop) throws ShopRefusal {
    Set<String> granted =
        api.read(shop, "/admin/oauth/access_scopes.json")
            .body()
            .path("access_scopes")
            .valueStream()
            .map(scope -> scope.path("handle").asString("").replaceFirst("^write_", "read_"))
            .collect(Collectors.toSet());
    for (String scope : NEEDED) {
      if (!granted.contains(scope)) {
        throw new ShopRefusal(ShopRefusal.Reason.READ_ONLY, "the app lacks " + scope);
      }
    }
  }

  @Override
  public List<Hook> subscribe(ShopAccess shop, URI target, String secret) throws ShopRefusal {
    return hooks.subscribe(shop, target);
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
