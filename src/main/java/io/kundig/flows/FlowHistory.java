package io.kundig.flows;

import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Tells the log of the runs that stood before anything was told of them, some at a time.
@Component
class FlowHistory implements DueWork {

  private static final Logger LOG = LoggerFactory.getLogger(FlowHistory.class);

  private static final int BATCH = 500;

  private final RunStore runs;
  private final FlowEvents events;
  private final TransactionTemplate transactions;
  private final Clock clock;

  FlowHistory(RunStore runs, FlowEvents events, TransactionTemplate transactions, Clock clock) {
    this.runs = runs;
    this.events = events;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "history of flows";
  }

  @Override
  public Optional<Instant> nextDue() {
    return runs.isEveryRunTold() ? Optional.empty() : Optional.of(clock.instant());
  }

  @Override
  public int runDue() {
    int done = 0;
    while (true) {
      Integer told = transactions.execute(_ -> tell());
      if (told == null || told == 0) {
        return done;
      }
      done += told;
    }
  }

  private int tell() {
    List<Run> untold = runs.tellUntold(BATCH);
    events.history(untold, clock.instant());
    return untold.size();
  }

  @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT1M")
  void now() {
    try {
      runDue();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the log was not told of older runs; trying again");
    }
  }
}
