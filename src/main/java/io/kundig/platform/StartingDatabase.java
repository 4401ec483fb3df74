package io.kundig.platform;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A database on its way up. Whoever takes it closes it; when nobody did, the end of the process
/// does.
final class StartingDatabase {

  private final DataFolder folder;
  private final CompletableFuture<EmbeddedPostgres> postgres = new CompletableFuture<>();
  private final AtomicBoolean taken = new AtomicBoolean();

  private StartingDatabase(DataFolder folder) {
    this.folder = folder;
  }

  static StartingDatabase begin(DataFolder folder) {
    StartingDatabase starting = new StartingDatabase(folder);
    Thread.ofPlatform().name("database-start").start(starting::run);
    Runtime.getRuntime().addShutdownHook(new Thread(starting::closeUnlessTaken));
    return starting;
  }

  DataFolder folder() {
    return folder;
  }

  /// Waits until it takes connections.
  ///
  /// @throws StartFailure when it cannot
  EmbeddedPostgres take() {
    taken.set(true);
    try {
      return postgres.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StartFailure failure) {
        throw failure;
      }
      throw e;
    }
  }

  private void run() {
    try {
      postgres.complete(EmbeddedPostgres.start(folder));
    } catch (RuntimeException e) {
      postgres.completeExceptionally(e);
    }
  }

  private void closeUnlessTaken() {
    if (taken.compareAndSet(false, true)) {
      postgres.thenAccept(EmbeddedPostgres::close).exceptionally(failure -> null).join();
    }
  }
}
