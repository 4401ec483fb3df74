package io.kundig.consent;

import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents.Consent;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Moves consent when profiles are merged.
///
/// Nobody becomes reachable by a merge who had withdrawn: where the two disagree, a withdrawal
/// wins, unless the grant is later *and* the person proved it from the address (double opt-in or
/// preference page).
@Component
class ConsentMerge implements MergeParticipant {

  private static final Set<Method> PROVEN = Set.of(Method.DOUBLE_OPT_IN, Method.PREFERENCE_PAGE);

  private final ConsentStore store;

  ConsentMerge(ConsentStore store) {
    this.store = store;
  }

  @Override
  public void move(List<ProfilesMerged> merges) {
    if (merges.isEmpty()) {
      return;
    }
    Map<ProfileId, ProfileId> destinations = destinations(merges);
    store.moveLedger(destinations.keySet(), destinations.values());
    Set<ProfileId> people = new TreeSet<>(destinations.keySet());
    people.addAll(destinations.values());
    List<ConsentChange> combined = new ArrayList<>();
    Map<Slot, Consent> held = new HashMap<>();
    store
        .takeStates(people)
        .forEach(
            (profile, consents) -> {
              ProfileId into = destinations.getOrDefault(profile, profile);
              for (Consent consent : consents) {
                held.merge(
                    new Slot(into, consent.channel(), consent.purpose()),
                    consent,
                    ConsentMerge::combine);
              }
            });
    held.forEach((slot, consent) -> combined.add(change(slot.profileId(), consent)));
    if (!combined.isEmpty()) {
      store.move(combined);
    }
  }

  /// Merges of one batch may follow each other: everything leads to the last destination.
  private static Map<ProfileId, ProfileId> destinations(List<ProfilesMerged> merges) {
    Map<ProfileId, ProfileId> next = new HashMap<>();
    merges.forEach(merge -> next.put(merge.from(), merge.into()));
    Map<ProfileId, ProfileId> last = new HashMap<>();
    for (ProfileId from : next.keySet()) {
      ProfileId into = from;
      for (int hops = 0; hops <= next.size(); hops++) {
        into = Optional.ofNullable(next.get(into)).orElse(into);
      }
      last.put(from, into);
    }
    return last;
  }

  static Consent combine(Consent a, Consent b) {
    if (a.state() == b.state()) {
      return a.since().isBefore(b.since()) ? b : a;
    }
    if (a.state() == State.PENDING || b.state() == State.PENDING) {
      return a.state() == State.PENDING ? b : a;
    }
    Consent grant = a.state() == State.SUBSCRIBED ? a : b;
    Consent withdrawal = grant == a ? b : a;
    boolean proven = PROVEN.contains(grant.method());
    return proven && grant.since().isAfter(withdrawal.since()) ? grant : withdrawal;
  }

  private static ConsentChange change(ProfileId profile, Consent consent) {
    return new ConsentChange(
        profile,
        consent.channel(),
        consent.purpose(),
        consent.state(),
        consent.method(),
        consent.since(),
        consent.source(),
        null,
        null,
        null);
  }

  private record Slot(ProfileId profileId, ChannelKind channel, Purpose purpose) {}
}
