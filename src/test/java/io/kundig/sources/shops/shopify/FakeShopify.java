package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.FakeShop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A Shopify shop as the documentation of its REST Admin API and webhooks describes it: times by
/// the second, lists by id and by `page_info`, orders that hold their refunds, tokens of a day, a
/// bucket of calls, webhooks that are taken away and signed with the app's secret.
public final class FakeShopify extends FakeShop {

  public static final String APP = "c0ffee";
  public static final String SECRET = "shpss_test";
  public static final Map<String, String> KEYS = Map.of("clientId", APP, "clientSecret", SECRET);

  private static final tools.jackson.databind.json.JsonMapper JSON =
      tools.jackson.databind.json.JsonMapper.shared();
  private static final String BASE = "/admin/api/2026-07/";

  /// Over all shops of a test, so that their orders have numbers of their own.
  private static final AtomicLong LAST_ID = new AtomicLong(5_000_000_000_000L);

  private final Map<String, TreeMap<Long, ObjectNode>> records = new TreeMap<>();
  private final TreeMap<Long, ObjectNode> hooks = new TreeMap<>();
  private final Map<String, List<ObjectNode>> cursors = new HashMap<>();

  /// The shop's own clock; it counts whole seconds.
  public Instant now;

  public List<String> scopes = List.of("read_customers", "read_orders", "write_products");

  /// Topics that want a permission which the app has not.
  public List<String> forbidden = List.of();

  /// Tokens that were traded, and the one that is good.
  public int tokens;

  private String token = "shpat_forever";

  public FakeShopify(Instant now) {
    this.now = now;
    for (String resource : List.of("orders", "customers", "products")) {
      records.put(resource, new TreeMap<>());
    }
  }

  // What people do in the shop.

  public synchronized long create(String resource, Consumer<ObjectNode> fields) {
    long id = LAST_ID.incrementAndGet();
    ObjectNode node = JSON.createObjectNode().put("id", id);
    node.put("created_at", time(now)).put("updated_at", time(now));
    fields.accept(node);
    all(resource).put(id, node);
    notify(resource + "/create", node);
    return id;
  }

  public synchronized void change(String resource, long id, Consumer<ObjectNode> fields) {
    ObjectNode node = get(resource, id);
    fields.accept(node);
    node.put("updated_at", time(now));
    notify(resource + (resource.equals("orders") ? "/updated" : "/update"), node);
  }

  public synchronized void delete(String resource, long id) {
    all(resource).remove(id);
    notify(resource + "/delete", JSON.createObjectNode().put("id", id));
  }

  public synchronized void refund(long order, String amount) {
    ObjectNode refund = JSON.createObjectNode().put("id", LAST_ID.incrementAndGet());
    refund.put("order_id", order).put("created_at", time(now)).put("processed_at", time(now));
    refund
        .putArray("transactions")
        .addObject()
        .put("kind", "refund")
        .put("status", "success")
        .put("amount", amount);
    change("orders", order, it -> it.withArray("refunds").add(refund));
    notify("refunds/create", refund);
  }

  /// Signs up, or off, without any further change of the customer.
  public synchronized void consent(long customer, String state) {
    ObjectNode node = get("customers", customer);
    node.putObject("email_marketing_consent")
        .put("state", state)
        .put("opt_in_level", "confirmed_opt_in")
        .put("consent_updated_at", time(now));
    ObjectNode said = JSON.createObjectNode().put("customer_id", customer);
    said.set("email_marketing_consent", node.get("email_marketing_consent"));
    notify("customers_email_marketing_consent/update", said);
  }

  /// The same of messages to the telephone.
  public synchronized void sms(long customer, String state) {
    ObjectNode node = get("customers", customer);
    node.putObject("sms_marketing_consent")
        .put("state", state)
        .put("opt_in_level", "single_opt_in")
        .put("consent_collected_from", "SHOPIFY")
        .put("consent_updated_at", time(now));
    ObjectNode said = JSON.createObjectNode().put("customer_id", customer);
    said.set("sms_marketing_consent", node.get("sms_marketing_consent"));
    notify("customers_marketing_consent/update", said);
  }

  /// What Shopify does after too many failures.
  public synchronized void dropHooks() {
    hooks.clear();
  }

  /// As when the app's permissions change.
  public synchronized void endToken() {
    token = "ended";
  }

  // What it is now.

  public synchronized Map<Long, ObjectNode> standing(String resource) {
    return new TreeMap<>(all(resource));
  }

  public synchronized List<ObjectNode> hooks() {
    return List.copyOf(hooks.values());
  }

  public synchronized ObjectNode get(String resource, long id) {
    return Objects.requireNonNull(all(resource).get(id));
  }

  private TreeMap<Long, ObjectNode> all(String resource) {
    return Objects.requireNonNull(records.get(resource));
  }

  /// With a zone, as Shopify writes it.
  private static String time(Instant at) {
    return Instant.ofEpochSecond(at.getEpochSecond() + 7200).toString().replace("Z", "+02:00");
  }

  // Webhooks.

  public synchronized void notify(String topic, ObjectNode payload) {
    for (ObjectNode hook : hooks.values()) {
      if (hook.path("topic").asString().equals(topic)) {
        happens(signed(URI.create(hook.path("address").asString()), topic, payload.toString()));
      }
    }
  }

  public Delivery signed(URI target, String topic, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Delivery(
        target,
        Map.of(
            "Content-Type",
            "application/json",
            "X-Shopify-Topic",
            topic,
            "X-Shopify-API-Version",
            "2026-07",
            "X-Shopify-Webhook-Id",
            UUID.randomUUID().toString(),
            "X-Shopify-Hmac-SHA256",
            signature(body)),
        body);
  }

  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  // The API.

  @Override
  protected synchronized Reply answer(Question question) {
    if (question.path().equals("/admin/oauth/access_token")) {
      return trade((ObjectNode) JSON.readTree(question.body()));
    }
    if (!token.equals(question.headers().get("x-shopify-access-token"))) {
      return error(401, "[API] Invalid API key or access token");
    }
    if (question.path().equals("/admin/oauth/access_scopes.json")) {
      ArrayNode list = JSON.createArrayNode();
      scopes.forEach(scope -> list.addObject().put("handle", scope));
      return wrapped("access_scopes", list);
    }
    if (!question.path().startsWith(BASE)) {
      return error(404, "Not Found");
    }
    String path = question.path().substring(BASE.length()).replace(".json", "");
    return switch (path.split("/")[0]) {
      case "shop" -> Reply.json("{\"shop\":{\"name\":\"Kaffee\",\"currency\":\"EUR\"}}");
      case "webhooks" -> webhooks(question, path);
      case "graphql" -> graphql((ObjectNode) JSON.readTree(question.body()));
      case "orders", "customers", "products" -> list(path, question.parameters());
      default -> error(404, "Not Found");
    };
  }

  private Reply trade(ObjectNode asked) {
    if (!asked.path("client_id").asString().equals(APP)
        || !asked.path("client_secret").asString().equals(SECRET)) {
      return error(400, "invalid_client");
    }
    tokens++;
    token = "shpat_" + tokens;
    return Reply.json("{\"access_token\":\"" + token + "\",\"expires_in\":86399}");
  }

  private static Reply error(int status, String message) {
    ObjectNode body = JSON.createObjectNode().put("errors", message);
    return new Reply(status, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Reply wrapped(String name, ArrayNode list) {
    ObjectNode body = JSON.createObjectNode();
    body.set(name, list);
    return Reply.json(body.toString());
  }

  /// The variants of one product, a hundred at once.
  private Reply graphql(ObjectNode asked) {
    String gid = asked.path("variables").path("id").asString();
    String after = asked.path("variables").path("after").asString("0");
    ArrayNode all =
        (ArrayNode)
            get("products", Long.parseLong(gid.substring(gid.lastIndexOf('/') + 1)))
                .path("variants");
    ObjectNode body = JSON.createObjectNode();
    ObjectNode page = body.putObject("data").putObject("product").putObject("variants");
    ArrayNode nodes = page.putArray("nodes");
    int from = Integer.parseInt(after);
    for (int i = from; i < Math.min(from + 100, all.size()); i++) {
      ObjectNode node = nodes.addObject();
      node.put("legacyResourceId", all.get(i).path("id").asString());
      node.set("title", all.get(i).path("title"));
      node.set("price", all.get(i).path("price"));
      node.set("inventoryQuantity", all.get(i).path("inventory_quantity"));
      node.put("inventoryPolicy", "DENY").putObject("inventoryItem").put("tracked", true);
    }
    boolean more = from + 100 < all.size();
    page.putObject("pageInfo").put("hasNextPage", more).put("endCursor", "" + (from + 100));
    return Reply.json(body.toString());
  }

  private Reply list(String path, Map<String, String> parameters) {
    String resource = path.split("/")[0];
    if (path.endsWith("/count")) {
      return Reply.json("{\"count\":" + all(resource).size() + "}");
    }
    List<ObjectNode> found = found(resource, parameters);
    int size = Integer.parseInt(parameters.getOrDefault("limit", "50"));
    ArrayNode list = JSON.createArrayNode();
    found.stream().limit(size).map(FakeShopify::shown).forEach(list::add);
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Shopify-API-Version", "2026-07");
    headers.put("X-Shopify-Shop-Api-Call-Limit", "2/40");
    if (found.size() > size && !parameters.containsKey("since_id")) {
      String cursor = UUID.randomUUID().toString();
      cursors.put(cursor, new ArrayList<>(found.subList(size, found.size())));
      headers.put(
          "Link",
          "<%s/x.json?limit=%d&page_info=%s>; rel=\"next\"".formatted(address(), size, cursor));
    }
    ObjectNode body = JSON.createObjectNode();
    body.set(resource, list);
    return new Reply(200, headers, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Of a product's variants REST shows a hundred.
  private static ObjectNode shown(ObjectNode record) {
    if (record.path("variants").size() <= 100) {
      return record;
    }
    ObjectNode cut = record.deepCopy();
    ArrayNode variants = cut.withArray("variants");
    while (variants.size() > 100) {
      variants.remove(variants.size() - 1);
    }
    return cut;
  }

  private List<ObjectNode> found(String resource, Map<String, String> parameters) {
    String cursor = parameters.get("page_info");
    if (cursor != null) {
      if (parameters.containsKey("status") || parameters.containsKey("updated_at_min")) {
        throw new IllegalStateException("page_info goes with limit and fields alone");
      }
      return Objects.requireNonNull(cursors.get(cursor));
    }
    List<ObjectNode> found = new ArrayList<>(all(resource).values());
    if (resource.equals("orders") && !"any".equals(parameters.get("status"))) {
      found.removeIf(order -> order.has("cancelled_at"));
    }
    long since = Long.parseLong(parameters.getOrDefault("since_id", "0"));
    found.removeIf(node -> node.path("id").asLong() <= since);
    String ids = parameters.get("ids");
    if (ids != null) {
      found.removeIf(node -> !List.of(ids.split(",")).contains(node.path("id").asString()));
    }
    keepAfter(found, "updated_at", parameters.get("updated_at_min"));
    keepAfter(found, "created_at", parameters.get("created_at_min"));
    found.sort(Comparator.comparing(node -> node.path("id").asLong()));
    return found;
  }

  private static void keepAfter(
      List<ObjectNode> found, String field, @org.jspecify.annotations.Nullable String after) {
    if (after != null) {
      Instant from = Instant.parse(after);
      found.removeIf(
          node ->
              java.time.OffsetDateTime.parse(node.path(field).asString())
                  .toInstant()
                  .isBefore(from));
    }
  }

  private Reply webhooks(Question question, String path) {
    return switch (question.method()) {
      case "GET" -> {
        ArrayNode list = JSON.createArrayNode();
        hooks.values().forEach(list::add);
        yield wrapped("webhooks", list);
      }
      case "POST" -> {
        ObjectNode hook = (ObjectNode) JSON.readTree(question.body()).path("webhook");
        String topic = hook.path("topic").asString();
        if (forbidden.contains(topic)) {
          yield error(403, "This action requires merchant approval for a scope");
        }
        if (topic.matches("customers/(redact|data_request)|shop/.*")) {
          yield error(422, "Invalid topic specified");
        }
        long id = LAST_ID.incrementAndGet();
        hooks.put(id, hook.put("id", id));
        ObjectNode body = JSON.createObjectNode();
        body.set("webhook", hook);
        yield new Reply(201, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
      }
      case "DELETE" -> {
        hooks.remove(Long.parseLong(path.split("/")[1]));
        yield Reply.json("{}");
      }
      default -> error(404, "Not Found");
    };
  }
}
