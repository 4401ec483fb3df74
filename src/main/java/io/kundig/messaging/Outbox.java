package io.kundig.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// What waits for a sender, and who is told when something was added.
@Component
class Outbox {

  private final JdbcClient jdbc;
  private final List<Runnable> senders = new CopyOnWriteArrayList<>();

  Outbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void onNew(Runnable sender) {
    senders.add(sender);
  }

  void wakeAfterCommit() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      wake();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            wake();
          }
        });
  }

  void wake() {
    senders.forEach(Runnable::run);
  }

  /// When the next message is due, also when that moment has passed.
  Optional<Instant> nextDue(String channel) {
    return jdbc.sql(
            """
            select min(due_at) from (
              (select due_at from messaging.outbox where channel = :channel and priority = 0
               order by due_at limit 1)
              union all
              (select due_at from messaging.outbox where channel = :channel and priority = 1
               order by due_at limit 1)) as first (due_at)
            """)
        .param("channel", channel)
        .query((row, _) -> Optional.ofNullable(StoredMessage.instantOrNull(row, "min")))
        .single();
  }
}
