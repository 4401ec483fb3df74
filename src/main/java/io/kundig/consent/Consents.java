package io.kundig.consent;

import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfileWatcher;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What each person allows, with proof, and which addresses must never be written to.
@Component
public class Consents {

  private final ConsentStore store;
  private final SuppressionStore suppressions;
  private final ProfileWatcher watcher;
  private final Clock clock;

  Consents(ConsentStore store, SuppressionStore suppressions, ProfileWatcher watcher, Clock clock) {
    this.store = store;
    this.suppressions = suppressions;
    this.watcher = watcher;
    this.clock = clock;
  }

  /// Appends to the ledger and moves the current state, in the caller's transaction.
  ///
  /// The newest decision holds; at the same moment a withdrawal beats a grant. A pending sign-up
  /// never displaces a decision, since anybody can start one for any address. A change older than
  /// the state it would replace stays in the ledger only; one from the future counts as made now.
  /// Recording the same change twice changes nothing.
  @Transactional
  public void record(List<ConsentChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<ConsentChange> past = changes.stream().map(change -> notAfter(change, now)).toList();
    store.append(past, now);
    store.move(newest(past));
    watcher.changed(past.stream().map(ConsentChange::profileId).collect(Collectors.toSet()));
  }

  /// The current states of many people at once; a person without any is absent.
  public Map<ProfileId, List<Consent>> of(Collection<ProfileId> profiles) {
    return profiles.isEmpty() ? Map.of() : store.states(profiles);
  }

  /// Deletes sign-ups that nobody confirmed: pending states, and pending ledger entries that no
  /// grant followed, from before the given moment.
  ///
  /// @return how many entries and states were deleted
  @Transactional
  public int deleteUnconfirmed(Instant before) {
    List<ProfileId> people = store.deletePending(before);
    if (!people.isEmpty()) {
      watcher.changed(Set.copyOf(people));
    }
    return people.size();
  }

  /// @param addresses normalised addresses of the channel
  /// @return the suppressed ones with their reason
  public Map<String, Suppression> suppressed(ChannelKind channel, Collection<String> addresses) {
    return addresses.isEmpty() ? Map.of() : suppressions.find(channel, addresses);
  }

  /// Never write to this address again, until lifted. A bounce stands until the address is proven
  /// to work; a later reason does not replace it.
  @Transactional
  public void suppress(ChannelKind channel, String address, Suppression suppression) {
    suppressions.put(channel, address, suppression);
    tellOwner(channel, address);
  }

  /// The person asked for messages again: lifts what a person can lift, never a bounce.
  @Transactional
  public void lift(ChannelKind channel, String address) {
    suppressions.lift(channel, address, false, clock.instant());
    tellOwner(channel, address);
  }

  /// The address works after all: lifts a bounce, nothing else.
  @Transactional
  public void liftBounce(ChannelKind channel, String address) {
    suppressions.lift(channel, address, true, clock.instant());
    tellOwner(channel, address);
  }

  private void tellOwner(ChannelKind channel, String address) {
    switch (channel) {
      case EMAIL -> watcher.changed(new Identifier.Email(address));
      case SMS, WHATSAPP -> watcher.changed(new Identifier.Phone(address));
      case PUSH, POST -> {}
    }
  }

  private static ConsentChange notAfter(ConsentChange change, Instant now) {
    Instant at = change.at().isAfter(now) ? now : change.at().truncatedTo(ChronoUnit.MICROS);
    return change.at().equals(at) ? change : change.withAt(at);
  }

  private static Collection<ConsentChange> newest(List<ConsentChange> changes) {
    Map<Key, ConsentChange> newest = new LinkedHashMap<>();
    for (ConsentChange change : changes) {
      newest.merge(
          new Key(change.profileId(), change.channel(), change.purpose()),
          change,
          (a, b) -> b.displaces(a) ? b : a);
    }
    return newest.values();
  }

  private record Key(ProfileId profileId, ChannelKind channel, Purpose purpose) {}

  /// What holds now for one channel and purpose.
  ///
  /// @param method how it came about; `DOUBLE_OPT_IN` and `PREFERENCE_PAGE` prove the address
  public record Consent(
      ChannelKind channel,
      Purpose purpose,
      State state,
      Method method,
      Instant since,
      String source) {}

  public record Suppression(Reason reason, Instant at, @Nullable String detail) {
    public enum Reason {
      HARD_BOUNCE,
      SOFT_BOUNCES,
      SPAM_COMPLAINT,
      INVALID_ADDRESS,
      STAFF,
      OBJECTION
    }
  }
}
