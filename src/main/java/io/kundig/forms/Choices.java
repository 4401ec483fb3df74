package io.kundig.forms;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Consent;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What people decide by the links in their mails. The link proves who they are: it was sent to
/// them, so that the profile of the message counts, wherever it has been merged to since.
@Component
class Choices {

  private final Profiles profiles;
  private final Consents consents;
  private final EventLog log;
  private final JsonMapper json;
  private final Clock clock;

  Choices(Profiles profiles, Consents consents, EventLog log, JsonMapper json, Clock clock) {
    this.profiles = profiles;
    this.consents = consents;
    this.log = log;
    this.json = json;
    this.clock = clock;
  }

  Optional<Profile> person(MessageKey message) {
    return Optional.ofNullable(profiles.find(Set.of(message.profileId())).get(message.profileId()));
  }

  boolean holds(Profile person, ChannelKind channel, Purpose purpose) {
    return current(person.id(), channel, purpose)
        .filter(consent -> consent.state() == State.SUBSCRIBED)
        .isPresent();
  }

  /// Ends all advertising by e-mail at once, consented or to an existing customer. Repeating it
  /// changes nothing.
  @Transactional
  public void unsubscribe(MessageKey message, Visit visit) {
    Optional<Profile> person = person(message);
    if (person.isEmpty()) {
      return;
    }
    List<ConsentChange> changes = new ArrayList<>();
    ProfileId id = person.get().id();
    if (!isWithdrawn(id, Purpose.MARKETING)) {
      changes.add(change(id, Purpose.MARKETING, State.UNSUBSCRIBED, visit, null));
    }
    if (holds(person.get(), ChannelKind.EMAIL, Purpose.EXISTING_CUSTOMER)) {
      changes.add(change(id, Purpose.EXISTING_CUSTOMER, State.UNSUBSCRIBED, visit, null));
    }
    record(message, changes);
  }

  /// Keeps what the preference page showed as ticked and not ticked.
  @Transactional
  public void choose(MessageKey message, Visit visit, List<Choice> choices) {
    Optional<Profile> person = person(message);
    if (person.isEmpty()) {
      return;
    }
    List<ConsentChange> changes = new ArrayList<>();
    for (Choice choice : choices) {
      boolean held = holds(person.get(), ChannelKind.EMAIL, choice.purpose());
      if (choice.wanted() != held) {
        changes.add(
            change(
                person.get().id(),
                choice.purpose(),
                choice.wanted() ? State.SUBSCRIBED : State.UNSUBSCRIBED,
                visit,
                choice.wanted() ? choice.wording() : null));
        if (choice.wanted() && choice.purpose() == Purpose.MARKETING) {
          lift(person.get());
        }
      }
    }
    record(message, changes);
  }

  /// Ends advertising to an existing customer, which needs no consent and can only be ended here.
  @Transactional
  public void endOffers(MessageKey message, Visit visit) {
    Optional<Profile> person = person(message);
    if (person.isPresent() && holds(person.get(), ChannelKind.EMAIL, Purpose.EXISTING_CUSTOMER)) {
      record(
          message,
          List.of(
              change(
                  person.get().id(), Purpose.EXISTING_CUSTOMER, State.UNSUBSCRIBED, visit, null)));
    }
  }

  private void lift(Profile person) {
    if (person.email() != null) {
      consents.lift(ChannelKind.EMAIL, person.email());
    }
  }

  private boolean isWithdrawn(ProfileId profile, Purpose purpose) {
    return current(profile, ChannelKind.EMAIL, purpose)
        .filter(consent -> consent.state() == State.UNSUBSCRIBED)
        .isPresent();
  }

  private Optional<Consent> current(ProfileId profile, ChannelKind channel, Purpose purpose) {
    return consents.of(Set.of(profile)).getOrDefault(profile, List.of()).stream()
        .filter(consent -> consent.channel() == channel && consent.purpose() == purpose)
        .findFirst();
  }

  private ConsentChange change(
      ProfileId profile, Purpose purpose, State state, Visit visit, @Nullable String wording) {
    return new ConsentChange(
        profile,
        ChannelKind.EMAIL,
        purpose,
        state,
        visit.method(),
        clock.instant(),
        "message:" + visit.messageId(),
        wording,
        visit.ip(),
        visit.userAgent());
  }

  private void record(MessageKey message, List<ConsentChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    consents.record(changes);
    log.append(
        changes.stream()
            .filter(change -> change.purpose() == Purpose.MARKETING)
            .map(change -> event(message, change))
            .toList());
  }

  /// The id is of the minute, so that two clicks at once are one event.
  private Event event(MessageKey message, ConsentChange change) {
    String metric =
        change.state() == State.SUBSCRIBED
            ? "Subscribed to Email Marketing"
            : "Unsubscribed from Email Marketing";
    ObjectNode properties = json.createObjectNode();
    properties.put("channel", "email");
    properties.put("method", change.method().name().toLowerCase(java.util.Locale.ROOT));
    properties.put("source", change.source());
    properties.put("messageId", message.messageId().toString());
    Instant minute = change.at().truncatedTo(ChronoUnit.MINUTES);
    return new Event(
        Ids.hashed(minute, (metric + "\n" + message.messageId()).getBytes(StandardCharsets.UTF_8)),
        change.profileId(),
        message.shopId(),
        metric,
        change.at(),
        properties);
  }

  /// @param wording what the page said beside the tick
  record Choice(Purpose purpose, boolean wanted, String wording) {}

  record Visit(Method method, String messageId, @Nullable String ip, @Nullable String userAgent) {}
}
