package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.Answer;
import io.kundig.sources.shops.Greeting;
import io.kundig.sources.shops.Hook;
import io.kundig.sources.shops.HookRequest;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Platform;
import io.kundig.sources.shops.Reading;
import io.kundig.sources.shops.Receipt;
import io.kundig.sources.shops.RecordPage;
import io.kundig.sources.shops.RecordRef;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.Unreadable.Reason;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Magento 2 and Adobe Commerce from 2.3 on, by an integration. It tells nothing by itself: it is
/// asked, unless our module stands in the shop.
@Component
class Magento implements Platform {

  /// The topic of what the module sends: names of records that changed.
  static final String CHANGED = "changed";

  private static final int MOST_CHANGED = 1_000;
  private static final Pattern RIGHT = Pattern.compile("\\w+::\\w+");

  /// Lists that are read, with the right that each needs.
  private static final Map<String, String> NEEDED =
      new TreeMap<>(
          Map.of(
              "store/storeConfigs", "Magento_Backend::store",
              "customers/search", "Magento_Customer::customer",
              "customerGroups/search", "Magento_Customer::group",
              "orders", "Magento_Sales::actions_view",
              "creditmemos", "Magento_Sales::creditmemo",
              "shipments", "Magento_Sales::shipment",
              "products", "Magento_Catalog::products",
              "categories/list", "Magento_Catalog::categories",
              "coupons/search", "Magento_SalesRule::quote",
              "inventory/source-items", "Magento_InventoryApi::source"));

  private final MagentoApi api;
  private final MagentoStores stores;
  private final MagentoPages pages;
  private final JsonMapper json;

  Magento(MagentoApi api, MagentoStores stores, MagentoPages pages, JsonMapper json) {
    this.api = api;
    this.stores = stores;
    this.pages = pages;
    this.json = json;
  }

  @Override
  public String kind() {
    return "magento";
  }

  /// The others are needed where a token alone is not taken.
  @Override
  public List<String> keys() {
    return List.of(MagentoApi.TOKEN);
  }

  @Override
  public List<String> furtherKeys() {
    return List.of(MagentoApi.TOKEN_SECRET, MagentoApi.CONSUMER_KEY, MagentoApi.CONSUMER_SECRET);
  }

  @Override
  public List<Resource> resources() {
    return List.of(Resource.CUSTOMER, Resource.PRODUCT, Resource.ORDER, Resource.COUPON);
  }

  @Override
  public boolean pushes() {
    return true;
  }

  @Override
  public boolean stampsAll(Resource resource) {
    return resource == Resource.PRODUCT || resource == Resource.COUPON;
  }

  @Override
  public Receipt receive(HookRequest request, String secret) {
    String signature = request.header("x-kundig-signature");
    if (signature == null || secret.isEmpty() || !request.isSigned(secret, signature)) {
      return new Receipt.Refused();
    }
    String delivery = request.header("x-kundig-delivery");
    return new Receipt.Delivery(CHANGED, delivery == null ? "" : delivery);
  }

  /// The module names what changed, and the shop is asked for it; so it is for a record that was
  /// kept since it could not be read.
  @Override
  public Reading read(String topic, byte[] body) throws Unreadable {
    JsonFields payload = JsonFields.parse(json, body, topic);
    if (topic.equals(CHANGED)) {
      return changed(payload);
    }
    Resource resource =
        resource(topic.split("\\.", 2)[0])
            .orElseThrow(() -> new Unreadable(Reason.UNKNOWN_TOPIC, topic));
    for (String name : List.of("entity_id", "coupon_id")) {
      if (payload.has(name)) {
        return Reading.ask(resource, payload.id(name));
      }
    }
    return Reading.ask(resource, payload.id("id"));
  }

  /// Kinds of records of a later module are passed over.
  private static Reading changed(JsonFields payload) throws Unreadable {
    if (!payload.has("changed")) {
      throw new Unreadable(Reason.FIELD_MISSING, "changed");
    }
    List<JsonFields> named = payload.list("changed");
    if (named.size() > MOST_CHANGED) {
      throw new Unreadable(Reason.FIELD_WRONG, "changed");
    }
    TreeSet<RecordRef> refs = new TreeSet<>();
    for (JsonFields one : named) {
      String id = one.id("id");
      if (!id.matches("\\d{1,18}")) {
        throw new Unreadable(Reason.FIELD_WRONG, one.path() + ".id");
      }
      resource(one.text("resource")).ifPresent(resource -> refs.add(new RecordRef(resource, id)));
    }
    return new Reading(List.of(), List.copyOf(refs), null);
  }

  private static Optional<Resource> resource(String code) {
    for (Resource resource : Resource.values()) {
      if (resource != Resource.SUBSCRIBER && resource.code().equals(code)) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  @Override
  public Greeting greet(ShopAccess shop) throws ShopRefusal {
    Reply currency = api.get(shop, MagentoApi.ALL_STORES, "directory/currency");
    String code = currency.body().path("base_currency_code").asString("");
    if (code.isEmpty()) {
      throw new ShopRefusal(ShopRefusal.Reason.NO_SHOP, "no Magento answers there");
    }
    checkRights(shop);
    stores.forget(shop);
    return new Greeting(null, null, code);
  }

  /// With a token that is not good everything is refused; with one that is, what it lacks.
  private void checkRights(ShopAccess shop) throws ShopRefusal {
    List<String> lacking = new ArrayList<>();
    ShopRefusal last = null;
    for (Map.Entry<String, String> needed : NEEDED.entrySet()) {
      try {
        String query = needed.getKey().startsWith("store/") ? "" : "?" + new Search().one();
        api.get(shop, needed.getKey() + query);
      } catch (ShopRefusal e) {
        if (e.reason() != ShopRefusal.Reason.KEYS_REFUSED) {
          throw e;
        }
        Matcher right = RIGHT.matcher(e.getMessage());
        lacking.add(right.find() ? right.group() : needed.getValue());
        last = e;
      }
    }
    if (last != null && lacking.size() == NEEDED.size()) {
      throw last;
    }
    if (!lacking.isEmpty()) {
      throw new ShopRefusal(
          ShopRefusal.Reason.READ_ONLY, "the integration lacks " + String.join(", ", lacking));
    }
  }

  /// The module is told where to send to. Without it the shop is asked.
  @Override
  public List<Hook> subscribe(ShopAccess shop, URI target, String secret) throws ShopRefusal {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("address", target.toString());
    body.put("secret", secret);
    try {
      return api.send(shop, "PUT", "kundig/hook", body).isGone() ? List.of() : List.of(hook());
    } catch (ShopRefusal e) {
      throw e.reason() == ShopRefusal.Reason.KEYS_REFUSED
          ? new ShopRefusal(ShopRefusal.Reason.READ_ONLY, e.getMessage())
          : e;
    }
  }

  private static Hook hook() {
    return new Hook("module", CHANGED, true);
  }

  @Override
  public List<Hook> hooks(ShopAccess shop, URI target) throws ShopRefusal {
    JsonNode address = api.get(shop, "kundig/hook").body();
    return address.asString("").equals(target.toString()) ? List.of(hook()) : List.of();
  }

  @Override
  public void unsubscribe(ShopAccess shop, URI target) throws ShopRefusal {
    if (!hooks(shop, target).isEmpty()) {
      api.send(shop, "DELETE", "kundig/hook", null);
    }
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
