package io.kundig.segments;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// What several threads found.
final class Futures {

  private Futures() {}

  /// Waits for it.
  ///
  /// @throws RuntimeException that which ended it
  static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while people were judged", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }
}
