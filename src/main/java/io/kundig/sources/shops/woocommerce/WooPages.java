package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.Answer;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.RecordPage;
import io.kundig.sources.shops.RecordRef;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.Stamp;
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Lists of `/wc/v3`. They are cut by position, which shifts when a record is deleted meanwhile; so
/// each piece of the history begins with the last record of the one before, and where that stands
/// elsewhere now, the piece begins earlier.
@Component
class WooPages {

  private static final int PER_PAGE = 100;
  private static final int STEP_BACK = 50;

  private final WooApi api;

  WooPages(WooApi api) {
    this.api = api;
  }

  RecordPage page(ShopAccess shop, Resource resource, @Nullable String cursor) throws ShopRefusal {
    Place place = Place.parse(cursor);
    for (long offset = Math.max(0, place.seen - 1); ; offset = Math.max(0, offset - STEP_BACK)) {
      Reply reply =
          api.get(
              shop,
              list(resource, "orderby=id&order=asc&offset=" + offset + "&per_page=" + PER_PAGE));
      List<JsonNode> listed = listed(reply);
      long last = place.lastId;
      if (offset > 0 && (listed.isEmpty() || idOf(listed.getFirst()) > last)) {
        continue;
      }
      List<JsonNode> fresh = listed.stream().filter(node -> idOf(node) > last).toList();
      long reached = fresh.isEmpty() ? last : idOf(fresh.getLast());
      String next =
          listed.size() < PER_PAGE ? null : new Place(offset + listed.size(), reached).toString();
      return new RecordPage(answers(shop, resource, fresh), next, reply.number("x-wp-total"));
    }
  }

  /// Customers cannot be asked for by the time of their change; there the newest are looked at.
  RecordPage changed(ShopAccess shop, Resource resource, Instant after, @Nullable String cursor)
      throws ShopRefusal {
    int page = cursor == null ? 1 : Integer.parseInt(cursor);
    String order =
        resource == Resource.CUSTOMER
            ? "orderby=registered_date&order=desc"
            : "orderby=id&order=asc&dates_are_gmt=true&modified_after=" + written(after);
    Reply reply = api.get(shop, list(resource, order + "&per_page=" + PER_PAGE + "&page=" + page));
    List<JsonNode> listed = listed(reply);
    List<Answer> answers = answers(shop, resource, listed);
    boolean more = listed.size() == PER_PAGE;
    if (resource == Resource.CUSTOMER && more) {
      more = isAfter(listed.getLast(), after);
    }
    return new RecordPage(
        answers, more ? String.valueOf(page + 1) : null, reply.number("x-wp-total"));
  }

  private static boolean isAfter(JsonNode customer, Instant after) {
    try {
      return new JsonFields(customer, "customer").time("date_created_gmt").isAfter(after);
    } catch (Unreadable e) {
      return false;
    }
  }

  List<Answer> ask(ShopAccess shop, Resource resource, Collection<String> ids) throws ShopRefusal {
    List<String> numbers = ids.stream().filter(id -> id.matches("\\d{1,18}")).sorted().toList();
    List<Answer> answers = new ArrayList<>();
    Set<String> missing = new HashSet<>(ids);
    if (!numbers.isEmpty()) {
      String include = WooApi.encoded(String.join(",", numbers));
      String role = resource == Resource.CUSTOMER ? "&role=all" : "";
      Reply reply =
          api.get(shop, list(resource, "include=" + include + role + "&per_page=" + PER_PAGE));
      for (Answer answer : answers(shop, resource, listed(reply))) {
        missing.remove(answer.ref().id());
        answers.add(answer);
      }
    }
    missing.forEach(id -> answers.add(new Answer.Gone(new RecordRef(resource, id))));
    return answers;
  }

  StampPage stamps(ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor)
      throws ShopRefusal {
    int page = cursor == null ? 1 : Integer.parseInt(cursor);
    String after =
        resource == Resource.CUSTOMER ? "" : "&dates_are_gmt=true&after=" + written(madeAfter);
    Reply reply =
        api.get(
            shop,
            list(
                resource,
                "orderby=id&order=asc&_fields=id,date_modified_gmt"
                    + after
                    + "&per_page="
                    + PER_PAGE
                    + "&page="
                    + page));
    List<Stamp> stamps = new ArrayList<>();
    for (JsonNode node : listed(reply)) {
      try {
        JsonFields fields = new JsonFields(node, resource.code());
        stamps.add(new Stamp(fields.id("id"), fields.timeOrNull("date_modified_gmt")));
      } catch (Unreadable e) {
        // Without an id it cannot be asked for either.
      }
    }
    return new StampPage(stamps, stamps.size() < PER_PAGE ? null : String.valueOf(page + 1));
  }

  private static String list(Resource resource, String query) {
    String all = resource == Resource.ORDER || resource == Resource.PRODUCT ? "status=any&" : "";
    return resource.code() + "s?" + all + query;
  }

  private static List<JsonNode> listed(Reply reply) throws ShopRefusal {
    if (!reply.body().isArray()) {
      throw new ShopRefusal(ShopRefusal.Reason.NO_SHOP, "it does not answer with a list");
    }
    return reply.body().valueStream().toList();
  }

  private static long idOf(JsonNode record) {
    return record.path("id").asLong(0);
  }

  private static String written(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
  }

  private List<Answer> answers(ShopAccess shop, Resource resource, List<JsonNode> listed)
      throws ShopRefusal {
    List<Answer> answers = new ArrayList<>();
    for (JsonNode node : listed) {
      JsonFields record = new JsonFields(node, resource.code());
      String id = record.idOrNull("id");
      if (id != null) {
        answers.add(answer(shop, new RecordRef(resource, id), record));
      }
    }
    return answers;
  }

  private Answer answer(ShopAccess shop, RecordRef ref, JsonFields record) throws ShopRefusal {
    try {
      return switch (ref.resource()) {
        case ORDER -> order(shop, ref, record);
        case CUSTOMER -> new Answer.Found(WooCustomers.read(record));
        case PRODUCT -> new Answer.Found(WooProducts.read(record, variations(shop, record)));
        case COUPON -> new Answer.Found(WooCoupons.read(record));
        case SUBSCRIBER -> throw new IllegalStateException(ref + " is not asked for");
      };
    } catch (Unreadable e) {
      return new Answer.Garbled(
          ref,
          ref.resource().code() + ".updated",
          record.node().toString().getBytes(StandardCharsets.UTF_8),
          e);
    }
  }

  private Answer order(ShopAccess shop, RecordRef ref, JsonFields order)
      throws ShopRefusal, Unreadable {
    if (WooOrders.isDraft(order) || WooOrders.isInBin(order)) {
      return new Answer.Gone(ref);
    }
    List<JsonFields> refunds =
        WooOrders.hasRefunds(order)
            ? all(shop, "orders/" + ref.id() + "/refunds?", "order.refunds")
            : List.of();
    return new Answer.Found(WooOrders.read(order, refunds));
  }

  private List<JsonFields> variations(ShopAccess shop, JsonFields product)
      throws ShopRefusal, Unreadable {
    return WooProducts.hasVariations(product)
        ? all(shop, "products/" + product.id("id") + "/variations?", "product.variations")
        : List.of();
  }

  private List<JsonFields> all(ShopAccess shop, String path, String name) throws ShopRefusal {
    List<JsonFields> all = new ArrayList<>();
    for (int page = 1; ; page++) {
      Reply reply =
          api.get(shop, path + "orderby=id&order=asc&per_page=" + PER_PAGE + "&page=" + page);
      if (reply.isGone()) {
        return all;
      }
      List<JsonNode> listed = listed(reply);
      listed.forEach(node -> all.add(new JsonFields(node, name)));
      if (listed.size() < PER_PAGE) {
        return all;
      }
    }
  }

  /// @param seen how many records stood up to the last one
  private record Place(long seen, long lastId) {

    static Place parse(@Nullable String cursor) {
      if (cursor == null) {
        return new Place(0, 0);
      }
      String[] parts = cursor.split(":", 2);
      return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    @Override
    public String toString() {
      return seen + ":" + lastId;
    }
  }
}
