package io.kundig.demo;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.demo.DemoLife.Happening;
import io.kundig.flows.Flows;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.BaseUrl;
import io.kundig.platform.KundigClock;
import io.kundig.platform.Settings;
import io.kundig.profiles.ProfileId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Fills a fresh installation with a year of a lively shop: sets the clock back and lets invented
/// people live through it, while ingest, flows, decisions, mailbox and reports do their ordinary
/// work. So every figure agrees with every other.
@Component
class DemoShop {

  private static final Logger LOG = LoggerFactory.getLogger(DemoShop.class);
  private static final int PEOPLE = 2_000;
  private static final Duration SPAN = Duration.ofDays(365);

  /// Time moves in steps of three to six hours; what falls due in between happens at the end of a
  /// step.
  private static final Duration SHORTEST_STEP = Duration.ofHours(3);

  private final Settings settings;
  private final DemoStore store;
  private final KundigClock clock;
  private final Shops shops;
  private final Flows flows;
  private final Ingest ingest;
  private final DemoReactions reactions;
  private final AllDueWork work;
  private final BaseUrl baseUrl;

  DemoShop(
      Settings settings,
      DemoStore store,
      KundigClock clock,
      Shops shops,
      Flows flows,
      Ingest ingest,
      DemoReactions reactions,
      AllDueWork work,
      BaseUrl baseUrl) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
    this.shops = shops;
    this.flows = flows;
    this.ingest = ingest;
    this.reactions = reactions;
    this.work = work;
    this.baseUrl = baseUrl;
  }

  /// Comes after the server has said that it is ready, so that every worker works.
  @EventListener
  void fillIfAsked(AvailabilityChangeEvent<ReadinessState> change) {
    if (!settings.demo() || change.getState() != ReadinessState.ACCEPTING_TRAFFIC) {
      return;
    }
    switch (store.state()) {
      case FILLED -> LOG.info("the demo shop is there");
      case HALF_FILLED ->
          LOG.error(
              "the demo shop was interrupted while it was filled: delete {} and start again",
              settings.data());
      case IN_USE ->
          LOG.error(
              "this installation is in use: the demo shop needs an empty data folder (KUNDIG_DATA)");
      case EMPTY -> {
        if (settings.smtpUrl() == null) {
          fill(PEOPLE);
        } else {
          LOG.error("the demo shop writes to invented people: start it without KUNDIG_SMTP_URL");
        }
      }
    }
  }

  void fill(int people) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    long started = System.nanoTime();
    System.out.println("Filling the demo shop with a year of " + people + " invented people …");
    store.started(now);
    shops.update(nordlicht());
    clock.setBackTo(now.minus(SPAN));
    flows.activate(1, "welcome");
    flows.activate(1, "abandoned_cart");
    live(new DemoLife(people, clock.instant(), now, baseUrl.get() + "/demo/pictures/"), now);
    clock.catchUp();
    work.settle();
    store.finished(clock.instant());
    System.out.println(
        "The demo shop is ready after "
            + Duration.ofNanos(System.nanoTime() - started).toSeconds()
            + " s.");
  }

  private void live(DemoLife life, Instant end) {
    Map<ProfileId, DemoCustomer> byProfile = new HashMap<>();
    Instant step = clock.instant();
    while (step.isBefore(end)) {
      Instant before = step;
      step = step.plus(SHORTEST_STEP).plusSeconds(life.chance().nextInt(3 * 3600));
      if (step.isAfter(end)) {
        step = end;
      }
      clock.advanceTo(step);
      List<Happening> happened = life.until(step);
      if (!happened.isEmpty()) {
        remember(happened, byProfile);
      }
      reactions.write();
      work.settle();
      reactions.plan(life, before, step, byProfile);
    }
  }

  private void remember(List<Happening> happened, Map<ProfileId, DemoCustomer> byProfile) {
    List<Fact> facts = happened.stream().map(Happening::fact).toList();
    List<Ingest.Outcome> outcomes = ingest.accept(facts);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Ingest.Outcome.Accepted accepted) {
        byProfile.put(accepted.profileId(), happened.get(i).customer());
      }
    }
  }

  private Shop nordlicht() {
    Shop first = shops.get(1);
    return new Shop(
        1,
        "Rösterei Nordlicht",
        "EUR",
        ZoneId.of("Europe/Berlin"),
        Locale.GERMAN,
        "https://nordlicht.example",
        new Shop.Sender("Rösterei Nordlicht", "moin@nordlicht.example", null),
        new Shop.Impressum(
            "Nordlicht Kaffee & Tee GmbH",
            "Röstergang 7",
            "22765 Hamburg",
            "Deutschland",
            "Mara Lindqvist",
            "moin@nordlicht.example",
            "+49 40 5550123",
            "Amtsgericht Hamburg, HRB 104882",
            "DE314098765"),
        first.writeKey(),
        Shop.Rules.DEFAULT);
  }
}
