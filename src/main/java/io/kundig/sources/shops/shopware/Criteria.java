package io.kundig.sources.shops.shopware;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A question in Shopware's words: what is to be found, in which order, and with what.
final class Criteria {

  /// As Shopware's database keeps it, which is compared as text by some of them.
  private static final DateTimeFormatter STORED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final ObjectNode body = JsonMapper.shared().createObjectNode();

  static Criteria of(int limit) {
    Criteria criteria = new Criteria();
    criteria.body.put("limit", limit);
    return criteria;
  }

  Criteria page(int page) {
    body.put("page", page);
    return this;
  }

  /// With the number of all that are found.
  Criteria counted(boolean counted) {
    body.put("total-count-mode", counted ? 1 : 0);
    return this;
  }

  Criteria ids(Collection<String> ids) {
    ids.forEach(body.withArray("ids")::add);
    return this;
  }

  Criteria sorted(List<String> fields) {
    for (String field : fields) {
      body.withArray("sort").addObject().put("field", field).put("order", "ASC");
    }
    return this;
  }

  Criteria where(ObjectNode filter) {
    body.withArray("filter").add(filter);
    return this;
  }

  /// @param path of nested parts, such as `deliveries.stateMachineState`
  Criteria with(String path) {
    associations(path);
    return this;
  }

  Criteria with(String path, ObjectNode filter) {
    associations(path).withArray("filter").add(filter);
    return this;
  }

  private ObjectNode associations(String path) {
    ObjectNode node = body;
    for (String part : path.split("\\.")) {
      node = node.withObjectProperty("associations").withObjectProperty(part);
    }
    return node;
  }

  /// Of these entities only these fields.
  Criteria only(String entity, String... fields) {
    ArrayNode list = body.withObjectProperty("includes").withArrayProperty(entity);
    for (String field : fields) {
      list.add(field);
    }
    return this;
  }

  ObjectNode body() {
    return body;
  }

  static ObjectNode equal(String field, @Nullable Object value) {
    ObjectNode filter = filter("equals", field);
    filter.set("value", JsonMapper.shared().valueToTree(value));
    return filter;
  }

  static ObjectNode after(String field, long number) {
    ObjectNode filter = filter("range", field);
    filter.putObject("parameters").put("gt", number);
    return filter;
  }

  static ObjectNode since(String field, Instant time) {
    ObjectNode filter = filter("range", field);
    filter.putObject("parameters").put("gte", STORED.format(time));
    return filter;
  }

  /// What was made or changed since then, in any of these parts.
  ///
  /// @param parts empty text: the entity itself
  static ObjectNode touchedSince(Instant time, List<String> parts) {
    ObjectNode filter = JsonMapper.shared().createObjectNode();
    filter.put("type", "multi").put("operator", "or");
    for (String part : parts) {
      String prefix = part.isEmpty() ? "" : part + ".";
      filter.withArray("queries").add(since(prefix + "createdAt", time));
      filter.withArray("queries").add(since(prefix + "updatedAt", time));
    }
    return filter;
  }

  private static ObjectNode filter(String type, String field) {
    return JsonMapper.shared().createObjectNode().put("type", type).put("field", field);
  }
}
