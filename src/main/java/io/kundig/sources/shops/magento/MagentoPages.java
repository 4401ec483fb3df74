package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.Answer;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.RecordPage;
import io.kundig.sources.shops.RecordRef;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRecord;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.Stamp;
import io.kundig.sources.shops.StampPage;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.magento.Search.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Lists of Magento's REST API. The past goes by the last id seen. Changes go by the time of the
/// change and within one second by the id: what changes while they are read moves to their end, and
/// a second that many records share may lie over the edge of a page.
@Component
class MagentoPages {

  private final MagentoApi api;
  private final MagentoStores stores;
  private final MagentoCatalog catalog;

  MagentoPages(MagentoApi api, MagentoStores stores, MagentoCatalog catalog) {
    this.api = api;
    this.stores = stores;
    this.catalog = catalog;
  }

  RecordPage page(ShopAccess shop, Resource resource, @Nullable String cursor) throws ShopRefusal {
    long last = cursor == null ? 0 : Long.parseLong(cursor);
    Kind kind = Kind.of(resource);
    Reply reply =
        api.get(
            shop,
            kind.path + "?" + new Search().where(Search.above(kind.filter, last)).by(kind.filter));
    List<JsonFields> listed = items(reply, resource.code());
    List<Answer> answers = answers(shop, resource, listed);
    // What cannot be seen was never known here, so it is not gone either.
    answers.removeIf(Answer.Gone.class::isInstance);
    return new RecordPage(answers, next(kind, listed), cursor == null ? total(reply) : null);
  }

  private static @Nullable Long total(Reply reply) {
    return reply.body().path("total_count").isIntegralNumber()
        ? Long.valueOf(reply.body().path("total_count").asLong())
        : null;
  }

  private static @Nullable String next(Kind kind, List<JsonFields> listed) {
    return listed.size() < Search.PER_PAGE ? null : listed.getLast().textOrNull(kind.id);
  }

  /// Coupons have no time of their change: those that were made after.
  RecordPage changed(ShopAccess shop, Resource resource, Instant after, @Nullable String cursor)
      throws ShopRefusal {
    Kind kind = Kind.of(resource);
    Place place = cursor == null ? new Place(Search.time(after), 0) : Place.parse(cursor);
    Search search = new Search().where(new Condition(kind.time, "gteq", place.time));
    if (cursor != null) {
      search.where(new Condition(kind.time, "gt", place.time), Search.above(kind.filter, place.id));
    }
    Reply reply = api.get(shop, kind.path + "?" + search.by(kind.time, kind.filter));
    List<JsonFields> listed = items(reply, resource.code());
    List<Answer> answers = answers(shop, resource, listed);
    addParents(shop, resource, listed, answers);
    Instant reached = listed.isEmpty() ? null : time(listed.getLast(), kind.time);
    return new RecordPage(answers, nextChange(kind, listed, place), total(reply), reached);
  }

  private static @Nullable String nextChange(Kind kind, List<JsonFields> listed, Place place) {
    if (listed.size() < Search.PER_PAGE) {
      return null;
    }
    JsonFields last = listed.getLast();
    String time = last.textOrNull(kind.time);
    String id = last.textOrNull(kind.id);
    if (time == null || id == null) {
      return null;
    }
    Place next = new Place(time, Long.parseLong(id));
    return next.equals(place) ? null : next.toString();
  }

  /// @param time as Magento writes it
  private record Place(String time, long id) {

    static Place parse(String cursor) {
      String[] parts = cursor.split("\\|", 2);
      return new Place(parts[0], Long.parseLong(parts[1]));
    }

    @Override
    public String toString() {
      return time + "|" + id;
    }
  }

  /// A configurable product is what it is sold as.
  private void addParents(
      ShopAccess shop, Resource resource, List<JsonFields> changed, List<Answer> answers)
      throws ShopRefusal {
    if (resource != Resource.PRODUCT) {
      return;
    }
    Set<String> simple = new HashSet<>();
    Set<String> listed = new HashSet<>();
    for (JsonFields product : changed) {
      String id = product.idOrNull("id");
      if (id != null) {
        (MagentoProducts.isConfigurable(product) ? listed : simple).add(id);
      }
    }
    Set<String> parents = new TreeSet<>(catalog.parentsOf(shop, simple));
    parents.removeAll(listed);
    for (List<String> some : MagentoCatalog.pieces(parents, Search.PER_PAGE)) {
      answers.addAll(ask(shop, Resource.PRODUCT, some));
    }
  }

  List<Answer> ask(ShopAccess shop, Resource resource, Collection<String> ids) throws ShopRefusal {
    Kind kind = Kind.of(resource);
    List<String> numbers = ids.stream().filter(id -> id.matches("\\d{1,18}")).sorted().toList();
    List<Answer> answers = new ArrayList<>();
    Set<String> missing = new TreeSet<>(ids);
    if (!numbers.isEmpty()) {
      Reply reply =
          api.get(
              shop,
              kind.path
                  + "?"
                  + new Search().where(Search.oneOf(kind.filter, numbers)).by(kind.filter));
      List<JsonFields> listed = items(reply, resource.code());
      for (Answer answer : answers(shop, resource, listed)) {
        missing.remove(answer.ref().id());
        answers.add(answer);
      }
      addParents(shop, resource, listed, answers);
    }
    missing.forEach(id -> answers.add(new Answer.Gone(new RecordRef(resource, id))));
    return answers;
  }

  /// Whole products and coupons, whose stock, sale and rule change without their time.
  StampPage stamps(ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor)
      throws ShopRefusal {
    Kind kind = Kind.of(resource);
    if (resource == Resource.PRODUCT || resource == Resource.COUPON) {
      RecordPage page = page(shop, resource, cursor);
      return new StampPage(page.answers().stream().map(MagentoPages::stamp).toList(), page.next());
    }
    long last = cursor == null ? 0 : Long.parseLong(cursor);
    Search search =
        new Search()
            .where(new Condition(kind.time, "gteq", Search.time(madeAfter)))
            .where(Search.above(kind.filter, last))
            .by(kind.filter);
    List<JsonFields> listed = items(api.get(shop, kind.path + "?" + search), resource.code());
    List<Stamp> stamps = new ArrayList<>();
    for (JsonFields record : listed) {
      String id = record.idOrNull(kind.id);
      if (id != null) {
        stamps.add(
            resource == Resource.CUSTOMER
                ? stamp(answers(shop, resource, List.of(record)).getFirst())
                : new Stamp(id, time(record, kind.time)));
      }
    }
    return new StampPage(stamps, next(kind, listed));
  }

  private static Stamp stamp(Answer answer) {
    ShopRecord whole = answer instanceof Answer.Found(ShopRecord record) ? record : null;
    return new Stamp(answer.ref().id(), whole == null ? null : whole.modifiedAt(), whole);
  }

  private static @Nullable Instant time(JsonFields record, String name) {
    try {
      return record.timeOrNull(name);
    } catch (Unreadable e) {
      return null;
    }
  }

  /// @return the objects of a list; none where there is nothing to find, which some versions say by
  ///   null
  static List<JsonFields> items(Reply reply, String name) throws ShopRefusal {
    var items = reply.body().path("items");
    if (!items.isArray() && !items.isNull()) {
      throw new ShopRefusal(ShopRefusal.Reason.NO_SHOP, "it does not answer with a list");
    }
    return items
        .valueStream()
        .filter(item -> item.isObject())
        .map(item -> new JsonFields(item, name))
        .toList();
  }

  private List<Answer> answers(ShopAccess shop, Resource resource, List<JsonFields> listed)
      throws ShopRefusal {
    Kind kind = Kind.of(resource);
    Map<JsonFields, Reader> readers = readers(shop, resource, listed);
    List<Answer> answers = new ArrayList<>();
    for (JsonFields record : listed) {
      String id = record.idOrNull(kind.id);
      if (id != null) {
        answers.add(
            answer(
                new RecordRef(resource, id), record, Objects.requireNonNull(readers.get(record))));
      }
    }
    return answers;
  }

  @FunctionalInterface
  private interface Reader {
    ShopRecord read() throws Unreadable;
  }

  private static Answer answer(RecordRef ref, JsonFields record, Reader reader) {
    if (ref.resource() == Resource.PRODUCT && MagentoProducts.isInvisible(record)) {
      return new Answer.Gone(ref);
    }
    try {
      return new Answer.Found(reader.read());
    } catch (Unreadable e) {
      return new Answer.Garbled(
          ref, ref.resource().code(), record.node().toString().getBytes(StandardCharsets.UTF_8), e);
    }
  }

  /// What a page's records need that stands elsewhere is asked once for all of them.
  private Map<JsonFields, Reader> readers(
      ShopAccess shop, Resource resource, List<JsonFields> listed) throws ShopRefusal {
    Map<JsonFields, Reader> readers = new IdentityHashMap<>();
    switch (resource) {
      case CUSTOMER -> {
        Stores known = stores.of(shop);
        listed.forEach(one -> readers.put(one, () -> MagentoCustomers.read(one, known)));
      }
      case ORDER -> addOrders(shop, listed, readers);
      case PRODUCT -> {
        List<JsonFields> seen =
            listed.stream().filter(Predicate.not(MagentoProducts::isInvisible)).toList();
        listed.forEach(one -> readers.put(one, () -> invisible(one)));
        catalog.readers(shop, seen).forEach((one, reader) -> readers.put(one, reader::read));
      }
      case COUPON -> addCoupons(shop, listed, readers);
      case SUBSCRIBER -> throw new IllegalStateException("customers say themselves");
    }
    return readers;
  }

  private static ShopRecord invisible(JsonFields product) throws Unreadable {
    throw new Unreadable(Unreadable.Reason.FIELD_WRONG, product.path() + ".visibility");
  }

  private void addOrders(ShopAccess shop, List<JsonFields> orders, Map<JsonFields, Reader> readers)
      throws ShopRefusal {
    Stores known = stores.of(shop);
    Map<String, List<JsonFields>> creditMemos =
        ofOrders(shop, "creditmemos", orders, MagentoOrders::hasCreditMemos);
    Map<String, List<JsonFields>> shipments =
        ofOrders(shop, "shipments", orders, MagentoOrders::hasShipments);
    for (JsonFields order : orders) {
      String id = String.valueOf(order.idOrNull("entity_id"));
      readers.put(
          order,
          () ->
              MagentoOrders.read(
                  order,
                  creditMemos.getOrDefault(id, List.of()),
                  shipments.getOrDefault(id, List.of()),
                  known));
    }
  }

  private Map<String, List<JsonFields>> ofOrders(
      ShopAccess shop, String path, List<JsonFields> orders, Predicate<JsonFields> having)
      throws ShopRefusal {
    List<String> ids =
        orders.stream()
            .filter(having)
            .map(order -> order.idOrNull("entity_id"))
            .flatMap(java.util.stream.Stream::ofNullable)
            .toList();
    Map<String, List<JsonFields>> found = new HashMap<>();
    for (JsonFields record : all(shop, path, "order_id", ids)) {
      found
          .computeIfAbsent(String.valueOf(record.idOrNull("order_id")), _ -> new ArrayList<>())
          .add(record);
    }
    return found;
  }

  private List<JsonFields> all(ShopAccess shop, String path, String field, List<String> values)
      throws ShopRefusal {
    List<JsonFields> all = new ArrayList<>();
    long last = 0;
    int size = values.isEmpty() ? 0 : Search.PER_PAGE;
    while (size == Search.PER_PAGE) {
      List<JsonFields> page =
          items(
              api.get(
                  shop,
                  path
                      + "?"
                      + new Search()
                          .where(Search.oneOf(field, values))
                          .where(Search.above("entity_id", last))
                          .by("entity_id")),
              path);
      all.addAll(page);
      size = page.size();
      last = size == 0 ? last : page.getLast().node().path("entity_id").asLong(Long.MAX_VALUE);
    }
    return all;
  }

  private void addCoupons(
      ShopAccess shop, List<JsonFields> coupons, Map<JsonFields, Reader> readers)
      throws ShopRefusal {
    Set<String> ids = new TreeSet<>();
    coupons.forEach(coupon -> ids.add(String.valueOf(coupon.idOrNull("rule_id"))));
    Map<String, JsonFields> rules = new HashMap<>();
    for (List<String> some : MagentoCatalog.pieces(ids, Search.PER_PAGE)) {
      Search search = new Search().where(Search.oneOf("rule_id", some)).by("rule_id");
      for (JsonFields rule : items(api.get(shop, "salesRules/search?" + search), "rule")) {
        rules.put(String.valueOf(rule.idOrNull("rule_id")), rule);
      }
    }
    Stores known = stores.of(shop);
    for (JsonFields coupon : coupons) {
      JsonFields rule =
          rules.getOrDefault(String.valueOf(coupon.idOrNull("rule_id")), coupon.object("rule"));
      readers.put(coupon, () -> MagentoCoupons.read(coupon, rule, known.zone()));
    }
  }

  /// What a resource is called in the API.
  ///
  /// @param id its own number in what is answered
  /// @param filter what that is called in a question
  private record Kind(String path, String id, String filter, String time) {

    static Kind of(Resource resource) {
      return switch (resource) {
        case CUSTOMER -> new Kind("customers/search", "id", "entity_id", "updated_at");
        case ORDER -> new Kind("orders", "entity_id", "entity_id", "updated_at");
        case PRODUCT -> new Kind("products", "id", "entity_id", "updated_at");
        case COUPON -> new Kind("coupons/search", "coupon_id", "coupon_id", "created_at");
        case SUBSCRIBER -> throw new IllegalStateException("customers say themselves");
      };
    }
  }
}
