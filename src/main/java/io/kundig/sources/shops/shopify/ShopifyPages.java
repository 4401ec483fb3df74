package io.kundig.sources.shops.shopify;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Lists of the REST Admin API. The past goes by the last id seen (`since_id`), a cursor that
/// neither expires nor shifts; changes by Shopify's own (`page_info` of the Link header).
@Component
class ShopifyPages {

  private static final int PER_PAGE = 250;
  private static final Pattern NEXT =
      Pattern.compile("<[^>]*[?&]page_info=([^&>]+)[^>]*>;\\s*rel=\"?next\"?");

  private final ShopifyApi api;
  private final ShopifyVariants variants;

  ShopifyPages(ShopifyApi api, ShopifyVariants variants) {
    this.api = api;
    this.variants = variants;
  }

  RecordPage page(ShopAccess shop, Resource resource, @Nullable String cursor) throws ShopRefusal {
    String since = cursor == null ? "0" : cursor;
    List<JsonNode> listed = listed(api.get(shop, list(resource, "since_id=" + since)), resource);
    return new RecordPage(
        answers(shop, resource, listed),
        lastId(listed),
        cursor == null ? count(shop, resource) : null);
  }

  /// Null: this was the last page.
  private static @Nullable String lastId(List<JsonNode> listed) {
    return listed.size() < PER_PAGE ? null : listed.getLast().path("id").asString("");
  }

  private @Nullable Long count(ShopAccess shop, Resource resource) throws ShopRefusal {
    JsonNode count =
        api.get(shop, resource.code() + "s/count.json" + all(resource, "?")).body().path("count");
    return count.isIntegralNumber() ? count.asLong() : null;
  }

  RecordPage changed(ShopAccess shop, Resource resource, Instant after, @Nullable String cursor)
      throws ShopRefusal {
    Reply reply =
        api.get(
            shop,
            cursor == null
                ? list(resource, "updated_at_min=" + written(after))
                : resource.code() + "s.json?limit=" + PER_PAGE + "&page_info=" + cursor);
    return new RecordPage(
        answers(shop, resource, listed(reply, resource)), next(reply.headers().get("link")), null);
  }

  static @Nullable String next(@Nullable String link) {
    Matcher matcher = NEXT.matcher(link == null ? "" : link);
    return matcher.find() ? matcher.group(1) : null;
  }

  List<Answer> ask(ShopAccess shop, Resource resource, Collection<String> ids) throws ShopRefusal {
    List<String> numbers = ids.stream().filter(id -> id.matches("\\d{1,19}")).sorted().toList();
    List<Answer> answers = new ArrayList<>();
    Set<String> missing = new HashSet<>(ids);
    if (!numbers.isEmpty()) {
      Reply reply = api.get(shop, list(resource, "ids=" + String.join(",", numbers)));
      for (Answer answer : answers(shop, resource, listed(reply, resource))) {
        missing.remove(answer.ref().id());
        answers.add(answer);
      }
    }
    missing.forEach(id -> answers.add(new Answer.Gone(new RecordRef(resource, id))));
    return answers;
  }

  StampPage stamps(ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor)
      throws ShopRefusal {
    String since = cursor == null ? "0" : cursor;
    List<JsonNode> listed =
        listed(
            api.get(
                shop,
                list(
                    resource,
                    "fields=id,updated_at&created_at_min="
                        + written(madeAfter)
                        + "&since_id="
                        + since)),
            resource);
    List<Stamp> stamps = new ArrayList<>();
    for (JsonNode node : listed) {
      try {
        JsonFields fields = new JsonFields(node, resource.code());
        stamps.add(new Stamp(fields.id("id"), fields.timeOrNull("updated_at")));
      } catch (Unreadable e) {
        // Without an id it cannot be asked for either.
      }
    }
    return new StampPage(stamps, lastId(listed));
  }

  private static String list(Resource resource, String query) {
    return resource.code() + "s.json?limit=" + PER_PAGE + "&" + query + all(resource, "&");
  }

  /// Else only orders that are open.
  private static String all(Resource resource, String separator) {
    return resource == Resource.ORDER ? separator + "status=any" : "";
  }

  private static List<JsonNode> listed(Reply reply, Resource resource) throws ShopRefusal {
    JsonNode listed = reply.body().path(resource.code() + "s");
    if (!listed.isArray()) {
      throw new ShopRefusal(ShopRefusal.Reason.NO_SHOP, "it does not answer with a list");
    }
    return listed.valueStream().toList();
  }

  private static String written(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
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
      return new Answer.Found(
          switch (ref.resource()) {
            case ORDER -> ShopifyOrders.read(record);
            case CUSTOMER -> ShopifyCustomers.read(record);
            case PRODUCT -> ShopifyProducts.read(variants.whole(shop, record), shop.address());
            case COUPON, SUBSCRIBER -> throw new IllegalStateException(ref + " is not asked for");
          });
    } catch (Unreadable e) {
      return new Answer.Garbled(
          ref,
          ref.resource().code() + "s/update",
          record.node().toString().getBytes(StandardCharsets.UTF_8),
          e);
    }
  }
}
