package io.kundig.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Whether what comes in can still be stored.
@Component
public class Room {

  private static final String DISK_FULL = "53100";

  /// About a megabyte that the database must write to its disk, since it may keep no more than its
  /// least in memory.
  private static final int ROWS_TOO_MANY_FOR_MEMORY = 40_000;

  private final Path folder;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  Room(Settings settings, JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.folder = settings.data();
    this.jdbc = jdbc;
    this.transactions = new TransactionTemplate(transactions);
    this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /// Bytes free where `KUNDIG_DATA` lies.
  public long left() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Has the database write a little that it forgets at once, which leaves nothing behind.
  ///
  /// @return false when its disk is full
  /// @throws DataAccessException when it does not answer
  public boolean isLeftInTheDatabase() {
    try {
      transactions.executeWithoutResult(_ -> spill());
      return true;
    } catch (DataAccessException e) {
      if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
          && DISK_FULL.equals(sql.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void spill() {
    jdbc.sql("set local work_mem = '64kB'").update();
    jdbc.sql("select count(*) from generate_series(1, :rows) as spilt")
        .param("rows", ROWS_TOO_MANY_FOR_MEMORY)
        .query(Integer.class)
        .single();
  }
}
