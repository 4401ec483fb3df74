package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DurabilityTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Durability durability = new Durability(database.jdbc());

  @Test
  void aFlushWritesACommitThatTakesTheLogAlong() {
    long before = written();
    durability.flush();
    assertThat(written()).isGreaterThan(before);
  }

  private static long written() {
    return database
        .jdbc()
        .sql("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        .query(Long.class)
        .single();
  }
}
