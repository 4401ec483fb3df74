package io.kundig.sources.feeds;

import io.kundig.platform.DueWork;
import io.kundig.sources.feeds.Feed.Outcome;
import io.kundig.sources.feeds.Feed.Result;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Runs feeds when it is their turn: every hour, and one that fails again and again more seldom.
@Component
class FeedWork implements DueWork {

  private static final Logger log = LoggerFactory.getLogger(FeedWork.class);

  static final Duration BETWEEN = Duration.ofHours(1);
  private static final Duration SELDOM = Duration.ofHours(6);
  private static final int FAILURES_UNTIL_SELDOM = 24;
  private static final Duration CLAIM = Duration.ofMinutes(45);

  private final FeedStore store;
  private final FeedRun run;
  private final Clock clock;

  FeedWork(FeedStore store, FeedRun run, Clock clock) {
    this.store = store;
    this.run = run;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "product feeds";
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.nextDue();
  }

  @Override
  public int runDue() {
    int done = 0;
    for (Optional<Feed> feed = claim(); feed.isPresent(); feed = claim()) {
      run(feed.get());
      done++;
    }
    return done;
  }

  private Optional<Feed> claim() {
    Instant now = clock.instant();
    return store.claim(now, now.plus(CLAIM));
  }

  private void run(Feed feed) {
    Result result;
    try {
      result = run.run(feed);
    } catch (IOException | RuntimeException e) {
      log.atWarn().addKeyValue("feed", feed.id()).setCause(e).log("a feed could not be taken");
      result =
          new Result(
              clock.instant(), Outcome.FAILED, "internal", null, null, 0, 0, 0, 0, List.of());
    }
    boolean failed = result.outcome() == Outcome.FAILED || result.outcome() == Outcome.KEPT;
    Duration pause = failed && feed.failures() >= FAILURES_UNTIL_SELDOM ? SELDOM : BETWEEN;
    store.ended(feed.id(), result, failed, clock.instant().plus(pause));
  }

  @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT2S")
  void now() {
    try {
      runDue();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("feeds were not looked for; trying again");
    }
  }
}
