package io.kundig.flows;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.shared.Ids;
import io.kundig.shared.Invalid;
import io.kundig.templates.Templates;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The flows of all shops.
@Component
public class Flows {

  private final FlowStore store;
  private final FlowWorker worker;
  private final Templates templates;
  private final Shops shops;
  private final AuditLog audit;
  private final Clock clock;

  Flows(
      FlowStore store,
      FlowWorker worker,
      Templates templates,
      Shops shops,
      AuditLog audit,
      Clock clock) {
    this.store = store;
    this.worker = worker;
    this.templates = templates;
    this.shops = shops;
    this.audit = audit;
    this.clock = clock;
  }

  /// Every flow, after each shop has got the library's flows as drafts.
  @Transactional
  List<Flow> all() {
    List<Flow> present = store.all();
    boolean added = false;
    for (Shop shop : shops.all()) {
      for (FlowLibrary.Entry entry : FlowLibrary.ENTRIES) {
        if (present.stream()
            .noneMatch(flow -> flow.shopId() == shop.id() && flow.key().equals(entry.key()))) {
          Instant now = clock.instant();
          store.addDraft(Ids.random(now), shop.id(), entry, now);
          added = true;
        }
      }
    }
    return added ? store.all() : present;
  }

  /// @throws io.kundig.shared.NotFound if there is none
  Flow get(UUID id) {
    return store.get(id);
  }

  /// Turns on the library flow of this key in a shop, e.g. `welcome`.
  @Transactional
  public void activate(int shopId, String key) {
    all().stream()
        .filter(flow -> flow.shopId() == shopId && flow.key().equals(key))
        .forEach(flow -> activate(flow.id()));
  }

  /// From now on people enter, and those who waited while it was paused go on waiting.
  ///
  /// @throws Invalid if a step sends a template that does not exist
  @Transactional
  Flow activate(UUID id) {
    Flow before = store.get(id);
    checkTemplates(before.definition());
    store.activate(id, clock.instant());
    recordState(before, Flow.State.LIVE);
    worker.wake();
    return store.get(id);
  }

  /// Holds everybody where they are; nobody enters, nobody is put out.
  @Transactional
  Flow pause(UUID id) {
    Flow before = store.get(id);
    store.pause(id, clock.instant());
    recordState(before, Flow.State.PAUSED);
    return store.get(id);
  }

  /// New people follow the new version; those inside finish on theirs.
  ///
  /// @throws Invalid if a step sends a template that does not exist
  @Transactional
  Flow publish(UUID id, Definition definition) {
    Flow before = store.get(id);
    checkTemplates(definition);
    if (before.definition().equals(definition)) {
      return before;
    }
    store.publish(id, definition, clock.instant());
    audit.record(
        AuditAction.FLOW_CHANGED,
        "flow:" + before.key(),
        Map.of(
            "definition",
            new Object[] {
              DefinitionJson.write(before.definition()).toString(),
              DefinitionJson.write(definition).toString()
            }));
    return store.get(id);
  }

  private void checkTemplates(Definition definition) {
    List<Step> steps = definition.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Send send && !templates.exists(send.templateKey())) {
        throw new Invalid(
            "steps[" + i + "].templateKey",
            "Step %s sends the template %s, which does not exist."
                .formatted(send.key(), send.templateKey()),
            "Name one of the templates that exist.");
      }
    }
  }

  private void recordState(Flow before, Flow.State after) {
    audit.record(
        after == Flow.State.LIVE ? AuditAction.FLOW_ACTIVATED : AuditAction.FLOW_PAUSED,
        "flow:" + before.key(),
        Map.of("state", new Object[] {before.state().name(), after.name()}));
  }
}
