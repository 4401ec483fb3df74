package io.kundig.accounts;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// A small table kept in memory. A change made here is seen as soon as it is committed; one made by
/// another node within [#FRESH]. It is loaded on a thread of its own, so never with a caller's
/// uncommitted rows.
final class Snapshot<T> {

  private static final Duration FRESH = Duration.ofSeconds(1);

  /// Older than this it is not used while it is being renewed.
  private static final Duration STALE = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Supplier<T> load;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable CompletableFuture<T>> loading = new AtomicReference<>();
  private volatile @Nullable Loaded<T> loaded;

  Snapshot(Supplier<T> load) {
    this.load = load;
  }

  T get() {
    Loaded<T> present = loaded;
    if (present == null) {
      return first();
    }
    long age = System.nanoTime() - present.at;
    if (age < FRESH.toNanos()) {
      return present.value;
    }
    CompletableFuture<T> renewal = renew();
    return age < STALE.toNanos() ? present.value : orElse(renewal, present.value);
  }

  private T first() {
    try {
      return renew().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// To be called in the transaction of a change.
  void changed() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      reload();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            reload();
          }
        });
  }

  /// A load that is under way may have begun before the change: do not join it.
  private void reload() {
    CompletableFuture.supplyAsync(this::loadNow, threads).join();
  }

  private CompletableFuture<T> renew() {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> running = loading.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    threads.execute(
        () -> {
          try {
            mine.complete(loadNow());
          } catch (RuntimeException e) {
            mine.completeExceptionally(e);
          } finally {
            loading.set(null);
          }
        });
    return mine;
  }

  private T loadNow() {
    long begun = System.nanoTime();
    T value = load.get();
    synchronized (this) {
      Loaded<T> present = loaded;
      if (present == null || begun - present.at >= 0) {
        loaded = new Loaded<>(value, begun);
      }
    }
    return value;
  }

  /// Without a database the last known is better than nothing.
  private T orElse(CompletableFuture<T> renewal, T known) {
    return renewal
        .copy()
        .completeOnTimeout(known, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> known)
        .join();
  }

  private record Loaded<T>(T value, long at) {}
}
