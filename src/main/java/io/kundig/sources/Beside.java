package io.kundig.sources;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Does one thing after the other on a thread of its own, while the caller prepares the next: it is
/// never more than one ahead. What a thing throws, the caller gets at its next call.
final class Beside implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("import-writing").factory());
  private @Nullable Future<?> last;

  void run(Work work) throws IOException, SQLException {
    await();
    last =
        thread.submit(
            () -> {
              work.run();
              return null;
            });
  }

  /// Returns when all is done.
  void await() throws IOException, SQLException {
    Future<?> before = last;
    last = null;
    if (before == null) {
      return;
    }
    try {
      before.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImportRun.Stopped();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case SQLException sql -> throw sql;
        case RuntimeException other -> throw other;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /// Lets what has begun end.
  @Override
  public void close() {
    thread.close();
  }

  interface Work {
    void run() throws IOException, SQLException;
  }
}
