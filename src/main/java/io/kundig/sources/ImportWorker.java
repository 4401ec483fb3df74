package io.kundig.sources;

import io.kundig.accounts.Shops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Works on one import after the other, and goes on where a killed server was.
@Component
class ImportWorker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);

  /// The safety net, for imports of a node that died.
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(20);

  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  /// Files and error files hold personal data.
  private static final Duration KEPT = Duration.ofDays(30);

  private final ImportStore store;
  private final RejectedRows rejectedRows;
  private final OrderImport orders;
  private final CustomerImport customers;
  private final UploadFolder folder;
  private final OnlyOneNode onlyOneNode;
  private final Shops shops;
  private final Clock clock;
  private final Semaphore awake = new Semaphore(0);
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;
  private Instant nextForgetting = Instant.MIN;

  ImportWorker(
      ImportStore store,
      RejectedRows rejectedRows,
      OrderImport orders,
      CustomerImport customers,
      UploadFolder folder,
      OnlyOneNode onlyOneNode,
      Shops shops,
      Clock clock) {
    this.store = store;
    this.rejectedRows = rejectedRows;
    this.orders = orders;
    this.customers = customers;
    this.folder = folder;
    this.onlyOneNode = onlyOneNode;
    this.shops = shops;
    this.clock = clock;
  }

  /// Looks for work, after the current transaction if there is one.
  void wake() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      awake.release();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            awake.release();
          }
        });
  }

  @Override
  public void start() {
    stopping = false;
    thread = Thread.ofVirtual().name("imports").start(this::loop);
  }

  private void loop() {
    while (!stopping) {
      Duration sleep = LONGEST_SLEEP;
      try {
        folder.deleteAbandoned();
        forgetOld();
        if (workOnOne()) {
          continue;
        }
      } catch (RuntimeException | SQLException e) {
        log.atWarn().setCause(e).log("imports have to wait");
        sleep = AFTER_ERROR;
      }
      try {
        if (awake.tryAcquire(sleep.toMillis(), TimeUnit.MILLISECONDS)) {
          awake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void forgetOld() {
    Instant now = clock.instant();
    if (now.isBefore(nextForgetting)) {
      return;
    }
    nextForgetting = now.plus(Duration.ofDays(1));
    for (UUID old : store.olderThan(now.minus(KEPT))) {
      folder.delete(old);
      rejectedRows.delete(old);
    }
  }

  /// Looks again once it is the only one: another server may just have ended the work.
  ///
  /// @return whether there was one
  private boolean workOnOne() throws SQLException {
    return store.nextToWorkOn().isPresent()
        && onlyOneNode.run(() -> store.nextToWorkOn().ifPresent(this::work));
  }

  private void work(Import job) {
    ImportRun run =
        new ImportRun(job, store, rejectedRows, Traits.country(countryOf(job)), () -> stopping);
    try {
      take(job, run);
      ImportState state = job.isDry() ? ImportState.CHECKED : ImportState.DONE;
      finish(job, state, run, null);
      if (!job.isDry()) {
        folder.delete(job.id());
      }
    } catch (ImportRun.Stopped e) {
      if (!stopping) {
        finish(job, ImportState.CANCELLED, run, null);
        folder.delete(job.id());
      }
    } catch (UnreadableFile e) {
      finish(job, ImportState.FAILED, run, e.words());
    } catch (DataAccessResourceFailureException | CannotCreateTransactionException e) {
      throw e;
    } catch (RuntimeException | IOException | SQLException e) {
      if (stopping) {
        return;
      }
      log.atError().addKeyValue("import", job.id()).setCause(e).log("an import failed");
      finish(job, ImportState.FAILED, run, unexpected(job.id()));
    }
  }

  private @Nullable String countryOf(Import job) {
    return shops.get(job.shopId()).impressum().country();
  }

  private void take(Import job, ImportRun run) throws IOException, SQLException {
    Path file = folder.fileOf(job.id());
    if (!Files.exists(file)) {
      throw new UnreadableFile(
          "Die hochgeladene Datei ist nicht mehr da. Lade sie noch einmal hoch.",
          "The uploaded file is gone. Upload it again.");
    }
    switch (job.kind()) {
      case CUSTOMERS -> customers.run(job, file, run);
      case ORDERS -> orders.run(job, file, run);
    }
  }

  private void finish(Import job, ImportState state, ImportRun run, @Nullable Words failure) {
    double done = state == ImportState.FAILED || state == ImportState.CANCELLED ? 0 : 1;
    rejectedRows.add(job.id(), run.tally().takeRejected());
    store.finish(
        job.id(),
        state,
        run.tally().progress(done),
        run.tally().findings(),
        failure,
        clock.instant());
  }

  private static Words unexpected(UUID id) {
    return new Words(
        "Der Import ist an einem Fehler des Servers gescheitert. Was schon übernommen ist, bleibt;"
            + " ein neuer Versuch verdoppelt nichts. Kennung: "
            + id,
        "The import failed because of an error in the server. What was taken stays; another try"
            + " doubles nothing. Id: "
            + id);
  }

  @Override
  public void stop() {
    stopping = true;
    Thread running = thread;
    thread = null;
    awake.release();
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(15));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
