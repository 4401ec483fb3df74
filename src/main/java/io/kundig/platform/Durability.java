package io.kundig.platform;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Waits for the disk on behalf of transactions that committed with `synchronous_commit = off`, so
/// that one flush serves many of them and nobody else's work waits for it.
@Component
public class Durability {

  private final JdbcClient jdbc;
  private final ReentrantLock flushing = new ReentrantLock(true);
  private final AtomicLong asked = new AtomicLong();
  private long answered;
  private long refused;
  private @Nullable DataAccessException refusal;

  Durability(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Returns once everything that was committed before the call is on disk.
  ///
  /// @throws DataAccessException when the database is away: what was committed may be lost
  public void await() {
    long mine = asked.incrementAndGet();
    flushing.lock();
    try {
      if (mine <= answered) {
        return;
      }
      if (mine <= refused) {
        throw new DataAccessResourceFailureException("the flush failed", refusal);
      }
      flush(asked.get());
    } finally {
      flushing.unlock();
    }
  }

  /// A commit that wrote flushes the log of all commits before it.
  private void flush(long upTo) {
    try {
      jdbc.sql("select pg_logical_emit_message(true, 'kundig', '')").query(_ -> {});
      answered = upTo;
    } catch (DataAccessException e) {
      refused = upTo;
      refusal = e;
      throw e;
    }
  }
}
