package io.kundig.ingest;

import io.kundig.catalog.Catalog;
import io.kundig.catalog.SeenProduct;
import io.kundig.events.Event;
import io.kundig.events.EventConsumer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Tells the catalogue of the products that events name. Products are everybody's, so this happens
/// behind the log and not within the ingest of one person's facts.
@Component
class CatalogFollower implements EventConsumer {

  private final Catalog catalog;

  CatalogFollower(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public Set<String> metrics() {
    return Set.of(
        Names.VIEWED_PRODUCT, Names.ADDED_TO_CART, Names.STARTED_CHECKOUT, Names.ORDERED_PRODUCT);
  }

  @Override
  public void accept(List<Event> batch) {
    List<SeenProduct> seen = new ArrayList<>();
    for (Event event : batch) {
      Fields fields = new Fields(event.properties());
      if (event.metric().equals(Names.STARTED_CHECKOUT)) {
        fields.lines().forEach(line -> add(event, line, seen));
      } else {
        add(event, fields, seen);
      }
    }
    if (!seen.isEmpty()) {
      catalog.seen(seen);
    }
  }

  private static void add(Event event, Fields fields, List<SeenProduct> seen) {
    String id = fields.productId();
    BigDecimal price = fields.price();
    if (id != null) {
      seen.add(
          new SeenProduct(
              event.shopId(),
              id,
              fields.title(),
              fields.url(),
              fields.imageUrl(),
              price,
              price == null ? null : currency(fields),
              fields.category(),
              event.at()));
    }
  }

  private static @org.jspecify.annotations.Nullable String currency(Fields fields) {
    String code = fields.currency("");
    return code.isEmpty() ? null : code;
  }
}
