package io.kundig.ingest;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/// Commits a batch in one transaction. When it fails: tries again where others were in the way,
/// gives up where the database is away, and else halves until the fact that breaks it stands alone
/// and is set aside.
@Component
class Commit {

  private static final Logger log = LoggerFactory.getLogger(Commit.class);

  private static final int TRIES = 10;

  private enum Fault {
    OTHERS_IN_THE_WAY,
    DATABASE_AWAY,
    POISON
  }

  private final Steps steps;
  private final SetAsideStore setAside;
  private final TransactionTemplate transactions;

  Commit(Steps steps, SetAsideStore setAside, TransactionTemplate transactions) {
    this.steps = steps;
    this.setAside = setAside;
    this.transactions = transactions;
  }

  /// Gives every fact its outcome.
  ///
  /// @throws Ingest.Busy when the database is away
  void all(List<Incoming> batch) {
    for (int tries = 1; ; tries++) {
      try {
        batch.forEach(Incoming::reopen);
        transactions.executeWithoutResult(_ -> steps.run(batch));
        return;
      } catch (RuntimeException e) {
        switch (fault(e)) {
          case DATABASE_AWAY -> throw new Ingest.Busy(true, e);
          case OTHERS_IN_THE_WAY -> {
            if (tries == TRIES) {
              throw new Ingest.Busy(false, e);
            }
            pause(tries);
          }
          case POISON -> {
            isolate(batch, e);
            return;
          }
        }
      }
    }
  }

  private void isolate(List<Incoming> batch, RuntimeException e) {
    if (batch.size() > 1) {
      int half = batch.size() / 2;
      all(batch.subList(0, half));
      all(batch.subList(half, batch.size()));
      return;
    }
    Incoming poison = batch.getFirst();
    String reason = reason(e);
    if (sqlCause(e) == null) {
      log.atError().addKeyValue("fact", poison.key()).setCause(e).log("a fact met a fault of ours");
    }
    try {
      setAside.add(poison, reason);
    } catch (RuntimeException failure) {
      throw new Ingest.Busy(true, failure);
    }
    poison.ends(new Ingest.Outcome.Dropped(Ingest.DropReason.POISON));
  }

  private static String reason(RuntimeException e) {
    SQLException sql = sqlCause(e);
    return sql == null ? e.toString() : String.valueOf(sql.getMessage());
  }

  private static Fault fault(RuntimeException e) {
    SQLException sql = sqlCause(e);
    String state = sql == null ? null : sql.getSQLState();
    if (state == null) {
      return faultWithoutState(e, sql);
    }
    return switch (state.substring(0, 2)) {
      case "40" -> Fault.OTHERS_IN_THE_WAY;
      case "08", "53", "57", "58" -> Fault.DATABASE_AWAY;
      case "55" -> Fault.OTHERS_IN_THE_WAY;
      default -> Fault.POISON;
    };
  }

  private static Fault faultWithoutState(RuntimeException e, @Nullable SQLException sql) {
    if (e instanceof ConcurrencyFailureException) {
      return Fault.OTHERS_IN_THE_WAY;
    }
    boolean away =
        sql != null
            || e instanceof CannotCreateTransactionException
            || e instanceof TransactionSystemException;
    return away ? Fault.DATABASE_AWAY : Fault.POISON;
  }

  private static @Nullable SQLException sqlCause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static void pause(int tries) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, 2L + 4L * tries));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
