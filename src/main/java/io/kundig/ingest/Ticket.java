package io.kundig.ingest;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One request's facts, waiting for the lanes that have their shares of it.
final class Ticket {

  private final CountDownLatch open;
  private volatile @Nullable Throwable failure;

  Ticket(int shares) {
    open = new CountDownLatch(shares);
  }

  /// @throws Ingest.Busy when a share could not be committed; others may have been
  void await() {
    try {
      open.await();
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
