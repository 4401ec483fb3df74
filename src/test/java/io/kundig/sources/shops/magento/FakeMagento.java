package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.FakeShop;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A Magento shop as its documentation and sources describe it: times in UTC by the second, lists
/// by search criteria with at most 300 to a page, tokens that need a signature, rights that may be
/// missing, transactions that commit late, changes that no time tells of, and our module, which
/// names what changed.
public final class FakeMagento extends FakeShop {

  public static final Map<String, String> KEYS =
      Map.of(
          "consumerKey", "ck0123456789",
          "consumerSecret", "cs+/0123456789",
          "accessToken", "at0123456789",
          "accessTokenSecret", "ats0123456789");
  public static final Map<String, String> TOKEN_ALONE = Map.of("accessToken", "at0123456789");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final Pattern FILTER =
      Pattern.compile("searchCriteria\\[filter_groups]\\[(\\d+)]\\[filters]\\[(\\d+)]\\[(\\w+)]");

  /// Over all shops of a test, so that their orders have numbers of their own.
  private static final AtomicLong LAST_ID = new AtomicLong(1_000);

  private static final Map<String, String> RIGHTS =
      Map.ofEntries(
          Map.entry("store/storeConfigs", "Magento_Backend::store"),
          Map.entry("customers/search", "Magento_Customer::customer"),
          Map.entry("customerGroups/search", "Magento_Customer::group"),
          Map.entry("orders", "Magento_Sales::actions_view"),
          Map.entry("creditmemos", "Magento_Sales::creditmemo"),
          Map.entry("shipments", "Magento_Sales::shipment"),
          Map.entry("products", "Magento_Catalog::products"),
          Map.entry("categories/list", "Magento_Catalog::categories"),
          Map.entry("coupons/search", "Magento_SalesRule::quote"),
          Map.entry("salesRules/search", "Magento_SalesRule::quote"),
          Map.entry("inventory/source-items", "Magento_InventoryApi::source"),
          Map.entry("stockItems", "Magento_CatalogInventory::cataloginventory"),
          Map.entry("kundig/hook", "Kundig_Connect::hook"));

  private final Map<String, TreeMap<Long, ObjectNode>> records = new HashMap<>();
  private final List<Runnable> open = new ArrayList<>();
  private final Set<String> nonces = new HashSet<>();
  private final Map<Long, Map<String, String>> urlKeys = new HashMap<>();

  /// The shop's own clock; it counts whole seconds.
  public Instant now;

  /// As shops before 2.4.4 have it, and those that switched it on again.
  public boolean takesTokensAlone;

  /// A proxy in front of it changes the address that is signed.
  public boolean takesNoSignature;

  public final Set<String> lackingRights = new HashSet<>();

  /// Lists of customers before 2.4 do not say who is subscribed.
  public boolean old;

  /// So many questions are refused once they were read, with what they were signed by.
  public final AtomicInteger busy = new AtomicInteger();

  public boolean hasInventory = true;
  public boolean hasModule;

  /// Run once before the next answer to a list.
  public final List<Runnable> meanwhile = new ArrayList<>();

  public final AtomicInteger lists = new AtomicInteger();
  public @Nullable String hookAddress;
  private String hookSecret = "";

  public FakeMagento(Instant now) {
    this.now = now;
    for (String path :
        List.of(
            "customers/search",
            "customerGroups/search",
            "orders",
            "creditmemos",
            "shipments",
            "products",
            "categories/list",
            "coupons/search",
            "salesRules/search",
            "inventory/source-items",
            "stores")) {
      records.put(path, new TreeMap<>());
    }
    store(1, "default", "de_DE");
    all("customerGroups/search")
        .put(1L, JSON.createObjectNode().put("id", 1).put("code", "General"));
    category(2, "Default Category", 1);
    category(3, "Kaffee", 2);
  }

  // What people do in the shop.

  public synchronized void store(long id, String code, String locale) {
    ObjectNode store = JSON.createObjectNode().put("id", id).put("code", code);
    store.put("locale", locale).put("timezone", "Europe/Berlin").put("base_currency_code", "EUR");
    store.put("secure_base_link_url", address() + "/" + (id == 1 ? "" : code + "/"));
    store.put("secure_base_media_url", address() + "/media/");
    all("stores").put(id, store);
  }

  private void category(long id, String name, int level) {
    all("categories/list")
        .put(id, JSON.createObjectNode().put("id", id).put("name", name).put("level", level));
  }

  public synchronized long create(String resource, Consumer<ObjectNode> fields) {
    long id = LAST_ID.incrementAndGet();
    ObjectNode node = JSON.createObjectNode().put(idOf(path(resource)), id);
    node.put("created_at", TIME.format(now)).put("updated_at", TIME.format(now));
    fields.accept(node);
    all(path(resource)).put(id, node);
    tell(resource, id);
    return id;
  }

  public synchronized void change(String resource, long id, Consumer<ObjectNode> fields) {
    ObjectNode node = get(resource, id).deepCopy();
    fields.accept(node);
    node.put("updated_at", TIME.format(now));
    all(path(resource)).put(id, node);
    tell(resource, id);
  }

  /// As subscribing does, and selling: no time says so.
  public synchronized void changeUnseen(String resource, long id, Consumer<ObjectNode> fields) {
    ObjectNode node = get(resource, id).deepCopy();
    fields.accept(node);
    all(path(resource)).put(id, node);
    tell(resource, id);
  }

  /// Written with the time of now, and seen by others when [#commit] is called.
  public synchronized void changeInTransaction(
      String resource, long id, Consumer<ObjectNode> fields) {
    ObjectNode node = get(resource, id).deepCopy();
    fields.accept(node);
    node.put("updated_at", TIME.format(now));
    open.add(() -> all(path(resource)).put(id, node));
  }

  public synchronized void commit() {
    open.forEach(Runnable::run);
    open.clear();
  }

  public synchronized void delete(String resource, long id) {
    all(path(resource)).remove(id);
    tell(resource, id);
  }

  public synchronized long refund(long order, String amount, Consumer<ObjectNode> fields) {
    long id = LAST_ID.incrementAndGet();
    ObjectNode memo = JSON.createObjectNode().put("entity_id", id).put("order_id", order);
    memo.put("created_at", TIME.format(now)).put("updated_at", TIME.format(now));
    memo.put("grand_total", new BigDecimal(amount)).put("state", 2);
    fields.accept(memo);
    all("creditmemos").put(id, memo);
    change(
        "order",
        order,
        it -> it.put("total_refunded", it.path("total_refunded").asDouble(0) + 0.01));
    return id;
  }

  public synchronized void ship(long order) {
    long id = LAST_ID.incrementAndGet();
    ObjectNode shipment = JSON.createObjectNode().put("entity_id", id).put("order_id", order);
    all("shipments").put(id, shipment.put("created_at", TIME.format(now)));
    change(
        "order",
        order,
        it ->
            it.path("items")
                .forEach(item -> ((ObjectNode) item).set("qty_shipped", item.path("qty_ordered"))));
  }

  public synchronized void stock(String sku, int quantity) {
    all("inventory/source-items").values().removeIf(it -> it.path("sku").asString().equals(sku));
    source(sku, "default", quantity);
  }

  /// What lies in one place more.
  public synchronized void source(String sku, String source, int quantity) {
    long id = LAST_ID.incrementAndGet();
    all("inventory/source-items")
        .put(
            id,
            JSON.createObjectNode()
                .put("source_item_id", id)
                .put("sku", sku)
                .put("source_code", source)
                .put("quantity", quantity)
                .put("status", quantity > 0 ? 1 : 0));
  }

  public synchronized void urlKey(long product, String store, String key) {
    urlKeys.computeIfAbsent(product, _ -> new HashMap<>()).put(store, key);
  }

  // What it is now.

  public synchronized Map<Long, ObjectNode> standing(String resource) {
    return new TreeMap<>(all(path(resource)));
  }

  public synchronized ObjectNode get(String resource, long id) {
    return Objects.requireNonNull(all(path(resource)).get(id));
  }

  private TreeMap<Long, ObjectNode> all(String path) {
    return Objects.requireNonNull(records.get(path));
  }

  private static String path(String resource) {
    return switch (resource) {
      case "customer" -> "customers/search";
      case "order" -> "orders";
      case "product" -> "products";
      case "coupon" -> "coupons/search";
      case "rule" -> "salesRules/search";
      default -> resource;
    };
  }

  private static String idOf(String path) {
    return switch (path) {
      case "customers/search", "products" -> "id";
      case "coupons/search" -> "coupon_id";
      case "salesRules/search" -> "rule_id";
      default -> "entity_id";
    };
  }

  // The module.

  private void tell(String resource, long id) {
    if (hasModule && hookAddress != null) {
      ObjectNode body = JSON.createObjectNode();
      body.putArray("changed").addObject().put("resource", resource).put("id", String.valueOf(id));
      happens(signed(body.toString()));
    }
  }

  public Delivery signed(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Delivery(
        URI.create(Objects.requireNonNull(hookAddress)),
        Map.of("X-Kundig-Signature", hmac(hookSecret, body), "X-Kundig-Delivery", "d"),
        bytes);
  }

  private static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Reply hook(Question question) {
    if (!hasModule) {
      return error(404, "Request does not match any route.", "{}");
    }
    switch (question.method()) {
      case "PUT" -> {
        JsonNode body = JSON.readTree(question.body());
        hookAddress = body.path("address").asString();
        hookSecret = body.path("secret").asString();
      }
      case "DELETE" -> hookAddress = null;
      default -> {}
    }
    return Reply.json(JSON.writeValueAsString(hookAddress == null ? "" : hookAddress));
  }

  // The API.

  @Override
  protected synchronized Reply answer(Question question) {
    Matcher path = Pattern.compile("/rest/(?:(\\w+)/)?V1/(.*)").matcher(question.path());
    if (!path.matches()) {
      return new Reply(404, Map.of(), "<html>".getBytes(StandardCharsets.UTF_8));
    }
    String what = path.group(2);
    if (what.equals("directory/currency")) {
      return Reply.json("{\"base_currency_code\":\"EUR\"}");
    }
    String right = RIGHTS.get(what.startsWith("stockItems/") ? "stockItems" : what);
    if (right == null) {
      return error(404, "Request does not match any route.", "{}");
    }
    if (!isAllowed(question) || lackingRights.contains(right)) {
      return error(
          401,
          "The consumer isn't authorized to access %resources.",
          "{\"resources\":\"" + right + "\"}");
    }
    if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return new Reply(503, Map.of("Retry-After", "0"), new byte[0]);
    }
    return switch (what) {
      case "kundig/hook" -> hook(question);
      case "store/storeConfigs" -> Reply.json(JSON.writeValueAsString(all("stores").values()));
      case "inventory/source-items" ->
          hasInventory ? list(what, question, null) : error(404, "no route", "{}");
      default ->
          what.startsWith("stockItems/")
              ? stockItem(what.substring("stockItems/".length()))
              : list(what, question, path.group(1));
    };
  }

  private Reply stockItem(String sku) {
    return all("inventory/source-items").values().stream()
        .filter(it -> it.path("sku").asString().equals(sku))
        .findFirst()
        .map(
            it ->
                Reply.json(
                    "{\"qty\":%s,\"is_in_stock\":true,\"manage_stock\":true}"
                        .formatted(it.path("quantity"))))
        .orElseGet(() -> error(404, "no such entity", "{}"));
  }

  private static Reply error(int status, String message, String parameters) {
    String body = "{\"message\":\"%s\",\"parameters\":%s}".formatted(message, parameters);
    return new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isAllowed(Question question) {
    String header = question.headers().getOrDefault("authorization", "");
    if (header.startsWith("Bearer ")) {
      return takesTokensAlone && header.equals("Bearer " + KEYS.get("accessToken"));
    }
    return header.startsWith("OAuth ") && !takesNoSignature && isSigned(question, header);
  }

  private boolean isSigned(Question question, String header) {
    Map<String, String> signed = new TreeMap<>();
    for (String field : header.substring("OAuth ".length()).split(",")) {
      String[] pair = field.strip().split("=", 2);
      signed.put(
          pair[0], java.net.URLDecoder.decode(pair[1].replace("\"", ""), StandardCharsets.UTF_8));
    }
    String signature = signed.remove("oauth_signature");
    long age = System.currentTimeMillis() / 1000 - Long.parseLong(signed.get("oauth_timestamp"));
    Map<String, String> all = new TreeMap<>();
    signed.forEach((name, value) -> all.put(encoded(name), encoded(value)));
    question.parameters().forEach((name, value) -> all.put(encoded(name), encoded(value)));
    String text =
        question.method()
            + "&"
            + encoded(address() + raw(question.path()))
            + "&"
            + encoded(
                all.entrySet().stream()
                    .map(one -> one.getKey() + "=" + one.getValue())
                    .collect(Collectors.joining("&")));
    String key = encoded(KEYS.get("consumerSecret")) + "&" + encoded(KEYS.get("accessTokenSecret"));
    return hmac(key, text).equals(signature)
        && KEYS.get("consumerKey").equals(signed.get("oauth_consumer_key"))
        && KEYS.get("accessToken").equals(signed.get("oauth_token"))
        && "HMAC-SHA256".equals(signed.get("oauth_signature_method"))
        && Math.abs(age) < 600
        && nonces.add(signed.get("oauth_nonce"));
  }

  /// As it was sent: a SKU may hold a slash.
  private static String raw(String path) {
    int last = path.indexOf("/stockItems/") + "/stockItems/".length();
    return path.contains("/stockItems/")
        ? path.substring(0, last) + encoded(path.substring(last))
        : path;
  }

  private static String encoded(@Nullable String text) {
    return URLEncoder.encode(Objects.requireNonNull(text), StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private Reply list(String path, Question question, @Nullable String store) {
    lists.incrementAndGet();
    if (!meanwhile.isEmpty()) {
      meanwhile.removeFirst().run();
    }
    int size = Integer.parseInt(question.parameters().get("searchCriteria[pageSize]"));
    if (size > 300) {
      return error(400, "Maximum allowed page size is 300.", "{}");
    }
    List<ObjectNode> found = new ArrayList<>(all(path).values());
    for (Map<Integer, Map<String, String>> group : groups(question).values()) {
      found.removeIf(node -> group.values().stream().noneMatch(it -> holds(path, node, it)));
    }
    Comparator<ObjectNode> order = Comparator.comparing(_ -> 0);
    for (int i = 0; ; i++) {
      String field = question.parameters().get("searchCriteria[sortOrders][" + i + "][field]");
      if (field == null) {
        break;
      }
      order =
          order.thenComparing(
              (one, other) -> compare(value(path, one, field), value(path, other, field)));
    }
    found.sort(order);
    ArrayNode items = JSON.createArrayNode();
    int page =
        Math.clamp(
            Integer.parseInt(question.parameters().get("searchCriteria[currentPage]")),
            1,
            Math.max(1, (found.size() + size - 1) / size));
    found.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(node -> items.add(shown(path, node, store)));
    ObjectNode body = JSON.createObjectNode().put("total_count", found.size());
    if (items.isEmpty() && old) {
      body.putNull("items");
    } else {
      body.set("items", items);
    }
    return Reply.json(body.toString());
  }

  private ObjectNode shown(String path, ObjectNode node, @Nullable String store) {
    ObjectNode shown = node.deepCopy();
    if (path.equals("customers/search") && old) {
      shown.remove("extension_attributes");
    }
    shown.remove("source_item_id");
    if (path.equals("products") && store != null) {
      Map<String, String> keys = urlKeys.getOrDefault(node.path("id").asLong(), Map.of());
      for (JsonNode attribute : shown.path("custom_attributes")) {
        if (attribute.path("attribute_code").asString().equals("url_key")
            && keys.containsKey(store)) {
          ((ObjectNode) attribute).put("value", keys.get(store));
        }
      }
    }
    return shown;
  }

  private static Map<Integer, Map<Integer, Map<String, String>>> groups(Question question) {
    Map<Integer, Map<Integer, Map<String, String>>> groups = new TreeMap<>();
    question
        .parameters()
        .forEach(
            (name, value) -> {
              Matcher filter = FILTER.matcher(name);
              if (filter.matches()) {
                groups
                    .computeIfAbsent(Integer.valueOf(filter.group(1)), _ -> new TreeMap<>())
                    .computeIfAbsent(Integer.valueOf(filter.group(2)), _ -> new TreeMap<>())
                    .put(filter.group(3), value);
              }
            });
    return groups;
  }

  private static boolean holds(String path, ObjectNode node, Map<String, String> condition) {
    String field = Objects.requireNonNull(condition.get("field"));
    String wanted = Objects.requireNonNull(condition.get("value"));
    String value = value(path, node, field);
    return switch (condition.getOrDefault("condition_type", "eq")) {
      case "eq" -> value.equals(wanted);
      case "in" -> List.of(wanted.split(",")).contains(value);
      case "gt" -> compare(value, wanted) > 0;
      case "gteq" -> compare(value, wanted) >= 0;
      default -> throw new IllegalArgumentException(condition.toString());
    };
  }

  private static String value(String path, ObjectNode node, String field) {
    String named = field.equals("entity_id") && !node.has(field) ? "id" : field;
    if (!node.has(named)) {
      throw new IllegalArgumentException("no " + field + " in " + path);
    }
    return node.path(named).asString();
  }

  private static int compare(String one, String other) {
    return one.matches("\\d+") && other.matches("\\d+")
        ? Long.compare(Long.parseLong(one), Long.parseLong(other))
        : one.compareTo(other);
  }
}
