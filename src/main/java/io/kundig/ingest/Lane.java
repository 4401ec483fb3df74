package io.kundig.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Commits what has gathered, batch after batch, on a thread of its own.
final class Lane implements Runnable {

  private static final int MOST = 1000;
  private static final int FEW = 24;
  private static final Duration LINGER = Duration.ofMillis(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Commit commit;
  private final Acknowledger acknowledger;
  private final AtomicInteger queued;
  private final BlockingQueue<Ticket.Share> queue = new LinkedBlockingQueue<>();
  private volatile boolean running = true;

  /// @param queued facts waiting in all lanes
  Lane(Commit commit, Acknowledger acknowledger, AtomicInteger queued) {
    this.commit = commit;
    this.acknowledger = acknowledger;
    this.queued = queued;
  }

  void add(Ticket.Share share) {
    queue.add(share);
  }

  /// Ends once the queue is empty.
  void stop() {
    running = false;
  }

  @Override
  public void run() {
    List<Ticket.Share> shares = new ArrayList<>();
    while (running || !queue.isEmpty()) {
      try {
        gather(shares);
        if (!shares.isEmpty()) {
          work(shares);
        }
      } catch (InterruptedException e) {
        running = false;
      } finally {
        shares.clear();
      }
    }
  }

  private void gather(List<Ticket.Share> shares) throws InterruptedException {
    Ticket.Share first = queue.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    int facts = take(first, shares);
    long until = System.nanoTime() + LINGER.toNanos();
    while (facts < MOST) {
      Ticket.Share next = queue.poll();
      if (next == null && facts < FEW) {
        next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      if (next == null) {
        return;
      }
      facts += take(next, shares);
    }
  }

  private static int take(Ticket.Share share, List<Ticket.Share> shares) {
    shares.add(share);
    return share.facts().size();
  }

  private void work(List<Ticket.Share> shares) {
    List<Incoming> batch = new ArrayList<>();
    shares.forEach(share -> batch.addAll(share.facts()));
    try {
      commit.all(batch);
      acknowledger.add(shares);
    } catch (RuntimeException | Error e) {
      shares.forEach(share -> share.failed(e));
      if (e instanceof Error error && !(error instanceof OutOfMemoryError)) {
        throw error;
      }
    } finally {
      queued.addAndGet(-batch.size());
    }
  }
}
