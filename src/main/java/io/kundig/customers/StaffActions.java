package io.kundig.customers;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.CurrentUser;
import io.kundig.accounts.Shops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.customers.CustomersController.ConsentForm;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What staff change about one person.
@Component
class StaffActions {

  private final Profiles profiles;
  private final Consents consents;
  private final Ingest ingest;
  private final Shops shops;
  private final AuditLog audit;
  private final CurrentUser currentUser;
  private final Clock clock;

  StaffActions(
      Profiles profiles,
      Consents consents,
      Ingest ingest,
      Shops shops,
      AuditLog audit,
      CurrentUser currentUser,
      Clock clock) {
    this.profiles = profiles;
    this.consents = consents;
    this.ingest = ingest;
    this.shops = shops;
    this.audit = audit;
    this.currentUser = currentUser;
    this.clock = clock;
  }

  @Transactional
  public void update(Profiles.Profile profile, Map<String, @Nullable Object> traits) {
    if (traits.isEmpty()) {
      throw new Invalid("traits", "Nothing is to be changed.", "Name at least one trait.");
    }
    profiles.update(profile.id(), traits, clock.instant());
    Map<String, @Nullable Object[]> changes = new HashMap<>();
    traits.forEach(
        (name, value) ->
            changes.put(name, new @Nullable Object[] {profile.traits().get(name), value}));
    audit.record(AuditAction.PROFILE_UPDATED, "profile:" + profile.id(), changes);
  }

  void decide(Profiles.Profile profile, ConsentForm form) {
    ChannelKind channel = choice(ChannelKind.class, "channel", form.channel());
    Purpose purpose = choice(Purpose.class, "purpose", form.purpose());
    ConsentChange.State state = choice(ConsentChange.State.class, "state", form.state());
    if (state == ConsentChange.State.PENDING) {
      throw new Invalid("state", "Staff cannot do that.", "Use subscribed or unsubscribed.");
    }
    boolean unproven = form.wording() == null || form.wording().isBlank();
    if (state == ConsentChange.State.SUBSCRIBED && unproven) {
      throw new Invalid(
          "wording",
          "Without the wording there is no proof of consent.",
          "Write down what the person agreed to.");
    }
    List<Profiles.Known> known = profiles.identifiers(profile.id());
    if (known.isEmpty()) {
      throw new Conflict("Nothing is known that this person could be reached by.");
    }
    Instant now = clock.instant();
    String who = currentUser.get().map(actor -> actor.name()).orElse("API");
    String reason = form.reason() == null || form.reason().isBlank() ? "" : ": " + form.reason();
    ConsentChange change =
        new ConsentChange(
            profile.id(),
            channel,
            purpose,
            state,
            ConsentChange.Method.STAFF,
            now,
            who + reason,
            form.wording(),
            null,
            null);
    ingest.accept(
        List.of(
            new Fact.Consent(
                shops.all().getFirst().id(),
                null,
                List.of(known.getFirst().identifier()),
                now,
                List.of(change),
                Map.of())));
    record(profile, form, state);
  }

  private void record(Profiles.Profile profile, ConsentForm form, ConsentChange.State state) {
    Map<String, @Nullable Object[]> changes = new HashMap<>();
    changes.put(form.channel() + "." + form.purpose(), new @Nullable Object[] {null, form.state()});
    audit.record(action(state), "profile:" + profile.id(), changes);
  }

  private static AuditAction action(ConsentChange.State state) {
    return switch (state) {
      case SUBSCRIBED -> AuditAction.CONSENT_SUBSCRIBED;
      case UNSUBSCRIBED -> AuditAction.CONSENT_UNSUBSCRIBED;
      case PENDING -> throw new IllegalArgumentException("staff do not decide " + state);
    };
  }

  /// Nothing happens where nothing is suppressed.
  @Transactional
  public void liftSuppression(Profiles.Profile profile) {
    String email = profile.email();
    Suppression found =
        email == null ? null : consents.suppressed(ChannelKind.EMAIL, List.of(email)).get(email);
    if (email == null || found == null) {
      return;
    }
    switch (found.reason()) {
      case HARD_BOUNCE, SOFT_BOUNCES, INVALID_ADDRESS ->
          consents.liftBounce(ChannelKind.EMAIL, email);
      case STAFF -> consents.lift(ChannelKind.EMAIL, email);
      case SPAM_COMPLAINT, OBJECTION ->
          throw new Conflict(
              "The person asked for no more messages; only they can take that back.");
    }
    String reason = found.reason().name().toLowerCase(Locale.ROOT);
    audit.record(
        AuditAction.SUPPRESSION_LIFTED,
        "profile:" + profile.id(),
        Map.of("suppression", new @Nullable Object[] {reason, null}));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String field, @Nullable String code) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(code)) {
        return value;
      }
    }
    throw new Invalid(field, "This value is not known.", "See the API's description.");
  }
}
