package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.Answer;
import io.kundig.sources.shops.AppPlatform;
import io.kundig.sources.shops.Greeting;
import io.kundig.sources.shops.Hmac;
import io.kundig.sources.shops.Hook;
import io.kundig.sources.shops.HookRequest;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Reading;
import io.kundig.sources.shops.Receipt;
import io.kundig.sources.shops.RecordPage;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Shopware from 6.4 on: by our app, or by the keys of an integration, which has no webhooks.
@Component
class Shopware implements AppPlatform {

  /// Ends the topic under which an answer is kept that could not be read.
  static final String ANSWER = ".updated";

  static final String SHOP_SIGNATURE = "shopware-shop-signature";

  /// Clocks differ, and some shops send what happened a while ago.
  private static final Duration OLDEST = Duration.ofHours(1);

  private final ShopwareApi api;
  private final ShopwareHooks hooks;
  private final ShopwarePages pages;
  private final JsonMapper json;
  private final Clock clock;

  Shopware(
      ShopwareApi api, ShopwareHooks hooks, ShopwarePages pages, JsonMapper json, Clock clock) {
    this.api = api;
    this.hooks = hooks;
    this.pages = pages;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "shopware";
  }

  @Override
  public List<String> keys() {
    return List.of(ShopwareApi.KEY, ShopwareApi.SECRET);
  }

  @Override
  public App app(URI target, String secret) {
    return ShopwareApp.of(target, secret);
  }

  @Override
  public List<Resource> resources() {
    return List.of(
        Resource.CUSTOMER, Resource.SUBSCRIBER, Resource.PRODUCT, Resource.ORDER, Resource.COUPON);
  }

  @Override
  public boolean pushes() {
    return true;
  }

  @Override
  public Receipt receive(HookRequest request, String secret) {
    String signature = request.header(SHOP_SIGNATURE);
    if (signature == null || !Hmac.isHex(secret, request.body(), signature)) {
      return new Receipt.Refused();
    }
    try {
      JsonNode body = json.readTree(request.body());
      if (!isFresh(body.path("timestamp"))) {
        return new Receipt.Refused();
      }
      return new Receipt.Delivery(
          body.path("data").path("event").asString(""),
          body.path("source").path("eventId").asString(""));
    } catch (JacksonException e) {
      return new Receipt.Delivery("", "");
    }
  }

  /// Versions before 6.4.1 do not say when.
  private boolean isFresh(JsonNode timestamp) {
    if (!timestamp.canConvertToLong()) {
      return timestamp.isMissingNode();
    }
    Instant now = clock.instant();
    long sent = timestamp.asLong();
    return sent > now.minus(OLDEST).getEpochSecond() && sent < now.plus(OLDEST).getEpochSecond();
  }

  @Override
  public Reading read(String topic, byte[] body) throws Unreadable {
    JsonFields payload = JsonFields.parse(json, body, "payload");
    for (Resource resource : Resource.values()) {
      if (topic.equals(resource.code() + ANSWER)) {
        return Reading.ask(resource, payload.id("id"));
      }
    }
    return ShopwareEvents.read(topic, payload);
  }

  @Override
  public Greeting greet(ShopAccess shop) throws ShopRefusal {
    Criteria own =
        Criteria.of(1).ids(List.of(ShopwareProducts.CURRENCY)).only("currency", "isoCode");
    String currency =
        api.search(shop, "currency", own.body()).path("data").path(0).path("isoCode").asString("");
    for (Resource resource : resources()) {
      pages.checkRights(shop, resource);
    }
    return new Greeting(null, api.version(shop), currency.isEmpty() ? null : currency);
  }

  @Override
  public List<Hook> subscribe(ShopAccess shop, URI target, String secret) throws ShopRefusal {
    return isByApp(shop) ? hooks.subscribe(shop, target) : List.of();
  }

  /// Shopware sends nothing that is signed but to apps.
  private static boolean isByApp(ShopAccess shop) {
    return ShopwareApi.shopId(shop) != null;
  }

  @Override
  public List<Hook> hooks(ShopAccess shop, URI target) throws ShopRefusal {
    return hooks.list(shop, target);
  }

  @Override
  public void unsubscribe(ShopAccess shop, URI target) throws ShopRefusal {
    if (isByApp(shop)) {
      hooks.unsubscribe(shop, target);
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

  /// Of who leaves the newsletter's list nothing is told, and they have to get no more.
  @Override
  public boolean stampsAll(Resource resource) {
    return resource == Resource.SUBSCRIBER;
  }

  @Override
  public StampPage stamps(
      ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor)
      throws ShopRefusal {
    return pages.stamps(shop, resource, madeAfter, cursor);
  }
}
