package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.Answer;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Platform;
import io.kundig.sources.shops.RecordPage;
import io.kundig.sources.shops.RecordRef;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopRecord;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.Stamp;
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.shopware.Domains.Domain;
import io.kundig.sources.shops.shopware.ShopwareEntities.Entity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Lists of the Admin API. The past goes by the number that each row got when it was made; where
/// there is none, by the time when it was made ([MadeLater]).
@Component
class ShopwarePages {

  private final ShopwareApi api;
  private final Domains domains;
  private final MadeLater madeLater;

  ShopwarePages(ShopwareApi api, Domains domains, MadeLater madeLater) {
    this.api = api;
    this.domains = domains;
    this.madeLater = madeLater;
  }

  RecordPage page(ShopAccess shop, Resource resource, @Nullable String cursor) throws ShopRefusal {
    Entity entity = entity(shop, resource);
    Criteria criteria = whole(shop, resource, entity).counted(cursor == null);
    if (entity.count().isEmpty()) {
      MadeLater.Piece piece = madeLater.after(shop, entity, criteria, cursor);
      return new RecordPage(answers(shop, resource, piece.rows()), piece.next(), piece.total());
    }
    long last = cursor == null ? 0 : Long.parseLong(cursor);
    JsonNode said =
        api.search(
            shop,
            entity.path(),
            criteria.where(Criteria.after(entity.count(), last)).sorted(entity.order()).body());
    List<JsonNode> rows = rows(said);
    return new RecordPage(
        answers(shop, resource, rows), next(entity, rows), cursor == null ? total(said) : null);
  }

  private static @Nullable String next(Entity entity, List<JsonNode> rows) {
    return rows.size() < entity.perPage() ? null : rows.getLast().path(entity.count()).asString("");
  }

  static List<JsonNode> rows(JsonNode said) {
    return said.path("data").valueStream().toList();
  }

  static @Nullable Long total(JsonNode said) {
    return said.path("total").isIntegralNumber() ? said.path("total").asLong() : null;
  }

  private Criteria whole(ShopAccess shop, Resource resource, Entity entity) throws ShopRefusal {
    Criteria criteria = Criteria.of(entity.perPage());
    return ShopwareEntities.own(
        resource, ShopwareEntities.whole(resource, hasCaptures(shop), criteria));
  }

  private Entity entity(ShopAccess shop, Resource resource) throws ShopRefusal {
    return ShopwareEntities.of(resource, hasCaptures(shop));
  }

  private boolean hasCaptures(ShopAccess shop) throws ShopRefusal {
    return Versions.isAtLeast(api.version(shop), 6, 4, 12);
  }

  /// Of products the rows that changed may be variants; then the product is asked for.
  RecordPage changed(ShopAccess shop, Resource resource, Instant after, @Nullable String cursor)
      throws ShopRefusal {
    int page = cursor == null ? 1 : Integer.parseInt(cursor);
    Entity entity = entity(shop, resource);
    Criteria criteria =
        resource == Resource.PRODUCT
            ? Criteria.of(Platform.MOST_ASKED).only("product", "id", "parentId")
            : whole(shop, resource, entity);
    List<JsonNode> rows =
        rows(
            api.search(
                shop,
                entity.path(),
                criteria
                    .where(Criteria.touchedSince(after, entity.parts()))
                    .sorted(entity.order())
                    .page(page)
                    .body()));
    int full = resource == Resource.PRODUCT ? Platform.MOST_ASKED : entity.perPage();
    List<Answer> answers =
        resource == Resource.PRODUCT ? products(shop, owners(rows)) : answers(shop, resource, rows);
    return new RecordPage(answers, rows.size() < full ? null : String.valueOf(page + 1), null);
  }

  private static Set<String> owners(List<JsonNode> rows) {
    Set<String> owners = new LinkedHashSet<>();
    for (JsonNode row : rows) {
      owners.add(row.path("parentId").asString(row.path("id").asString("")));
    }
    return owners;
  }

  List<Answer> ask(ShopAccess shop, Resource resource, Collection<String> ids) throws ShopRefusal {
    List<String> known = ids.stream().filter(id -> id.matches("[0-9a-f]{32}")).sorted().toList();
    List<Answer> answers = new ArrayList<>();
    Set<String> missing = new HashSet<>(ids);
    if (!known.isEmpty()) {
      if (resource == Resource.PRODUCT) {
        List<JsonNode> rows = rows(api.search(shop, "product", ids(known).body()));
        rows.forEach(row -> missing.remove(row.path("id").asString("")));
        answers.addAll(products(shop, owners(rows)));
      } else {
        answers.addAll(found(shop, resource, known));
        answers.forEach(answer -> missing.remove(answer.ref().id()));
      }
    }
    missing.forEach(id -> answers.add(new Answer.Gone(new RecordRef(resource, id))));
    return answers;
  }

  /// Asks for one, with all that is ever asked for.
  void checkRights(ShopAccess shop, Resource resource) throws ShopRefusal {
    Criteria one =
        ShopwareEntities.own(
            resource, ShopwareEntities.whole(resource, hasCaptures(shop), Criteria.of(1)));
    api.search(shop, entity(shop, resource).path(), one.body());
  }

  private static Criteria ids(Collection<String> ids) {
    return Criteria.of(Platform.MOST_ASKED).ids(ids).only("product", "id", "parentId");
  }

  private List<Answer> products(ShopAccess shop, Set<String> ids) throws ShopRefusal {
    List<Answer> answers = new ArrayList<>();
    List<String> left = new ArrayList<>(ids);
    int perPage = entity(shop, Resource.PRODUCT).perPage();
    while (!left.isEmpty()) {
      List<String> now = left.subList(0, Math.min(perPage, left.size()));
      answers.addAll(found(shop, Resource.PRODUCT, now));
      now.clear();
    }
    return answers;
  }

  private List<Answer> found(ShopAccess shop, Resource resource, Collection<String> ids)
      throws ShopRefusal {
    Criteria criteria =
        ShopwareEntities.whole(
            resource, hasCaptures(shop), Criteria.of(Platform.MOST_ASKED).ids(ids));
    return answers(
        shop, resource, rows(api.search(shop, entity(shop, resource).path(), criteria.body())));
  }

  StampPage stamps(ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor)
      throws ShopRefusal {
    int page = cursor == null ? 1 : Integer.parseInt(cursor);
    Entity entity = entity(shop, resource);
    Criteria criteria =
        ShopwareEntities.own(
            resource,
            ShopwareEntities.stamps(
                resource, hasCaptures(shop), Criteria.of(entity.perPage()).page(page)));
    List<JsonNode> rows =
        rows(
            api.search(
                shop,
                entity.path(),
                criteria
                    .where(Criteria.since("createdAt", madeAfter))
                    .sorted(entity.order())
                    .body()));
    List<Stamp> stamps = new ArrayList<>();
    for (JsonNode row : rows) {
      try {
        JsonFields fields = new JsonFields(row, resource.code());
        if (stands(resource, fields)) {
          stamps.add(new Stamp(fields.id("id"), modifiedAt(resource, fields)));
        }
      } catch (Unreadable e) {
        // Without an id it cannot be asked for either.
      }
    }
    return new StampPage(stamps, rows.size() < entity.perPage() ? null : String.valueOf(page + 1));
  }

  private static Instant modifiedAt(Resource resource, JsonFields fields) throws Unreadable {
    return switch (resource) {
      case CUSTOMER -> ShopwareCustomers.modifiedAt(fields);
      case ORDER -> ShopwareOrders.modifiedAt(fields);
      case COUPON -> ShopwarePromotions.modifiedAt(fields);
      case PRODUCT, SUBSCRIBER -> Times.of(fields);
    };
  }

  private static boolean stands(Resource resource, JsonFields fields) {
    return switch (resource) {
      case CUSTOMER -> ShopwareCustomers.isAccount(fields);
      case COUPON -> ShopwarePromotions.isCoupon(fields);
      case ORDER, PRODUCT, SUBSCRIBER -> true;
    };
  }

  private List<Answer> answers(ShopAccess shop, Resource resource, List<JsonNode> rows)
      throws ShopRefusal {
    List<Domain> known = resource == Resource.PRODUCT ? domains.of(shop) : List.of();
    List<Answer> answers = new ArrayList<>();
    for (JsonNode row : rows) {
      JsonFields record = new JsonFields(row, resource.code());
      String id = record.idOrNull("id");
      if (id != null) {
        answers.add(answer(new RecordRef(resource, id), record, known));
      }
    }
    return answers;
  }

  private static Answer answer(RecordRef ref, JsonFields record, List<Domain> domains) {
    if (!stands(ref.resource(), record)) {
      return new Answer.Gone(ref);
    }
    try {
      return new Answer.Found(read(ref.resource(), record, domains));
    } catch (Unreadable e) {
      return new Answer.Garbled(
          ref,
          ref.resource().code() + Shopware.ANSWER,
          record.node().toString().getBytes(StandardCharsets.UTF_8),
          e);
    }
  }

  private static ShopRecord read(Resource resource, JsonFields record, List<Domain> domains)
      throws Unreadable {
    return switch (resource) {
      case CUSTOMER -> ShopwareCustomers.read(record);
      case ORDER -> ShopwareOrders.read(record);
      case PRODUCT -> ShopwareProducts.read(record, domains);
      case COUPON -> ShopwarePromotions.read(record);
      case SUBSCRIBER -> ShopwareCustomers.subscriber(record);
    };
  }
}
