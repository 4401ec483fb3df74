package io.kundig.sources.shops;

import io.kundig.ingest.Fact;
import io.kundig.ingest.Fact.Trust;
import io.kundig.ingest.Ingest;
import io.kundig.profiles.Erasures;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Carries out what a shop says that is no state of a record, in transactions of its own. Doing it
/// again changes nothing.
@Component
class Notices {

  private final People people;
  private final Erasures erasures;
  private final Ingest ingest;
  private final Clock clock;

  Notices(People people, Erasures erasures, Ingest ingest, Clock clock) {
    this.people = people;
    this.erasures = erasures;
    this.ingest = ingest;
    this.clock = clock;
  }

  /// @return whom and what the shop is to be asked for after it
  /// @throws Ingest.Busy if it must wait
  List<RecordRef> carryOut(ShopConnection connection, Notice notice) {
    return switch (notice) {
      case Notice.Forget whom -> {
        people.named(connection, whom.account(), whom.email()).forEach(erasures::erase);
        yield List.of();
      }
      case Notice.Merged(String kept, String gone) -> {
        merge(connection, kept, gone);
        yield List.of(
            new RecordRef(Resource.CUSTOMER, kept), new RecordRef(Resource.CUSTOMER, gone));
      }
      case Notice.Checkout(ShopCheckout checkout) -> {
        tell(connection, checkout);
        yield List.of();
      }
      case Notice.Written _, Notice.Uninstalled _ -> List.of();
    };
  }

  /// What was written to the shop; in the caller's transaction.
  void heard(ShopConnection connection, List<Notice.Written> written) {
    people.heard(connection, written);
  }

  private void merge(ShopConnection connection, String kept, String gone) {
    List<Identifier> both = new ArrayList<>();
    Identifiers.userId(connection.shopId(), kept).ifPresent(both::add);
    Identifiers.userId(connection.shopId(), gone).ifPresent(both::add);
    ingest.acceptOnce(
        List.of(
            new Fact.Identify(
                connection.shopId(),
                connection.id() + " merged " + kept + " " + gone,
                both,
                clock.instant(),
                Map.of(),
                Trust.PROVEN)));
  }

  /// An account is named alone, as by its orders: what is typed into a check-out proves nobody.
  private void tell(ShopConnection connection, ShopCheckout checkout) {
    List<Identifier> who = new ArrayList<>();
    if (checkout.accountId() != null) {
      Identifiers.userId(connection.shopId(), checkout.accountId()).ifPresent(who::add);
    } else {
      Identifiers.email(checkout.email()).ifPresent(who::add);
    }
    if (who.isEmpty() || People.isPast(connection, checkout.startedAt())) {
      return;
    }
    ingest.acceptOnce(
        List.of(
            new Fact.Track(
                connection.shopId(),
                checkout.key(),
                who,
                checkout.startedAt(),
                "Started Checkout",
                properties(checkout),
                Map.of(),
                Trust.PROVEN)));
  }

  private static ObjectNode properties(ShopCheckout checkout) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("checkout_url", checkout.url());
    properties.put("total", checkout.total());
    properties.put("currency", checkout.currency());
    ArrayNode products = properties.putArray("products");
    for (ShopOrder.Line line : checkout.lines()) {
      products
          .addObject()
          .put("product_id", line.productId())
          .put("sku", line.sku())
          .put("name", line.title())
          .put("variant", line.variant())
          .put("price", line.unitPrice())
          .put("quantity", line.quantity());
    }
    return properties;
  }
}
