package io.kundig.sources.shops;

import io.kundig.sources.shops.DeliveryStore.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Stores deliveries before they are answered: all that wait at one moment in one transaction,
/// since a shop that notifies of a sale sends hundreds a second and gives up on who is slow.
@Component
class Inbox implements SmartLifecycle {

  private static final int MOST_WAITING = 4_000;
  private static final int MOST_AT_ONCE = 500;

  /// In one transaction, of raw payloads.
  private static final long MOST_BYTES = 16L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final DeliveryStore store;
  private final DeliveryWorker worker;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean running;
  private @Nullable Thread thread;

  Inbox(DeliveryStore store, DeliveryWorker worker) {
    this.store = store;
    this.worker = worker;
  }

  private record Waiting(Stored delivery, CompletableFuture<Void> stored) {}

  /// Returns once the delivery is on disk.
  ///
  /// @throws Full if too many wait, or the database does not take it in time
  void add(Stored delivery) {
    Waiting waiting = new Waiting(delivery, new CompletableFuture<>());
    if (!running || !queue.offer(waiting)) {
      throw new Full(null);
    }
    try {
      waiting.stored.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw new Full(e.getCause());
    }
  }

  /// Come back later.
  static final class Full extends RuntimeException {
    Full(@Nullable Throwable cause) {
      super("deliveries cannot be stored now", cause);
    }
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("shop-inbox").daemon().start(this::work);
  }

  private void work() {
    while (running || !queue.isEmpty()) {
      try {
        Waiting first = queue.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          store(gathered(first));
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private List<Waiting> gathered(Waiting first) {
    List<Waiting> gathered = new ArrayList<>();
    long bytes = 0;
    for (Waiting next = first; next != null; next = queue.poll()) {
      gathered.add(next);
      bytes += next.delivery.body().length;
      if (gathered.size() == MOST_AT_ONCE || bytes > MOST_BYTES) {
        break;
      }
    }
    return gathered;
  }

  private void store(List<Waiting> gathered) {
    try {
      store.add(gathered.stream().map(Waiting::delivery).toList());
      gathered.forEach(waiting -> waiting.stored.complete(null));
      worker.wake();
    } catch (RuntimeException e) {
      gathered.forEach(waiting -> waiting.stored.completeExceptionally(e));
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread storing = thread;
    if (storing != null) {
      try {
        storing.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
