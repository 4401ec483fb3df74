package io.kundig.ingest;

import io.kundig.platform.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/// Tells those who wait that their facts are durable: one flush for all that the lanes committed
/// since the last one.
final class Acknowledger implements Runnable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Durability durability;
  private final BlockingQueue<Ticket.Share> committed = new LinkedBlockingQueue<>();
  private volatile boolean running = true;

  Acknowledger(Durability durability) {
    this.durability = durability;
  }

  void add(List<Ticket.Share> shares) {
    committed.addAll(shares);
  }

  /// Ends once nobody waits any more.
  void stop() {
    running = false;
  }

  @Override
  public void run() {
    List<Ticket.Share> shares = new ArrayList<>();
    while (running || !committed.isEmpty()) {
      try {
        Ticket.Share first = committed.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          shares.add(first);
          committed.drainTo(shares);
          acknowledge(shares);
          shares.clear();
        }
      } catch (InterruptedException e) {
        running = false;
      }
    }
  }

  private void acknowledge(List<Ticket.Share> shares) {
    try {
      durability.flush();
      shares.forEach(Ticket.Share::done);
    } catch (DataAccessException e) {
      Ingest.Busy away = new Ingest.Busy(true, e);
      shares.forEach(share -> share.failed(away));
    } catch (RuntimeException | Error e) {
      shares.forEach(share -> share.failed(e));
    }
  }
}
