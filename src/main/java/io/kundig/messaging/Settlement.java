package io.kundig.messaging;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.events.EventLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Stores what became of messages, with all that follows from it, in the caller's transaction.
@Component
class Settlement {

  private static final Set<MessageState> WAITING =
      Set.of(MessageState.PLANNED, MessageState.INTENDED);

  private final SettlementStore store;
  private final Consents consents;
  private final EventLog events;
  private final MessageEvents facts;
  private final HistoryWatcher watcher;

  Settlement(
      SettlementStore store,
      Consents consents,
      EventLog events,
      MessageEvents facts,
      HistoryWatcher watcher) {
    this.store = store;
    this.consents = consents;
    this.events = events;
    this.facts = facts;
    this.watcher = watcher;
  }

  void store(List<Settled> all) {
    store(all, WAITING);
  }

  /// A sender that lost its slot still knows what became of the message it was at.
  void reconcile(List<Settled> all) {
    store(
        all.stream().filter(one -> one.state() != null && one.again() == null).toList(),
        Set.of(MessageState.IN_DOUBT));
  }

  /// What staff decided about a message in doubt.
  ///
  /// @return false if it is not in doubt any more
  boolean resolve(Settled settled) {
    return !store(List.of(settled), Set.of(MessageState.IN_DOUBT)).isEmpty();
  }

  private List<Settled> store(List<Settled> all, Set<MessageState> from) {
    if (all.isEmpty()) {
      return all;
    }
    List<Settled> changed = change(all.stream().filter(one -> one.state() != null).toList(), from);
    List<Settled> again = new ArrayList<>();
    all.stream().filter(one -> one.state() == null).forEach(again::add);
    changed.stream().filter(one -> one.again() != null).forEach(again::add);
    store.enqueue(again);
    suppress(changed);
    tell(changed);
    events.append(changed.stream().flatMap(facts::of).toList());
    return changed;
  }

  /// @return those that were in one of the states
  private List<Settled> change(List<Settled> settled, Set<MessageState> from) {
    if (settled.isEmpty()) {
      return settled;
    }
    Set<UUID> done = new HashSet<>(store.update(settled, from));
    List<Settled> missed =
        settled.stream().filter(one -> !done.contains(one.message().ref().messageId())).toList();
    if (!missed.isEmpty()) {
      done.addAll(store.updateMoved(missed, from));
    }
    return settled.stream().filter(one -> done.contains(one.message().ref().messageId())).toList();
  }

  private void tell(List<Settled> settled) {
    settled.stream()
        .filter(one -> one.state() == MessageState.HANDED_OVER)
        .filter(one -> one.message().kind() == MessageRequest.Kind.MARKETING)
        .collect(
            Collectors.groupingBy(
                one -> one.message().shopId(),
                TreeMap::new,
                Collectors.mapping(Settled::at, Collectors.toSet())))
        .forEach((shop, at) -> watcher.changed(shop, HistoryWatcher.Facts.MESSAGES, at));
  }

  private void suppress(Collection<Settled> settled) {
    for (Settled one : settled) {
      Suppression.Reason reason = one.suppress();
      String address = one.message().address();
      if (reason != null && address != null) {
        consents.suppress(
            one.message().channel(), address, new Suppression(reason, one.at(), one.detail()));
      }
    }
  }
}
