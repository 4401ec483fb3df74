package io.kundig.forms;

import io.kundig.consent.Consents;
import io.kundig.messaging.Messaging;
import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Deletes sign-ups when their two weeks are over: whoever did not confirm leaves nothing behind.
@Component
class UnconfirmedCleanup implements DueWork {

  private static final Logger log = LoggerFactory.getLogger(UnconfirmedCleanup.class);

  private static final Duration BUDGETS_KEPT = Duration.ofDays(2);

  private final SignUpStore store;
  private final Consents consents;
  private final Messaging messaging;
  private final TransactionTemplate transactions;
  private final Clock clock;

  UnconfirmedCleanup(
      SignUpStore store,
      Consents consents,
      Messaging messaging,
      TransactionTemplate transactions,
      Clock clock) {
    this.store = store;
    this.consents = consents;
    this.messaging = messaging;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "unconfirmed sign-ups";
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.nextExpiry();
  }

  @Override
  public int runDue() {
    Instant now = clock.instant();
    return Optional.ofNullable(transactions.execute(_ -> deleteExpired(now))).orElse(0);
  }

  private int deleteExpired(Instant now) {
    List<UUID> deleted = store.deleteExpired(now, now.minus(BUDGETS_KEPT));
    messaging.deleteToNobody(deleted);
    consents.deleteUnconfirmed(now.minus(SignUps.VALID_FOR));
    return deleted.size();
  }

  @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1H")
  void everyHour() {
    try {
      runDue();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("unconfirmed sign-ups were not deleted; trying again later");
    }
  }
}
