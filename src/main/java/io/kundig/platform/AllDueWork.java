package io.kundig.platform;

import io.kundig.shared.Conflict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// The work of all engines, for whoever moves the clock and has to wait for what comes of it.
@Component
public class AllDueWork {

  /// How long work that says it is due may do nothing, because its own worker has it in hand.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final int MOST_ROUNDS_AT_ONE_MOMENT = 10_000;

  private final ObjectProvider<DueWork> works;
  private final Clock clock;

  public AllDueWork(ObjectProvider<DueWork> works, Clock clock) {
    this.works = works;
    this.clock = clock;
  }

  /// Runs all that is due now, and what comes due by that, until nothing is; also what a worker of
  /// its own has in hand is done then.
  ///
  /// @throws Conflict when something comes due at this moment again and again
  public Settled settle() {
    return settle(Settled.NOTHING);
  }

  /// The same, without waiting again for what was stuck before.
  public Settled settle(Settled before) {
    List<DueWork> all = works.orderedStream().toList();
    Map<String, Integer> ran = new TreeMap<>(before.ran);
    Set<String> stuck = new TreeSet<>(before.stuck);
    long idleSince = System.nanoTime();
    for (int round = 0; round < MOST_ROUNDS_AT_ONE_MOMENT; round++) {
      if (runAll(all, ran) > 0) {
        idleSince = System.nanoTime();
        continue;
      }
      List<String> waiting = dueNow(all, stuck);
      if (waiting.isEmpty()) {
        return new Settled(ran, stuck);
      }
      if (System.nanoTime() - idleSince > PATIENCE.toNanos()) {
        stuck.addAll(waiting);
        return new Settled(ran, stuck);
      }
      pause();
    }
    throw new Conflict(
        "The clock stands at "
            + clock.instant()
            + ", since something comes due there again and again: "
            + ran
            + ".");
  }

  /// The first moment until then at which something becomes due; what is due already does not
  /// count.
  public Optional<Instant> nextUntil(Instant target) {
    Instant now = clock.instant();
    return works
        .orderedStream()
        .flatMap(work -> work.nextDue().stream())
        .filter(due -> due.isAfter(now) && !due.isAfter(target))
        .min(Instant::compareTo);
  }

  private static int runAll(List<DueWork> all, Map<String, Integer> ran) {
    int sum = 0;
    for (DueWork work : all) {
      int done = work.runDue();
      if (done > 0) {
        ran.merge(work.name(), done, Integer::sum);
      }
      sum += done;
    }
    return sum;
  }

  private List<String> dueNow(List<DueWork> all, Set<String> stuck) {
    Instant now = clock.instant();
    return all.stream()
        .filter(work -> work.nextDue().filter(due -> !due.isAfter(now)).isPresent())
        .map(DueWork::name)
        .filter(name -> !stuck.contains(name))
        .toList();
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while work was waited for", e);
    }
  }

  /// @param ran how much each kind of work did
  /// @param stuck work that said it was due but did nothing, such as mail while the SMTP server is
  ///   away
  public record Settled(Map<String, Integer> ran, Set<String> stuck) {
    public static final Settled NOTHING = new Settled(Map.of(), Set.of());
  }
}
