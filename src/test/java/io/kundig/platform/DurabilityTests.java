package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.TestDatabase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DurabilityTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Durability durability = new Durability(database.jdbc());

  @Test
  void waitingWritesACommitThatFlushesTheLog() {
    long before = written();
    durability.await();
    assertThat(written()).isGreaterThan(before);
  }

  @Test
  void manyWhoWaitTogetherShareFlushes() throws Exception {
    List<Callable<Long>> waiters =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    (Callable<Long>)
                        () -> {
                          long mine = written();
                          durability.await();
                          return written() - mine;
                        })
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> result : threads.invokeAll(waiters)) {
        assertThat(result.get()).isPositive();
      }
    }
  }

  private static long written() {
    return database
        .jdbc()
        .sql("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        .query(Long.class)
        .single();
  }
}
