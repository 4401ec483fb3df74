package io.kundig.flows;

import io.kundig.accounts.Shops;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells the log who enters and leaves flows, in the caller's transaction. A run is entered once
/// and left once.
@Component
class FlowEvents {

  static final String ENTERED = "Entered Flow";
  static final String LEFT = "Left Flow";

  private final FlowStore flows;
  private final EventLog log;
  private final Shops shops;
  private final JsonMapper json;

  FlowEvents(FlowStore flows, EventLog log, Shops shops, JsonMapper json) {
    this.flows = flows;
    this.log = log;
    this.shops = shops;
    this.json = json;
  }

  /// @param now when they did; a run itself begins with its trigger, which may have been earlier
  void entered(List<Run> runs, Instant now) {
    Told told = new Told(false);
    log.append(runs.stream().map(run -> told.event(ENTERED, run, now)).toList());
  }

  /// Those among these that have ended.
  void left(List<Run> runs) {
    Told told = new Told(false);
    log.append(runs.stream().flatMap(told::left).toList());
  }

  /// The same of runs that stood before anything was told of them.
  void history(List<Run> runs, Instant now) {
    Told told = new Told(true);
    log.append(
        runs.stream()
            .flatMap(
                run ->
                    Stream.concat(
                        Stream.of(told.event(ENTERED, run, earlier(run.enteredAt(), now))),
                        told.left(run)))
            .toList());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private final class Told {

    private final boolean isHistory;
    private final Map<UUID, Flow> byId = new HashMap<>();

    Told(boolean isHistory) {
      this.isHistory = isHistory;
    }

    Stream<Event> left(Run run) {
      return run.state() == Run.State.WAITING
          ? Stream.empty()
          : Stream.of(event(LEFT, run, Objects.requireNonNullElse(run.endedAt(), run.enteredAt())));
    }

    Event event(String metric, Run run, Instant at) {
      Flow flow = byId.computeIfAbsent(run.flowId(), flows::get);
      ObjectNode properties = json.createObjectNode();
      properties.put("flowId", flow.id().toString());
      properties.put(
          "flow", flow.name().path(shops.get(flow.shopId()).locale().getLanguage()).asString());
      properties.put("runId", run.runId().toString());
      if (metric.equals(LEFT)) {
        properties.put("outcome", run.state().name().toLowerCase(Locale.ROOT));
        properties.put("sent", run.sent());
        if (run.exitReason() != null) {
          properties.put("reason", run.exitReason());
        }
      }
      if (isHistory) {
        properties.put("$backfill", true);
      }
      String key = metric + "\n" + run.runId();
      return new Event(
          Ids.hashed(at, key.getBytes(StandardCharsets.UTF_8)),
          run.profileId(),
          flow.shopId(),
          metric,
          at,
          properties);
    }
  }
}
