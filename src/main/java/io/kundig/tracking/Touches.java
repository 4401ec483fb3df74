package io.kundig.tracking;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Profiles.Profile;
import io.kundig.shared.Ids;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes opens and clicks to the log. Machines are recorded with `$bot` or `$prefetch` and not
/// counted by anybody; repeats within a short while are one event.
@Component
class Touches {

  /// Mail programs load the picture again whenever the mail is looked at.
  private static final Duration OPENS_APART = Duration.ofMinutes(1);

  /// A double click is one click.
  private static final Duration CLICKS_APART = Duration.ofSeconds(5);

  private static final int LONGEST_USER_AGENT = 300;

  private final Profiles profiles;
  private final Consents consents;
  private final EventLog log;
  private final JsonMapper json;
  private final Clock clock;

  Touches(Profiles profiles, Consents consents, EventLog log, JsonMapper json, Clock clock) {
    this.profiles = profiles;
    this.consents = consents;
    this.log = log;
    this.json = json;
    this.clock = clock;
  }

  @Transactional
  public void opened(MessageKey message, Visitor visitor, @Nullable String userAgent) {
    record("Opened Email", message, null, visitor, userAgent, OPENS_APART);
  }

  @Transactional
  public void clicked(
      MessageKey message, String target, Visitor visitor, @Nullable String userAgent) {
    record("Clicked Email", message, target, visitor, userAgent, CLICKS_APART);
  }

  private void record(
      String metric,
      MessageKey message,
      @Nullable String target,
      Visitor visitor,
      @Nullable String userAgent,
      Duration apart) {
    Profile person = profiles.find(Set.of(message.profileId())).get(message.profileId());
    if (person == null || !allowsMeasuring(person.id())) {
      return;
    }
    Instant now = clock.instant();
    long slot = now.toEpochMilli() / apart.toMillis();
    String key =
        String.join(
            "\n", metric, message.messageId().toString(), String.valueOf(target), visitor.name());
    log.append(
        List.of(
            new Event(
                Ids.hashed(
                    Instant.ofEpochMilli(slot * apart.toMillis()),
                    key.getBytes(StandardCharsets.UTF_8)),
                person.id(),
                message.shopId(),
                metric,
                now,
                properties(message, target, visitor, userAgent))));
  }

  /// Who withdrew it since the mail was sent is not measured any more, though the links stay.
  private boolean allowsMeasuring(ProfileId profile) {
    return consents.of(Set.of(profile)).getOrDefault(profile, List.of()).stream()
        .anyMatch(
            consent ->
                consent.channel() == ChannelKind.EMAIL
                    && consent.purpose() == Purpose.TRACKING
                    && consent.state() == State.SUBSCRIBED);
  }

  private ObjectNode properties(
      MessageKey message, @Nullable String target, Visitor visitor, @Nullable String userAgent) {
    ObjectNode properties = json.createObjectNode();
    properties.put("messageId", message.messageId().toString());
    if (target != null) {
      properties.put("url", target);
    }
    if (userAgent != null) {
      properties.put(
          "userAgent", userAgent.substring(0, Math.min(userAgent.length(), LONGEST_USER_AGENT)));
    }
    switch (visitor) {
      case PERSON -> {}
      case BOT -> properties.put("$bot", true);
      case PREFETCH -> properties.put("$prefetch", true);
    }
    return properties;
  }
}
