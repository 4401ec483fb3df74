package io.kundig.events;

import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Something that happened to or was done by a person.
///
/// @param id UUIDv7 of `at` and a hash of the sender's message id, so that a repeat has the same id
/// @param metric Klaviyo's name of it, e.g. `Added to Cart`
public record Event(
    UUID id, ProfileId profileId, int shopId, String metric, Instant at, ObjectNode properties) {

  /// The same event of another profile.
  Event of(ProfileId other) {
    return other.equals(profileId) ? this : new Event(id, other, shopId, metric, at, properties);
  }

  /// The same events, each of whom its person was merged into.
  static List<Event> followed(List<Event> events, Profiles profiles) {
    Set<ProfileId> people = new HashSet<>();
    events.forEach(event -> people.add(event.profileId()));
    Map<ProfileId, ProfileId> current = profiles.current(people);
    return events.stream()
        .map(event -> event.of(current.getOrDefault(event.profileId(), event.profileId())))
        .toList();
  }
}
