package io.kundig.flows;

import io.kundig.accounts.Shops;
import io.kundig.events.Event;
import io.kundig.events.EventConsumer;
import io.kundig.events.Wanted;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Follows the log: lets people in, starts their waiting again, lets them out.
@Component
class FlowTriggers implements EventConsumer {

  /// An older event is history: it lets nobody in.
  private static final Duration FRESH = Duration.ofHours(24);

  /// Events written by an import carry this property and let nobody in.
  private static final String BACKFILL = "$backfill";

  private final FlowStore flows;
  private final RunStore runs;
  private final FlowEvents events;
  private final FlowWorker worker;
  private final Shops shops;
  private final Clock clock;

  FlowTriggers(
      FlowStore flows,
      RunStore runs,
      FlowEvents events,
      FlowWorker worker,
      Shops shops,
      Clock clock) {
    this.flows = flows;
    this.runs = runs;
    this.events = events;
    this.worker = worker;
    this.shops = shops;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "flows";
  }

  @Override
  public Wanted wanted() {
    return Wanted.of(
        flows.all().stream()
            .flatMap(flow -> flow.definition().metrics())
            .collect(Collectors.toSet()));
  }

  @Override
  public void accept(List<Event> events) {
    List<Flow> all = flows.all();
    List<Event> relevant =
        events.stream()
            .filter(event -> !event.properties().path(BACKFILL).asBoolean(false))
            .filter(event -> all.stream().anyMatch(flow -> concerns(flow, event)))
            .toList();
    if (relevant.isEmpty()) {
      return;
    }
    Batch batch = new Batch(relevant);
    for (Event event : relevant) {
      for (Flow flow : all) {
        if (concerns(flow, event)) {
          batch.apply(flow, event);
        }
      }
    }
    batch.write();
    worker.wake();
  }

  private static boolean concerns(Flow flow, Event event) {
    return flow.shopId() == event.shopId()
        && flow.definition().metrics().anyMatch(event.metric()::equals);
  }

  /// The runs of the batch's people as they become while its events are applied in order.
  private final class Batch {

    private record Key(ProfileId profileId, UUID flowId) {}

    private final Map<Key, Run> waiting = new HashMap<>();
    private final Map<Key, Instant> entered = new HashMap<>();
    private final Set<UUID> stored = new HashSet<>();
    private final Map<UUID, Run> added = new LinkedHashMap<>();
    private final Map<UUID, Run> changed = new LinkedHashMap<>();
    private final Instant now = clock.instant();

    Batch(List<Event> events) {
      Set<ProfileId> people = events.stream().map(Event::profileId).collect(Collectors.toSet());
      for (Run run : runs.lockWaiting(people)) {
        waiting.put(new Key(run.profileId(), run.flowId()), run);
        stored.add(run.runId());
      }
      runs.lastEntered(people)
          .forEach(last -> entered.put(new Key(last.profileId(), last.flowId()), last.at()));
    }

    void apply(Flow flow, Event event) {
      Key key = new Key(event.profileId(), flow.id());
      Run run = waiting.get(key);
      Definition definition =
          run == null ? flow.definition() : flows.definition(flow.id(), run.version());
      if (run != null
          && definition.exitOn().contains(event.metric())
          && !event.at().isBefore(run.triggeredAt())) {
        waiting.remove(key);
        change(run.exited(Run.Exit.CONVERTED, now));
      } else if (flow.definition().trigger().metrics().contains(event.metric())) {
        trigger(flow, key, run, event);
      }
    }

    private void trigger(Flow flow, Key key, @Nullable Run run, Event event) {
      if (run != null) {
        if (run.sent() == 0 && event.at().isAfter(run.triggeredAt())) {
          Start start = start(flows.definition(flow.id(), run.version()), event);
          Run again = run.retriggered(event.at(), start.step(), start.due());
          waiting.put(key, again);
          change(again);
        }
        return;
      }
      if (flow.state() != Flow.State.LIVE
          || event.at().isBefore(now.minus(FRESH))
          || !mayEnter(flow, key, event)) {
        return;
      }
      Start start = start(flow.definition(), event);
      Run entering =
          new Run(
              event.profileId(),
              flow.id(),
              runId(flow, event),
              flow.version(),
              start.step(),
              0,
              Run.State.WAITING,
              event.at(),
              event.at(),
              start.due(),
              null,
              null);
      waiting.put(key, entering);
      entered.put(key, event.at());
      change(entering);
    }

    private boolean mayEnter(Flow flow, Key key, Event event) {
      Instant before = entered.get(key);
      Integer days = flow.definition().reentryDays();
      return before == null
          || (days != null && !event.at().isBefore(before.plus(Duration.ofDays(days))));
    }

    private void change(Run run) {
      (stored.contains(run.runId()) ? changed : added).put(run.runId(), run);
    }

    void write() {
      List<Run> told = new ArrayList<>(changed.values());
      Set<UUID> known = runs.update(told);
      told.removeIf(run -> !known.contains(run.runId()));
      List<Run> entered = new ArrayList<>(added.values());
      Set<UUID> fresh = runs.insert(entered);
      entered.removeIf(run -> !fresh.contains(run.runId()));
      events.entered(entered, now);
      told.addAll(entered);
      events.left(told);
    }
  }

  private record Start(int step, Instant due) {}

  /// The first step and its moment: a leading delay counts from the trigger.
  private Start start(Definition definition, Event event) {
    if (definition.steps().getFirst() instanceof Step.Delay delay) {
      return new Start(1, delay.duration().after(event.at(), zone(event.shopId())));
    }
    return new Start(0, event.at());
  }

  private ZoneId zone(int shopId) {
    return shops.get(shopId).timeZone();
  }

  /// The same event makes the same run, however often it is read.
  private static UUID runId(Flow flow, Event event) {
    ByteBuffer key = ByteBuffer.allocate(32);
    key.putLong(flow.id().getMostSignificantBits()).putLong(flow.id().getLeastSignificantBits());
    key.putLong(event.id().getMostSignificantBits()).putLong(event.id().getLeastSignificantBits());
    return Ids.hashed(event.at(), key.array());
  }
}
