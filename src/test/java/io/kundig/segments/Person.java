package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// All that is known of somebody, as plain lists.
record Person(
    ProfileId id,
    Instant created,
    @Nullable String locale,
    List<Happened> events,
    List<OrderView> orders,
    ObjectNode traits,
    Set<Condition.IdentifierKind> kinds,
    Set<ChannelKind> addresses,
    List<Consents.Consent> consents,
    Map<ChannelKind, Suppression.Reason> suppressed,
    Set<UUID> segments,
    Map<UUID, Instant> lists) {

  record Happened(Instant at, int shop, String metric, ObjectNode properties) {}
}
