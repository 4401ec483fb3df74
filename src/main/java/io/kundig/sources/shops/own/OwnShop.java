package io.kundig.sources.shops.own;

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
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// A shop that nobody here can ask: it sends everything by itself (`POST
/// /api/v1/shop-connections/{id}/records`).
@Component
class OwnShop implements Platform {

  private final JsonMapper json;

  OwnShop(JsonMapper json) {
    this.json = json;
  }

  @Override
  public String kind() {
    return "own";
  }

  @Override
  public boolean answers() {
    return false;
  }

  @Override
  public List<String> keys() {
    return List.of();
  }

  @Override
  public List<Resource> resources() {
    return List.of();
  }

  @Override
  public boolean pushes() {
    return false;
  }

  /// The address for webhooks is not the one: records come with a key.
  @Override
  public Receipt receive(HookRequest request, String secret) {
    return new Receipt.Refused();
  }

  @Override
  public Reading read(String topic, byte[] body) throws Unreadable {
    return Reading.of(OwnRecords.read(topic, JsonFields.parse(json, body, topic)));
  }

  @Override
  public Greeting greet(ShopAccess shop) {
    return new Greeting(null, null, null);
  }

  @Override
  public List<Hook> subscribe(ShopAccess shop, URI target, String secret) {
    return List.of();
  }

  @Override
  public List<Hook> hooks(ShopAccess shop, URI target) {
    return List.of();
  }

  @Override
  public void unsubscribe(ShopAccess shop, URI target) {}

  @Override
  public RecordPage page(ShopAccess shop, Resource resource, @Nullable String cursor) {
    return new RecordPage(List.of(), null, null);
  }

  @Override
  public RecordPage changed(
      ShopAccess shop, Resource resource, Instant after, @Nullable String cursor) {
    return new RecordPage(List.of(), null, null);
  }

  @Override
  public List<Answer> ask(ShopAccess shop, Resource resource, Collection<String> ids) {
    return List.of();
  }

  @Override
  public StampPage stamps(
      ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor) {
    return new StampPage(List.of(), null);
  }
}
