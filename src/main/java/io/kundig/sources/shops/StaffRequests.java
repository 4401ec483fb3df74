package io.kundig.sources.shops;

import io.kundig.profiles.ProfileId;
import io.kundig.sources.shops.DeliveryStore.Kept;
import io.kundig.sources.shops.Unreadable.Reason;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Whom a delivery is about that only people can answer, such as somebody who wants to see what is
/// kept of them.
@Component
class StaffRequests {

  private final DeliveryStore deliveries;
  private final ConnectionStore connections;
  private final People people;
  private final JsonMapper json;

  StaffRequests(
      DeliveryStore deliveries, ConnectionStore connections, People people, JsonMapper json) {
    this.deliveries = deliveries;
    this.connections = connections;
    this.people = people;
    this.json = json;
  }

  Optional<UUID> person(Kept kept) {
    return kept.reason().equals(Recording.words(Reason.FOR_STAFF))
        ? connections.find(kept.connection()).flatMap(connection -> person(connection, kept.id()))
        : Optional.empty();
  }

  private Optional<UUID> person(ShopConnection connection, UUID delivery) {
    return deliveries.body(delivery).flatMap(body -> named(connection, body)).map(ProfileId::value);
  }

  private Optional<ProfileId> named(ShopConnection connection, byte[] body) {
    try {
      JsonFields whom = JsonFields.parse(json, body, "request").object("customer");
      return people.named(connection, whom.idOrNull("id"), whom.textOrNull("email")).stream()
          .findFirst();
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }
}
