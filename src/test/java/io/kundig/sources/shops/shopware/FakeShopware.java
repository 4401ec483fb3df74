package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.FakeShop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A Shopware shop as its documentation and its source describe the app system and the Admin API:
/// the handshake of apps, tokens of ten minutes, searches with filters, sorting, pages and
/// associations, times by the millisecond at each row of its own, webhooks that only name records.
public final class FakeShopware extends FakeShop {

  public static final Map<String, String> KEYS =
      Map.of("accessKey", "SWIAINTEGRATION", "secretKey", "aW50ZWdyYXRpb24");

  public static final String GERMAN = "2fbb5fe2e29a4d70aa5854ce7ce3e20b";
  public static final String ENGLISH = "11111111111111111111111111111111";
  public static final String CHANNEL = "22222222222222222222222222222222";

  private static final String LIVE = "0fa91ce3e96a4bc2be4bd9ce752c3425";
  private static final String EURO = "b7d2554b0ce847cd82f3ac9bd1c0dfca";
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final DateTimeFormatter STORED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  /// Fields that are only there when they are asked for.
  private static final Set<String> ASSOCIATIONS =
      Set.of(
          "currency",
          "stateMachineState",
          "orderCustomer",
          "customer",
          "billingAddress",
          "country",
          "lineItems",
          "deliveries",
          "transactions",
          "captures",
          "refunds",
          "defaultBillingAddress",
          "language",
          "locale",
          "children",
          "options",
          "manufacturer",
          "categories",
          "visibilities",
          "seoUrls",
          "discounts",
          "media");

  private static final AtomicLong LAST_NUMBER = new AtomicLong(10_000);

  private final Map<String, TreeMap<String, ObjectNode>> records = new TreeMap<>();
  private final List<ObjectNode> hooks = new ArrayList<>();
  private final Map<String, String> clients = new HashMap<>();
  private final Set<String> tokens = new HashSet<>();
  private final HttpClient browser = HttpClient.newHttpClient();

  /// The shop's own clock.
  public Instant now;

  public String version = "6.6.10.0";
  public String identity = "shop" + LAST_NUMBER.incrementAndGet();

  /// Entities that the app, or the integration, may not read.
  public final Set<String> forbidden = new HashSet<>();

  /// Tokens that were traded.
  public int traded;

  /// What the last registration and confirmation looked like, as an eavesdropper has them.
  public @Nullable HttpRequest registration;

  public @Nullable HttpRequest confirmation;

  /// Whether the app's keys open anything already.
  public boolean active = true;

  /// What happens after some pages of recipients were asked for; null: it has, or nothing does.
  public @Nullable Runnable then;

  public int afterPages;

  private @Nullable String secret;
  private @Nullable String appKey;

  public FakeShopware(Instant now) {
    this.now = now;
    for (String entity :
        List.of("customer", "order", "product", "promotion", "newsletter-recipient", "currency")) {
      records.put(entity, new TreeMap<>());
    }
    clients.put(KEYS.get("accessKey"), KEYS.get("secretKey"));
    all("currency").put(EURO, JSON.createObjectNode().put("id", EURO).put("isoCode", "EUR"));
    records.put("sales-channel-domain", new TreeMap<>());
    domain("33333333333333333333333333333333", "https://shop.example", GERMAN, "de-DE");
    domain("44444444444444444444444444444444", "https://shop.example/en", ENGLISH, "en-GB");
  }

  private void domain(String id, String url, String language, String code) {
    ObjectNode domain = JSON.createObjectNode().put("id", id).put("url", url);
    domain.put("salesChannelId", CHANNEL).put("languageId", language);
    domain.putObject("language").putObject("locale").put("code", code);
    all("sales-channel-domain").put(id, domain);
  }

  // What people do in the shop.

  public static String id() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  public synchronized String create(String entity, Consumer<ObjectNode> fields) {
    String id = id();
    ObjectNode node = row().put("id", id).put("autoIncrement", LAST_NUMBER.incrementAndGet());
    if (entity.equals("order")) {
      node.put("orderNumber", node.path("autoIncrement").asString());
      node.put("orderDateTime", time(now));
    }
    fields.accept(node);
    all(entity).put(id, node);
    written(entity, id, "insert");
    return id;
  }

  /// A row as it is when it is made.
  public ObjectNode row() {
    return JSON.createObjectNode().put("id", id()).put("createdAt", time(now)).putNull("updatedAt");
  }

  public static ObjectNode state(ObjectNode row, String name) {
    row.putObject("stateMachineState").put("technicalName", name);
    return row;
  }

  public synchronized void change(String entity, String id, Consumer<ObjectNode> fields) {
    ObjectNode node = get(entity, id);
    fields.accept(node);
    node.put("updatedAt", time(now));
    written(entity, id, "update");
  }

  /// Of a part of an order: the order's own row stays as it is.
  public synchronized void enter(String order, String part, String state) {
    ObjectNode node = get("order", order);
    ObjectNode row = part.equals("order") ? node : (ObjectNode) node.path(part).path(0);
    state(row, state).put("updatedAt", time(now));
    String of =
        Map.of(
                "order",
                "order",
                "deliveries",
                "order_delivery",
                "transactions",
                "order_transaction")
            .get(part);
    notify("state_enter." + of + ".state." + state, named("order", order));
    if (part.equals("order")) {
      written("order", order, "update");
    }
  }

  public synchronized void delete(String entity, String id) {
    all(entity).remove(id);
    ArrayNode payload = JSON.createArrayNode();
    payload.addObject().put("entity", entity).put("operation", "delete").put("primaryKey", id);
    notify(entity + ".deleted", payload);
  }

  private void written(String entity, String id, String operation) {
    ArrayNode payload = JSON.createArrayNode();
    ObjectNode row = payload.addObject().put("entity", entity).put("operation", operation);
    row.put("primaryKey", id).putArray("updatedFields").add("id");
    if (entity.equals("order")) {
      row.put("versionId", LIVE);
    }
    notify(entity + ".written", payload);
  }

  /// The record under its name, as business events have it.
  public ObjectNode named(String name, String id) {
    String entity = name.equals("newsletterRecipient") ? "newsletter-recipient" : name;
    ObjectNode payload = JSON.createObjectNode();
    payload.set(name, get(entity, id).deepCopy());
    return payload;
  }

  public synchronized void switchHooksOff() {
    hooks.forEach(hook -> hook.put("active", false));
  }

  public synchronized void endTokens() {
    tokens.clear();
  }

  // What it is now.

  public synchronized Map<String, ObjectNode> standing(String entity) {
    return new TreeMap<>(all(entity));
  }

  public synchronized ObjectNode get(String entity, String id) {
    return Objects.requireNonNull(all(entity).get(id));
  }

  public synchronized List<ObjectNode> hooks() {
    return List.copyOf(hooks);
  }

  private TreeMap<String, ObjectNode> all(String entity) {
    return Objects.requireNonNull(records.get(entity), entity);
  }

  public static String time(Instant at) {
    return STORED.format(at).replace(' ', 'T') + "+00:00";
  }

  // The app.

  /// @return the status with which the last request was answered, and what was said
  public record Answered(int status, JsonNode body) {}

  /// What a shop does with the file of an app that is uploaded and installed.
  public Answered install(byte[] zip) {
    String manifest = manifest(zip);
    return install(
        one(manifest, "<registrationUrl>(.*?)</registrationUrl>"),
        one(manifest, "<secret>(.*?)</secret>"),
        manifest);
  }

  private synchronized Answered install(String url, String appSecret, String manifest) {
    Answered offered = register(url, appSecret, address());
    if (offered.status != 200) {
      return offered;
    }
    String proof = hmac(appSecret, identity + address() + "Kundig");
    if (!offered.body.path("proof").asString().equals(proof)) {
      throw new IllegalStateException("The app provided an invalid response");
    }
    String fresh = offered.body.path("secret").asString();
    if (fresh.length() < 64 || fresh.length() > 255) {
      throw new IllegalStateException("a secret of " + fresh.length());
    }
    String key = "SWIA" + id();
    Answered confirmed = confirm(offered.body.path("confirmation_url").asString(), fresh, key);
    if (confirmed.status == 200) {
      clients.remove(String.valueOf(appKey));
      clients.put(key, "secret-of-" + key);
      tokens.clear();
      appKey = key;
      secret = fresh;
      hooks.clear();
      Matcher hook =
          Pattern.compile("<webhook name=\"(.*?)\" url=\"(.*?)\" event=\"(.*?)\"/>")
              .matcher(manifest);
      while (hook.find()) {
        hooks.add(
            row()
                .put("name", hook.group(1))
                .put("url", hook.group(2))
                .put("eventName", hook.group(3))
                .put("active", true));
      }
    }
    return confirmed;
  }

  public Answered register(String url, String appSecret, String shopUrl) {
    String query =
        "shop-id=%s&shop-url=%s&timestamp=%d"
            .formatted(
                identity, URLEncoder.encode(shopUrl, StandardCharsets.UTF_8), now.getEpochSecond());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "?" + query))
            .header("shopware-app-signature", hmac(appSecret, query))
            .header("sw-version", version);
    if (secret != null) {
      request.header("shopware-shop-signature", hmac(secret, query));
    }
    registration = request.build();
    return ask(registration);
  }

  public Answered confirm(String url, String fresh, String key) {
    String body =
        JSON.createObjectNode()
            .put("apiKey", key)
            .put("secretKey", "secret-of-" + key)
            .put("timestamp", String.valueOf(now.getEpochSecond()))
            .put("shopUrl", address())
            .put("shopId", identity)
            .toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("shopware-shop-signature", hmac(fresh, body))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (secret != null) {
      request.header("shopware-shop-signature-previous", hmac(secret, body));
    }
    confirmation = request.build();
    return ask(confirmation);
  }

  public Answered ask(HttpRequest request) {
    try {
      HttpResponse<String> response = browser.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answered(
          response.statusCode(),
          response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Takes the app out again: tells of it, and forgets it.
  public synchronized void remove() {
    notify("app.deleted", JSON.createArrayNode());
    forget();
  }

  /// As a shop whose database was set back.
  public synchronized void forget() {
    clients.remove(String.valueOf(appKey));
    tokens.clear();
    hooks.clear();
    secret = null;
  }

  public static String manifest(byte[] zip) {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals("Kundig/manifest.xml")) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      throw new IllegalStateException("no manifest");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String one(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern);
    }
    return matcher.group(1);
  }

  public static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  // Webhooks.

  public synchronized void notify(String event, JsonNode payload) {
    for (ObjectNode hook : hooks) {
      if (hook.path("eventName").asString().equals(event) && hook.path("active").asBoolean()) {
        happens(signed(event, payload, id()));
      }
    }
  }

  public synchronized Delivery signed(String event, JsonNode payload, String eventId) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode data = body.putObject("data");
    data.set("payload", payload);
    data.put("event", event);
    body.putObject("source")
        .put("url", address())
        .put("appVersion", "1.0.0")
        .put("shopId", identity)
        .put("eventId", eventId);
    body.put("timestamp", now.getEpochSecond());
    String text = body.toString();
    return new Delivery(
        URI.create(hooks.getFirst().path("url").asString()),
        Map.of(
            "Content-Type",
            "application/json",
            "shopware-shop-signature",
            hmac(Objects.requireNonNull(secret), text),
            "sw-version",
            version),
        text.getBytes(StandardCharsets.UTF_8));
  }

  // The API.

  @Override
  protected synchronized Reply answer(Question question) {
    String path = question.path();
    if (path.equals("/api/oauth/token")) {
      return trade(JSON.readTree(question.body()));
    }
    String token = question.headers().getOrDefault("authorization", "").replace("Bearer ", "");
    if (!tokens.contains(token)) {
      return error(401, "9", "The resource owner or authorization server denied the request.");
    }
    if (path.equals("/api/_info/version")) {
      return Reply.json("{\"version\":\"" + version + "\"}");
    }
    if (path.startsWith("/api/webhook/") && question.method().equals("PATCH")) {
      return patch(path.substring("/api/webhook/".length()), JSON.readTree(question.body()));
    }
    if (path.startsWith("/api/search/") && question.method().equals("POST")) {
      return search(
          path.substring("/api/search/".length()), (ObjectNode) JSON.readTree(question.body()));
    }
    return error(404, "0", "No route found");
  }

  private Reply trade(JsonNode asked) {
    String id = asked.path("client_id").asString();
    boolean known =
        asked.path("grant_type").asString().equals("client_credentials")
            && asked.path("client_secret").asString().equals(clients.get(id))
            && (active || !id.equals(appKey));
    if (!known) {
      return error(401, "10", "Client authentication failed");
    }
    traded++;
    String token = "token-" + id();
    tokens.add(token);
    return Reply.json(
        "{\"token_type\":\"Bearer\",\"expires_in\":600,\"access_token\":\"" + token + "\"}");
  }

  private static Reply error(int status, String code, String detail) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("errors")
        .addObject()
        .put("code", code)
        .put("status", String.valueOf(status))
        .put("detail", detail);
    return new Reply(status, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Reply patch(String id, JsonNode body) {
    for (ObjectNode hook : hooks) {
      if (hook.path("id").asString().equals(id)) {
        hook.put("active", body.path("active").asBoolean());
        return new Reply(204, Map.of(), new byte[0]);
      }
    }
    return error(404, "FRAMEWORK__RESOURCE_NOT_FOUND", "no webhook");
  }

  private Reply search(String entity, ObjectNode criteria) {
    if (!entity.equals("webhook") && !records.containsKey(entity)) {
      return error(404, "0", "No route found");
    }
    if (forbidden.contains(entity)) {
      return error(403, "FRAMEWORK__MISSING_PRIVILEGE_ERROR", "{\"missing\":[\"" + entity + "\"]}");
    }
    if (entity.equals("newsletter-recipient") && then != null && --afterPages < 0) {
      Runnable now = then;
      then = null;
      now.run();
    }
    if (criteria.toString().contains("\"captures\"") && version.startsWith("6.4.1.")) {
      return error(404, "FRAMEWORK__ASSOCIATION_NOT_FOUND", "Can not find association captures");
    }
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode record : entity.equals("webhook") ? hooks : all(entity).values()) {
      ObjectNode whole = whole(entity, record);
      if (isWanted(criteria, whole)) {
        found.add(whole);
      }
    }
    found.sort(order(criteria));
    int limit = criteria.path("limit").asInt(10);
    if (limit > 500) {
      return error(400, "FRAMEWORK__QUERY_LIMIT_EXCEEDED", "too many");
    }
    int from = (criteria.path("page").asInt(1) - 1) * limit;
    ObjectNode body = JSON.createObjectNode();
    body.put("total", found.size());
    ArrayNode data = body.putArray("data");
    found.stream()
        .skip(from)
        .limit(limit)
        .forEach(node -> data.add(asked(node, criteria.path("associations"))));
    return Reply.json(body.toString());
  }

  private ObjectNode whole(String entity, ObjectNode record) {
    ObjectNode whole = record.deepCopy();
    if (entity.equals("product")) {
      ArrayNode children = whole.putArray("children");
      all("product").values().stream()
          .filter(it -> it.path("parentId").asString("").equals(record.path("id").asString()))
          .forEach(children::add);
    }
    if (entity.equals("order")) {
      ObjectNode customer =
          all("customer").get(record.path("orderCustomer").path("customerId").asString(""));
      if (customer != null) {
        ((ObjectNode) whole.path("orderCustomer")).set("customer", customer.deepCopy());
      }
    }
    return whole;
  }

  private static boolean isWanted(ObjectNode criteria, ObjectNode record) {
    JsonNode ids = criteria.path("ids");
    boolean byId =
        ids.isEmpty()
            || ids.valueStream().anyMatch(id -> id.asString().equals(record.path("id").asString()));
    return byId && criteria.path("filter").valueStream().allMatch(it -> holds(it, record));
  }

  private static boolean holds(JsonNode filter, ObjectNode record) {
    String type = filter.path("type").asString();
    if (type.equals("multi")) {
      return filter.path("queries").valueStream().anyMatch(query -> holds(query, record));
    }
    List<JsonNode> values = values(record, filter.path("field").asString());
    return switch (type) {
      case "equals" -> values.stream().anyMatch(value -> isEqual(value, filter.path("value")));
      case "range" -> values.stream().anyMatch(value -> isWithin(value, filter.path("parameters")));
      default -> throw new IllegalStateException(type);
    };
  }

  private static boolean isEqual(JsonNode value, JsonNode wanted) {
    boolean nothing = value.isNull() || value.isMissingNode();
    return wanted.isNull() ? nothing : value.asString("").equals(wanted.asString(""));
  }

  private static boolean isWithin(JsonNode value, JsonNode bounds) {
    if (value.isNull() || value.isMissingNode()) {
      return false;
    }
    if (bounds.has("gt")) {
      return value.asLong() > bounds.path("gt").asLong();
    }
    String stored = value.asString().replace('T', ' ').replace("+00:00", "");
    return stored.compareTo(bounds.path("gte").asString()) >= 0;
  }

  /// Of all rows that a path leads to.
  private static List<JsonNode> values(JsonNode from, String path) {
    List<JsonNode> now = List.of(from);
    for (String part : path.split("\\.")) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : now) {
        JsonNode value = node.path(part);
        if (value.isArray()) {
          value.forEach(next::add);
        } else {
          next.add(value);
        }
      }
      now = next;
    }
    return now;
  }

  private static Comparator<ObjectNode> order(ObjectNode criteria) {
    Comparator<ObjectNode> order = Comparator.comparing(node -> 0);
    for (JsonNode sort : criteria.path("sort")) {
      String field = sort.path("field").asString();
      order =
          field.equals("autoIncrement")
              ? order.thenComparing(node -> node.path(field).asLong())
              : order.thenComparing(node -> node.path(field).asString(""));
    }
    return order;
  }

  private static JsonNode asked(JsonNode record, JsonNode associations) {
    if (record.isArray()) {
      ArrayNode list = JSON.createArrayNode();
      record.forEach(item -> list.add(asked(item, associations)));
      return list;
    }
    if (!record.isObject()) {
      return record;
    }
    ObjectNode kept = JSON.createObjectNode();
    record
        .properties()
        .forEach(
            field -> {
              boolean part = ASSOCIATIONS.contains(field.getKey());
              JsonNode within = associations.path(field.getKey());
              if (!part) {
                kept.set(field.getKey(), field.getValue());
              } else if (!within.isMissingNode()) {
                kept.set(field.getKey(), asked(field.getValue(), within.path("associations")));
              }
            });
    return kept;
  }

  @Override
  public void close() {
    super.close();
    browser.close();
  }
}
