package io.kundig.sources.shops.magento;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Asks shops for their store views, customer groups and categories, and remembers them for a
/// while.
@Component
class MagentoStores {

  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /// Categories that only hold others: the root of all, and each catalogue's.
  private static final int LAST_ROOT = 1;

  private final MagentoApi api;
  private final Cache<String, Stores> known =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(100).build();

  MagentoStores(MagentoApi api) {
    this.api = api;
  }

  Stores of(ShopAccess shop) throws ShopRefusal {
    String address = shop.address().toString();
    Stores stores = known.getIfPresent(address);
    if (stores == null) {
      stores = new Stores(views(shop), groups(shop), categories(shop));
      known.put(address, stores);
    }
    return stores;
  }

  void forget(ShopAccess shop) {
    known.invalidate(shop.address().toString());
  }

  private List<Stores.View> views(ShopAccess shop) throws ShopRefusal {
    List<Stores.View> views = new ArrayList<>();
    for (JsonNode node : listed(api.get(shop, "store/storeConfigs"))) {
      JsonFields view = new JsonFields(node, "store");
      String id = view.idOrNull("id");
      if (id != null) {
        views.add(
            new Stores.View(
                id,
                or(view.textOrNull("code"), "default"),
                or(view.textOrNull("locale"), "en_US"),
                zone(view.textOrNull("timezone")),
                or(view.textOrNull("secure_base_link_url"), shop.address() + "/"),
                or(view.textOrNull("secure_base_media_url"), shop.address() + "/media/")));
      }
    }
    return List.copyOf(views);
  }

  private static List<JsonNode> listed(Reply reply) throws ShopRefusal {
    JsonNode items = reply.body().isArray() ? reply.body() : reply.body().path("items");
    if (reply.isGone() || !(items.isArray() || items.isNull())) {
      throw new ShopRefusal(Reason.NO_SHOP, "no Magento answers there");
    }
    return items.valueStream().toList();
  }

  private static String or(@Nullable String one, String other) {
    return Objects.requireNonNullElse(one, other);
  }

  private static ZoneId zone(@Nullable String name) {
    try {
      return name == null ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  private Map<String, String> groups(ShopAccess shop) throws ShopRefusal {
    return names(
        listed(api.get(shop, "customerGroups/search?" + new Search().by("id"))), "code", -1);
  }

  private Map<String, String> categories(ShopAccess shop) throws ShopRefusal {
    Map<String, String> categories = new HashMap<>();
    long last = 0;
    List<JsonNode> page;
    do {
      page =
          listed(
              api.get(
                  shop,
                  "categories/list?"
                      + new Search()
                          .where(Search.above("entity_id", last))
                          .by("entity_id")
                          .only("id", "name", "level")));
      categories.putAll(names(page, "name", LAST_ROOT));
      last = page.isEmpty() ? last : page.getLast().path("id").asLong(Long.MAX_VALUE);
    } while (page.size() == Search.PER_PAGE);
    return Map.copyOf(categories);
  }

  private static Map<String, String> names(List<JsonNode> nodes, String field, int below) {
    Map<String, String> names = new HashMap<>();
    for (JsonNode node : nodes) {
      JsonFields fields = new JsonFields(node, field);
      String id = fields.textOrNull("id");
      String name = fields.textOrNull(field);
      if (id != null && name != null && node.path("level").asInt(below + 1) > below) {
        names.put(id, name);
      }
    }
    return names;
  }
}
