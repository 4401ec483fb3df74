package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.time.Duration;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All variants of a product, up to 2,048, from the GraphQL Admin API: REST gives out a hundred.
@Component
class ShopifyVariants {

  /// More than that many REST does not show.
  private static final int MOST_OF_REST = 100;

  private static final Duration THROTTLED = Duration.ofSeconds(2);

  private static final String QUERY =
      """
      query ($id: ID!, $after: String) {
        product(id: $id) {
          variants(first: 100, after: $after) {
            nodes {
              legacyResourceId sku title price compareAtPrice inventoryQuantity inventoryPolicy
              inventoryItem { tracked } image { url }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
      """;

  private final ShopifyApi api;

  ShopifyVariants(ShopifyApi api) {
    this.api = api;
  }

  /// @return the product with all of them, in the shapes of REST
  JsonFields whole(ShopAccess shop, JsonFields product) throws ShopRefusal {
    String id = product.idOrNull("id");
    if (id == null || product.list("variants").size() < MOST_OF_REST) {
      return product;
    }
    ObjectNode whole = ((ObjectNode) product.node()).deepCopy();
    ArrayNode variants = whole.putArray("variants");
    String after = null;
    do {
      ObjectNode variables = JsonMapper.shared().createObjectNode();
      variables.put("id", "gid://shopify/Product/" + id).put("after", after);
      JsonNode page = asked(shop, variables).path("product").path("variants");
      page.path("nodes").forEach(node -> variants.add(restShaped(node)));
      JsonNode info = page.path("pageInfo");
      after = info.path("hasNextPage").asBoolean(false) ? info.path("endCursor").asString() : null;
    } while (after != null);
    return variants.isEmpty() ? product : new JsonFields(whole, product.path());
  }

  private JsonNode asked(ShopAccess shop, ObjectNode variables) throws ShopRefusal {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("query", QUERY).set("variables", variables);
    JsonNode answer = api.send(shop, "POST", "graphql.json", body).body();
    JsonNode error = answer.path("errors").path(0);
    if (error.isMissingNode()) {
      return answer.path("data");
    }
    String code = error.path("extensions").path("code").asString("");
    if (code.equals("THROTTLED")) {
      throw new ShopRefusal(Reason.BUSY, "GraphQL is throttled", THROTTLED);
    }
    throw new ShopRefusal(
        code.equals("ACCESS_DENIED") ? Reason.READ_ONLY : Reason.FAULTY,
        "variants: " + error.path("message").asString(""));
  }

  private static ObjectNode restShaped(JsonNode node) {
    ObjectNode variant = JsonMapper.shared().createObjectNode();
    variant.set("id", node.path("legacyResourceId"));
    variant.set("sku", node.path("sku"));
    variant.set("title", node.path("title"));
    variant.set("price", node.path("price"));
    variant.set("compare_at_price", node.path("compareAtPrice"));
    variant.set("inventory_quantity", node.path("inventoryQuantity"));
    variant.put(
        "inventory_policy",
        node.path("inventoryPolicy").asString("").toLowerCase(java.util.Locale.ROOT));
    boolean tracked = node.path("inventoryItem").path("tracked").asBoolean(false);
    variant.put("inventory_management", tracked ? "shopify" : null);
    variant.set("image_src", node.path("image").path("url"));
    return variant;
  }
}
