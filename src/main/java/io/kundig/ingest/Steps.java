package io.kundig.ingest;

import io.kundig.catalog.Catalog;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.events.EventLog;
import io.kundig.ingest.Ingest.Outcome;
import io.kundig.orders.Carts;
import io.kundig.orders.Orders;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Sighting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// What happens to a batch, one step after the other, in one transaction. Every batch touches the
/// tables in this order.
@Component
class Steps {

  private final EventLog log;
  private final Profiles profiles;
  private final Orders orders;
  private final Carts carts;
  private final Consents consents;
  private final Commerce commerce;
  private final Catalog catalog;
  private final Clock clock;

  Steps(
      EventLog log,
      Profiles profiles,
      Orders orders,
      Carts carts,
      Consents consents,
      Commerce commerce,
      Catalog catalog,
      Clock clock) {
    this.log = log;
    this.profiles = profiles;
    this.orders = orders;
    this.carts = carts;
    this.consents = consents;
    this.commerce = commerce;
    this.catalog = catalog;
    this.clock = clock;
  }

  void run(List<Incoming> batch) {
    log.begin();
    dropRepeats(batch);
    List<Incoming> open = batch.stream().filter(Incoming::isOpen).toList();
    if (open.isEmpty()) {
      return;
    }
    findProfiles(open);
    Effects effects = commerce.effects(open);
    if (!effects.orders().isEmpty()) {
      orders.apply(effects.orders());
    }
    if (!effects.carts().isEmpty()) {
      carts.apply(effects.carts());
    }
    recordConsents(open);
    log.appendNew(effects.events());
    catalog.seen(effects.products());
    open.forEach(incoming -> incoming.ends(new Outcome.Accepted(incoming.profileId())));
  }

  private void dropRepeats(List<Incoming> batch) {
    List<UUID> timed = new ArrayList<>();
    List<UUID> timeless = new ArrayList<>();
    for (Incoming incoming : batch) {
      (incoming.timeless() ? timeless : timed).add(incoming.key());
    }
    Set<UUID> fresh = timed.isEmpty() ? Set.of() : log.take(timed);
    Set<UUID> freshTimeless =
        timeless.isEmpty() ? Set.of() : log.takeTimeless(timeless, clock.instant());
    for (Incoming incoming : batch) {
      if (!(incoming.timeless() ? freshTimeless : fresh).remove(incoming.key())) {
        incoming.ends(new Outcome.Duplicate());
      }
    }
  }

  private void findProfiles(List<Incoming> open) {
    List<ProfileId> ids = profiles.resolve(open.stream().map(Steps::sighting).toList());
    for (int i = 0; i < open.size(); i++) {
      open.get(i).belongsTo(ids.get(i));
    }
  }

  private static Sighting sighting(Incoming incoming) {
    Fact fact = incoming.fact();
    return switch (fact) {
      case Fact.Track track -> sighting(fact, track.traits(), track.trust() == Fact.Trust.PROVEN);
      case Fact.Identify identify ->
          sighting(fact, identify.traits(), identify.trust() == Fact.Trust.PROVEN);
      case Fact.Consent consent -> sighting(fact, consent.traits(), false);
    };
  }

  private static Sighting sighting(Fact fact, Map<String, Object> traits, boolean proven) {
    return new Sighting(fact.identifiers(), traits, fact.at(), proven);
  }

  private void recordConsents(List<Incoming> open) {
    List<ConsentChange> changes = new ArrayList<>();
    for (Incoming incoming : open) {
      if (incoming.fact() instanceof Fact.Consent consent) {
        for (ConsentChange change : consent.changes()) {
          changes.add(change(change, incoming.profileId()));
        }
      }
    }
    if (!changes.isEmpty()) {
      consents.record(changes);
    }
  }

  private static ConsentChange change(ConsentChange change, ProfileId profile) {
    return new ConsentChange(
        profile,
        change.channel(),
        change.purpose(),
        change.state(),
        change.method(),
        change.at(),
        change.source(),
        change.wording(),
        change.ip(),
        change.userAgent());
  }
}
