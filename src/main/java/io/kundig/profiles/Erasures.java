package io.kundig.profiles;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Forgets people who ask for it. What is left is a profile without anything that leads to them, so
/// that orders and figures still add up.
@Component
public class Erasures {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final ErasureStore store;
  private final ObjectProvider<ErasureParticipant> participants;
  private final AuditLog audit;
  private final TransactionTemplate transactions;
  private final Clock clock;

  Erasures(
      ErasureStore store,
      ObjectProvider<ErasureParticipant> participants,
      AuditLog audit,
      TransactionTemplate transactions,
      Clock clock) {
    this.store = store;
    this.participants = participants;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Erases everything that leads to the person, wherever it is kept. Returns when it is gone, also
  /// what came in at the same time.
  ///
  /// @throws NotFound where there is no such profile
  public void erase(ProfileId id) {
    Instant now = clock.instant();
    Erasure person =
        Objects.requireNonNull(
            transactions.execute(
                _ -> {
                  Erasure found =
                      store.lock(id, now).orElseThrow(() -> new NotFound("profile", id.value()));
                  erase(found);
                  audit.record(
                      AuditAction.PROFILE_ERASED, "profile:" + found.ids().getFirst(), Map.of());
                  return found;
                }));
    awaitOlderTransactions();
    transactions.executeWithoutResult(_ -> erase(person));
  }

  private void erase(Erasure person) {
    participants.orderedStream().forEach(participant -> participant.erase(person));
    store.erase(person);
    audit.forget(subjects(person), person.words());
  }

  private static List<String> subjects(Erasure person) {
    return person.ids().stream().map(id -> "profile:" + id).toList();
  }

  /// Those that may have found the person before they were gone.
  private void awaitOlderTransactions() {
    String horizon = store.horizon();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!store.isPast(horizon) && System.nanoTime() < deadline) {
      try {
        Thread.sleep(LOOK_AGAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
