package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.FakeShop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A WooCommerce shop as its REST documentation (v3) and its class `WC_Webhook` describe it: times
/// by the second, ids of deliveries made of webhook and second, deletions that say an id alone, a
/// bin, refunds whose times stand elsewhere, customers that cannot be asked for by the time of a
/// change.
public final class FakeWooCommerce extends FakeShop {

  public static final String KEY = "ck_test";
  public static final String SECRET = "cs_test";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String BASE = "/wp-json/wc/v3/";
  private static final String TRASH = "trash";

  private final Map<String, TreeMap<Long, ObjectNode>> records = new TreeMap<>();
  private final Map<Long, ArrayNode> refunds = new TreeMap<>();
  private final Map<Long, List<ObjectNode>> variations = new TreeMap<>();
  private final TreeMap<Long, ObjectNode> hooks = new TreeMap<>();

  /// Over all shops of a test, so that their orders have numbers of their own.
  private static final java.util.concurrent.atomic.AtomicLong LAST_ID =
      new java.util.concurrent.atomic.AtomicLong(100);

  /// The shop's own clock; it counts whole seconds.
  public Instant now;

  /// Keys that may not write.
  public boolean readOnly;

  /// Whether the web server keeps the Authorization header from WordPress.
  public boolean losesHeader;

  /// The version of the API that webhooks speak: 3, or 0 for the one before v1.
  public int hookVersion = 3;

  /// Pings that were answered with 200.
  public int pings;

  public FakeWooCommerce(Instant now) {
    this.now = now;
    for (String resource : List.of("orders", "customers", "products", "coupons")) {
      records.put(resource, new TreeMap<>());
    }
  }

  // What people do in the shop.

  public synchronized long create(String resource, Consumer<ObjectNode> fields) {
    long id = LAST_ID.incrementAndGet();
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id);
    node.put("date_created_gmt", time(now));
    node.put("date_modified_gmt", time(now));
    fields.accept(node);
    all(resource).put(id, node);
    notify(resource, "created", node);
    return id;
  }

  public synchronized void change(String resource, long id, Consumer<ObjectNode> fields) {
    ObjectNode node = get(resource, id);
    fields.accept(node);
    node.put("date_modified_gmt", time(now));
    notify(resource, "updated", node);
  }

  /// What WordPress does with an e-mail address: the time of the change stays.
  public synchronized void changeWithoutTime(
      String resource, long id, Consumer<ObjectNode> fields) {
    ObjectNode node = get(resource, id);
    fields.accept(node);
    notify(resource, "updated", node);
  }

  public synchronized void bin(String resource, long id) {
    ObjectNode node = get(resource, id);
    node.put("status before", node.path("status").asString());
    node.put("status", TRASH);
    notify(resource, "deleted", JSON.createObjectNode().put("id", id));
  }

  public synchronized void restore(String resource, long id) {
    ObjectNode node = get(resource, id);
    node.set("status", node.remove("status before"));
    node.put("date_modified_gmt", time(now));
    notify(resource, "restored", node);
  }

  public synchronized void delete(String resource, long id) {
    all(resource).remove(id);
    notify(resource, "deleted", JSON.createObjectNode().put("id", id));
  }

  public synchronized void refund(long order, String amount) {
    long id = LAST_ID.incrementAndGet();
    ArrayNode list = refunds.computeIfAbsent(order, _ -> JSON.createArrayNode());
    list.addObject().put("id", id).put("date_created_gmt", time(now)).put("amount", amount);
    change(
        "orders",
        order,
        node -> node.withArray("refunds").addObject().put("id", id).put("total", "-" + amount));
  }

  public synchronized void takeBackRefund(long order) {
    refunds.getOrDefault(order, JSON.createArrayNode()).remove(0);
    change("orders", order, node -> node.withArray("refunds").remove(0));
  }

  public synchronized void addVariation(long product, Consumer<ObjectNode> fields) {
    ObjectNode node = JSON.createObjectNode().put("id", LAST_ID.incrementAndGet());
    fields.accept(node);
    variations.computeIfAbsent(product, _ -> new ArrayList<>()).add(node);
    change("products", product, it -> it.withArray("variations").add(node.path("id").asLong()));
  }

  /// What WooCommerce does after too many failures.
  public synchronized void switchOffHooks() {
    hooks.values().forEach(hook -> hook.put("status", "disabled"));
  }

  // What it is now.

  public synchronized Map<Long, ObjectNode> standing(String resource) {
    Map<Long, ObjectNode> standing = new TreeMap<>(all(resource));
    standing.values().removeIf(FakeWooCommerce::isBinned);
    return standing;
  }

  public synchronized ArrayNode refundsOf(long order) {
    return refunds.getOrDefault(order, JSON.createArrayNode());
  }

  public synchronized List<ObjectNode> hooks() {
    return List.copyOf(hooks.values());
  }

  public synchronized ObjectNode get(String resource, long id) {
    ObjectNode node = all(resource).get(id);
    if (node == null) {
      throw new IllegalStateException("no " + resource + " " + id);
    }
    return node;
  }

  private TreeMap<Long, ObjectNode> all(String resource) {
    return java.util.Objects.requireNonNull(records.get(resource));
  }

  private static boolean isBinned(JsonNode node) {
    return node.path("status").asString("").equals(TRASH);
  }

  private static String time(Instant at) {
    return Instant.ofEpochSecond(at.getEpochSecond()).toString().replace("Z", "");
  }

  // Webhooks.

  private void notify(String resource, String event, JsonNode payload) {
    String single = resource.substring(0, resource.length() - 1);
    String topic = single + "." + event;
    for (ObjectNode hook : hooks.values()) {
      if (hook.path("topic").asString().equals(topic)
          && hook.path("status").asString().equals("active")) {
        JsonNode said =
            hookVersion == 3 || event.equals("deleted")
                ? payload
                : JSON.createObjectNode().set(single, legacy(payload));
        happens(signed(hook, topic, said.toString()));
      }
    }
  }

  /// As the API before v1 said it: other names, and within an object.
  private static ObjectNode legacy(JsonNode payload) {
    ObjectNode legacy = JSON.createObjectNode();
    legacy.set("id", payload.path("id"));
    legacy.put("order_number", payload.path("number").asString(""));
    legacy.put("updated_at", payload.path("date_modified_gmt").asString() + "Z");
    legacy.set("total", payload.path("total"));
    return legacy;
  }

  public Delivery signed(JsonNode hook, String topic, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String id = hook.path("id").asString();
    return new Delivery(
        URI.create(hook.path("delivery_url").asString()),
        Map.of(
            "Content-Type",
            "application/json",
            "X-WC-Webhook-Topic",
            topic,
            "X-WC-Webhook-ID",
            id,
            "X-WC-Webhook-Delivery-ID",
            Integer.toHexString((id + now.getEpochSecond()).hashCode()),
            "X-WC-Webhook-Signature",
            signature(hook.path("secret").asString(), body)),
        body);
  }

  private static String signature(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  // The API.

  @Override
  protected Reply answer(Question question) {
    if (!question.path().startsWith(BASE)) {
      return new Reply(404, Map.of(), new byte[0]);
    }
    boolean writes = !question.method().equals("GET");
    if (!isKnown(question) || (writes && readOnly)) {
      return error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
    }
    String[] path = question.path().substring(BASE.length()).split("/");
    if (path[0].equals("webhooks")) {
      return webhooks(question, path);
    }
    synchronized (this) {
      return switch (path[0]) {
        case "system_status" ->
            Reply.json(
                "{\"environment\":{\"version\":\"9.4.2\"},\"settings\":{\"currency\":\"EUR\"}}");
        case "orders", "customers", "products", "coupons" ->
            path.length == 1
                ? list(path[0], question.parameters())
                : nested(Long.parseLong(path[1]), path.length > 2 ? path[2] : "");
        default -> error(404, "rest_no_route", "No route was found");
      };
    }
  }

  private boolean isKnown(Question question) {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    boolean byHeader = !losesHeader && basic.equals(question.headers().get("authorization"));
    boolean byQuery =
        KEY.equals(question.parameters().get("consumer_key"))
            && SECRET.equals(question.parameters().get("consumer_secret"));
    return byHeader || byQuery;
  }

  private static Reply error(int status, String code, String message) {
    ObjectNode body = JSON.createObjectNode().put("code", code).put("message", message);
    return new Reply(status, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Reply nested(long id, String what) {
    return switch (what) {
      case "refunds" -> Reply.json(refundsOf(id).toString());
      case "variations" -> {
        ArrayNode list = JSON.createArrayNode();
        variations.getOrDefault(id, List.of()).forEach(list::add);
        yield Reply.json(list.toString());
      }
      default -> error(404, "rest_no_route", "No route was found");
    };
  }

  private Reply list(String resource, Map<String, String> parameters) {
    List<ObjectNode> found = new ArrayList<>(standing(resource).values());
    keep(found, parameters.get("include"), parameters);
    if (parameters.containsKey("modified_after") && !resource.equals("customers")) {
      String after = parameters.get("modified_after");
      found.removeIf(node -> node.path("date_modified_gmt").asString().compareTo(after) <= 0);
    }
    if (parameters.containsKey("after")) {
      String after = parameters.get("after");
      found.removeIf(node -> node.path("date_created_gmt").asString().compareTo(after) <= 0);
    }
    if ("registered_date".equals(parameters.get("orderby"))) {
      found.sort(
          Comparator.comparing((ObjectNode node) -> node.path("date_created_gmt").asString())
              .reversed());
    }
    int size = Integer.parseInt(parameters.getOrDefault("per_page", "10"));
    int page = Integer.parseInt(parameters.getOrDefault("page", "1"));
    int offset =
        parameters.containsKey("offset")
            ? Integer.parseInt(parameters.get("offset"))
            : (page - 1) * size;
    ArrayNode list = JSON.createArrayNode();
    found.stream().skip(offset).limit(size).forEach(list::add);
    return new Reply(
        200,
        Map.of(
            "X-WP-Total", String.valueOf(found.size()),
            "X-WP-TotalPages", String.valueOf((found.size() + size - 1) / size)),
        list.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void keep(
      List<ObjectNode> found, @Nullable String include, Map<String, String> parameters) {
    if (include != null) {
      List<String> ids = List.of(include.split(","));
      found.removeIf(node -> !ids.contains(node.path("id").asString()));
    } else if (!"all".equals(parameters.get("role"))) {
      found.removeIf(node -> node.path("role").asString("customer").equals("administrator"));
    }
  }

  private Reply webhooks(Question question, String[] path) {
    return switch (question.method()) {
      case "GET" -> {
        ArrayNode list = JSON.createArrayNode();
        hooks().forEach(list::add);
        yield Reply.json(list.toString());
      }
      case "POST" -> Reply.json(made((ObjectNode) JSON.readTree(question.body())).toString());
      case "PUT" -> {
        ObjectNode hook = java.util.Objects.requireNonNull(hooks.get(Long.parseLong(path[1])));
        hook.setAll((ObjectNode) JSON.readTree(question.body()));
        yield Reply.json(hook.toString());
      }
      case "DELETE" -> {
        hooks.remove(Long.parseLong(path[1]));
        yield Reply.json("{}");
      }
      default -> error(404, "rest_no_route", "No route was found");
    };
  }

  private ObjectNode made(ObjectNode hook) {
    synchronized (this) {
      long id = LAST_ID.incrementAndGet();
      hook.put("id", id);
      hooks.put(id, hook);
    }
    byte[] body = ("webhook_id=" + hook.path("id").asString()).getBytes(StandardCharsets.UTF_8);
    int status =
        send(
            new Delivery(
                URI.create(hook.path("delivery_url").asString()),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                body));
    if (status == 200) {
      pings++;
    }
    return hook;
  }
}
