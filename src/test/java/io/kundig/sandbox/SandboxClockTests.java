package io.kundig.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.platform.AllDueWork;
import io.kundig.platform.DueWork;
import io.kundig.platform.KundigClock;
import io.kundig.platform.Settings;
import io.kundig.sandbox.SandboxClock.Moved;
import io.kundig.support.TestClock;
import io.kundig.support.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class SandboxClockTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant START = TestClock.START;

  private final KundigClock time = KundigClock.standingAt(START);
  private final List<String> diary = new ArrayList<>();
  private final Agenda flows = new Agenda("flows");
  private final Agenda messages = new Agenda("messages");

  @BeforeEach
  void empty() {
    database.jdbc().sql("truncate sandbox.clock").update();
  }

  @Test
  void everythingHappensInItsOrderAndAtItsTime() {
    flows.at(START.plus(Duration.ofHours(1)));
    flows.at(START.plus(Duration.ofHours(25)));
    messages.at(START.plus(Duration.ofMinutes(90)));

    Moved moved = sandbox(time, flows, messages).advance(Duration.ofHours(2));

    assertThat(diary).containsExactly("flows at PT1H", "messages at PT1H30M");
    assertThat(moved.now()).isEqualTo(START.plus(Duration.ofHours(2)));
    assertThat(moved.ran()).isEqualTo(Map.of("flows", 1, "messages", 1));
    assertThat(moved.stuck()).isEmpty();
  }

  @Test
  void whatComesOfOneStepHappensBeforeTheNext() {
    flows.at(START.plus(Duration.ofHours(1)));
    flows.then(() -> messages.at(time.instant()));
    flows.at(START.plus(Duration.ofHours(2)));

    sandbox(time, messages, flows).advance(Duration.ofHours(3));

    assertThat(diary)
        .containsExactly("flows at PT1H", "messages at PT1H", "flows at PT2H", "messages at PT2H");
  }

  @Test
  void whatIsOverdueIsDoneFirst() {
    messages.at(START.minus(Duration.ofDays(1)));

    sandbox(time, messages).advance(Duration.ZERO);

    assertThat(diary).containsExactly("messages at PT0S");
  }

  @Test
  void aRestartKeepsSandboxTime() {
    sandbox(time).advance(Duration.ofDays(3));
    KundigClock restarted = KundigClock.standingAt(START.plus(Duration.ofMinutes(5)));

    sandbox(restarted);

    assertThat(restarted.instant()).isEqualTo(START.plus(Duration.ofDays(3)).plusSeconds(300));
  }

  private SandboxClock sandbox(KundigClock clock, Agenda... works) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    for (Agenda work : works) {
      beans.addBean(work.name(), work);
    }
    SandboxClock sandbox =
        new SandboxClock(
            clock,
            new ClockStore(database.jdbc()),
            settings(),
            new AllDueWork(beans.getBeanProvider(DueWork.class), clock));
    sandbox.afterPropertiesSet();
    return sandbox;
  }

  private static Settings settings() {
    return new Settings(
        "127.0.0.1",
        0,
        Path.of("target"),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        true,
        false);
  }

  /// Work at set times, written into the diary when it is done.
  private final class Agenda implements DueWork {

    private final String name;
    private final TreeSet<Instant> times = new TreeSet<>();
    private @Nullable Runnable consequence;

    Agenda(String name) {
      this.name = name;
    }

    void at(Instant due) {
      times.add(due);
    }

    void then(Runnable action) {
      consequence = action;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Optional<Instant> nextDue() {
      return times.isEmpty() ? Optional.empty() : Optional.of(times.first());
    }

    @Override
    public int runDue() {
      if (times.isEmpty() || times.first().isAfter(time.instant())) {
        return 0;
      }
      times.removeFirst();
      diary.add(name + " at " + Duration.between(START, time.instant()));
      if (consequence != null) {
        consequence.run();
      }
      return 1;
    }
  }
}
