package io.kundig.ingest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request's facts, waiting for the lanes that have their shares of it.
final class Ticket {

  /// Shorter than Segment's own clients wait for an answer.
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final CountDownLatch open;
  private final Duration patience;
  private volatile @Nullable Throwable failure;

  Ticket(int shares) {
    this(shares, PATIENCE);
  }

  Ticket(int shares, Duration patience) {
    this.open = new CountDownLatch(shares);
    this.patience = patience;
  }

  /// @throws Ingest.Busy when a share could not be committed, or not in time: others may have been,
  ///   and this one may still be
  void await() {
    try {
      if (!open.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Ingest.Busy(true, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Ingest.Busy(false, e);
    }
    if (failure instanceof Ingest.Busy busy) {
      throw busy;
    }
    if (failure != null) {
      throw new IllegalStateException("facts could not be stored", failure);
    }
  }

  /// The facts of one lane.
  static final class Share {

    private final Ticket ticket;
    private final List<Incoming> facts;

    Share(Ticket ticket, List<Incoming> facts) {
      this.ticket = ticket;
      this.facts = facts;
    }

    List<Incoming> facts() {
      return facts;
    }

    void done() {
      ticket.open.countDown();
    }

    void failed(Throwable cause) {
      ticket.failure = cause;
      ticket.open.countDown();
    }
  }
}
