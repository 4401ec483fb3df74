package io.kundig.flows;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Profiles.Profile;
import io.kundig.shared.Invalid;
import io.kundig.shared.Money;
import io.kundig.shared.Page;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Flows over HTTP.
@RestController
@RequestMapping("/api/v1/flows")
class FlowController {

  private static final int DEFAULT_DAYS = 30;
  private static final int MOST_PEOPLE = 200;

  private final Flows flows;
  private final FlowStore store;
  private final RunStore runs;
  private final Profiles profiles;
  private final Shops shops;
  private final ObjectProvider<FlowFigures> figures;
  private final Clock clock;

  FlowController(
      Flows flows,
      FlowStore store,
      RunStore runs,
      Profiles profiles,
      Shops shops,
      ObjectProvider<FlowFigures> figures,
      Clock clock) {
    this.flows = flows;
    this.store = store;
    this.runs = runs;
    this.profiles = profiles;
    this.shops = shops;
    this.figures = figures;
    this.clock = clock;
  }

  record FlowRow(
      UUID id,
      String key,
      int shopId,
      ObjectNode name,
      String state,
      JsonNode trigger,
      List<String> channels,
      int version,
      RowFigures figures) {}

  record RowFigures(
      int recipients,
      int opens,
      int clicks,
      int orders,
      Money revenue,
      @Nullable Money revenuePerRecipient,
      int unsubscribes,
      @Nullable Double openRate,
      @Nullable Double clickRate,
      int waiting) {}

  record FlowList(List<FlowRow> items) {}

  @GetMapping
  FlowList list(@RequestParam @Nullable LocalDate from, @RequestParam @Nullable LocalDate to) {
    List<Flow> all = flows.all();
    Map<UUID, Integer> waiting =
        runs.waiting().stream()
            .collect(
                Collectors.groupingBy(
                    RunStore.Waiting::flowId, Collectors.summingInt(RunStore.Waiting::people)));
    Map<Integer, Map<UUID, FlowFigures.Figures>> byShop =
        all.stream()
            .map(Flow::shopId)
            .distinct()
            .collect(Collectors.toMap(shop -> shop, shop -> figures(shop, from, to)));
    return new FlowList(
        all.stream()
            .map(
                flow ->
                    row(
                        flow,
                        byShop.getOrDefault(flow.shopId(), Map.of()).get(flow.id()),
                        waiting.getOrDefault(flow.id(), 0)))
            .toList());
  }

  record StepRow(
      String key, String kind, StepRowFigures figures, List<FlowFigures.SkippedBy> skippedBy) {}

  record StepRowFigures(
      int waiting, int sent, int skipped, int opens, int clicks, int orders, Money revenue) {}

  record FlowDetail(FlowRow flow, ObjectNode definition, List<StepRow> steps) {}

  @GetMapping("/{id}")
  FlowDetail get(
      @PathVariable UUID id,
      @RequestParam @Nullable LocalDate from,
      @RequestParam @Nullable LocalDate to) {
    Flow flow = flows.get(id);
    Map<String, Integer> waiting = waitingBefore(flow);
    Shop shop = shops.get(flow.shopId());
    FlowFigures counted = figures.getIfAvailable();
    Period period = period(shop, from, to);
    Map<String, FlowFigures.StepFigures> steps =
        counted == null ? Map.of() : counted.steps(id, period.from(), period.to());
    return new FlowDetail(
        row(
            flow,
            figures(flow.shopId(), from, to).get(id),
            waiting.values().stream().mapToInt(Integer::intValue).sum()),
        DefinitionJson.write(flow.definition()),
        flow.definition().steps().stream()
            .map(
                step ->
                    stepRow(step, steps.get(step.key()), waiting.getOrDefault(step.key(), 0), shop))
            .toList());
  }

  /// People wait in the delay before the step that is due next; those on older versions count at
  /// the step of that key.
  private Map<String, Integer> waitingBefore(Flow flow) {
    return runs.waiting().stream()
        .filter(waiting -> waiting.flowId().equals(flow.id()))
        .collect(
            Collectors.groupingBy(
                waiting -> waitingAt(flow, waiting),
                Collectors.summingInt(RunStore.Waiting::people)));
  }

  private String waitingAt(Flow flow, RunStore.Waiting waiting) {
    List<Step> steps = store.definition(flow.id(), waiting.version()).steps();
    return steps.get(Math.clamp(waiting.step() - 1L, 0, steps.size() - 1)).key();
  }

  private StepRow stepRow(
      Step step, FlowFigures.@Nullable StepFigures counted, int waiting, Shop shop) {
    String kind =
        switch (step) {
          case Step.Delay _ -> "delay";
          case Step.Send _ -> "send";
        };
    if (counted == null) {
      return new StepRow(
          step.key(), kind, new StepRowFigures(waiting, 0, 0, 0, 0, 0, zero(shop)), List.of());
    }
    return new StepRow(
        step.key(),
        kind,
        new StepRowFigures(
            waiting,
            counted.sent(),
            counted.skipped(),
            counted.opens(),
            counted.clicks(),
            counted.orders(),
            counted.revenue()),
        counted.skippedBy());
  }

  @PutMapping("/{id}/definition")
  FlowRow publish(@PathVariable UUID id, @RequestBody JsonNode definition) {
    return row(flows.publish(id, DefinitionJson.read(definition)), null, 0);
  }

  @PostMapping("/{id}/activation")
  FlowRow activate(@PathVariable UUID id) {
    return row(flows.activate(id), null, 0);
  }

  @DeleteMapping("/{id}/activation")
  FlowRow pause(@PathVariable UUID id) {
    return row(flows.pause(id), null, 0);
  }

  @io.swagger.v3.oas.annotations.media.Schema(name = "FlowPerson")
  record FlowPerson(
      UUID runId,
      UUID profileId,
      @Nullable String name,
      @Nullable String email,
      @Nullable String step,
      String state,
      Instant enteredAt,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      @Nullable String exitReason) {}

  @GetMapping("/{id}/people")
  Page<FlowPerson> people(
      @PathVariable UUID id,
      @RequestParam @Nullable String state,
      @RequestParam @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MOST_PEOPLE) {
      throw new Invalid("limit", "The limit is out of range.", "Send 1 to " + MOST_PEOPLE + ".");
    }
    Run after = cursor == null ? null : runs.find(id, cursor).orElse(null);
    List<Run> found = runs.people(id, state, after, limit + 1);
    List<Run> shown = found.subList(0, Math.min(limit, found.size()));
    Map<ProfileId, Profile> who =
        profiles.find(shown.stream().map(Run::profileId).collect(Collectors.toSet()));
    List<FlowPerson> rows = new ArrayList<>();
    for (Run run : shown) {
      rows.add(person(run, who.get(run.profileId())));
    }
    return new Page<>(rows, found.size() > limit ? shown.getLast().runId().toString() : null);
  }

  private FlowPerson person(Run run, @Nullable Profile profile) {
    List<Step> steps = store.definition(run.flowId(), run.version()).steps();
    return new FlowPerson(
        run.runId(),
        run.profileId().value(),
        profile == null ? null : name(profile),
        profile == null ? null : profile.email(),
        run.step() < steps.size() ? steps.get(run.step()).key() : null,
        run.state().name().toLowerCase(Locale.ROOT),
        run.enteredAt(),
        run.dueAt(),
        run.endedAt(),
        run.exitReason());
  }

  private static @Nullable String name(Profile profile) {
    String name =
        Stream.of(profile.firstName(), profile.lastName())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining(" "));
    return name.isEmpty() ? null : name;
  }

  private record Period(LocalDate from, LocalDate to) {}

  private Period period(Shop shop, @Nullable LocalDate from, @Nullable LocalDate to) {
    LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), shop.timeZone()) : to;
    return new Period(from == null ? last.minusDays(DEFAULT_DAYS - 1) : from, last);
  }

  private Map<UUID, FlowFigures.Figures> figures(
      int shopId, @Nullable LocalDate from, @Nullable LocalDate to) {
    FlowFigures counted = figures.getIfAvailable();
    Period period = period(shops.get(shopId), from, to);
    return counted == null ? Map.of() : counted.flows(shopId, period.from(), period.to());
  }

  private FlowRow row(Flow flow, FlowFigures.@Nullable Figures counted, int waiting) {
    ObjectNode definition = DefinitionJson.write(flow.definition());
    List<String> channels =
        flow.definition().steps().stream()
            .filter(Step.Send.class::isInstance)
            .map(step -> ((Step.Send) step).channel().name().toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    return new FlowRow(
        flow.id(),
        flow.key(),
        flow.shopId(),
        flow.name(),
        flow.state().name().toLowerCase(Locale.ROOT),
        definition.path("trigger"),
        channels,
        flow.version(),
        rowFigures(shops.get(flow.shopId()), counted, waiting));
  }

  private static RowFigures rowFigures(
      Shop shop, FlowFigures.@Nullable Figures counted, int waiting) {
    if (counted == null) {
      return new RowFigures(0, 0, 0, 0, zero(shop), null, 0, null, null, waiting);
    }
    return new RowFigures(
        counted.recipients(),
        counted.opens(),
        counted.clicks(),
        counted.orders(),
        counted.revenue(),
        counted.revenuePerRecipient(),
        counted.unsubscribes(),
        counted.openRate(),
        counted.clickRate(),
        waiting);
  }

  private static Money zero(Shop shop) {
    return new Money(BigDecimal.ZERO, shop.currency());
  }
}
