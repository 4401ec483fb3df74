package io.kundig.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// How far the set-up is. Steps can be done in any order; the first one open is the next.
@Component
class Onboarding {

  private static final List<String> ORDER = List.of("owner", "shop", "connect", "flow", "testMail");

  private final Staff staff;
  private final Shops shops;
  private final ObjectProvider<OnboardingStep> others;

  Onboarding(Staff staff, Shops shops, ObjectProvider<OnboardingStep> others) {
    this.staff = staff;
    this.shops = shops;
    this.others = others;
  }

  Checklist checklist() {
    Map<String, OnboardingStep.Progress> progress =
        others.stream()
            .collect(Collectors.toMap(OnboardingStep::key, OnboardingStep::progress, (a, b) -> a));
    progress.put("owner", new OnboardingStep.Progress(staff.ownerExists(), Map.of()));
    progress.put("shop", shop());
    List<Step> steps = new ArrayList<>();
    boolean nextFound = false;
    for (String key : ORDER) {
      OnboardingStep.Progress step = progress.get(key);
      if (step == null) {
        continue;
      }
      String state = step.done() ? "done" : nextFound ? "later" : "next";
      nextFound |= !step.done();
      steps.add(new Step(key, state, step.detail()));
    }
    return new Checklist(steps, !nextFound);
  }

  /// Named, with a sender, and with an Impressum: what every mail needs.
  private OnboardingStep.Progress shop() {
    return shops.all().stream()
        .map(Onboarding::progressOf)
        .filter(OnboardingStep.Progress::done)
        .findFirst()
        .orElseGet(() -> progressOf(shops.all().getFirst()));
  }

  private static OnboardingStep.Progress progressOf(Shop shop) {
    List<String> missing =
        Stream.of(
                shop.name().isBlank() ? Stream.of("name") : Stream.<String>empty(),
                shop.sender().email() == null ? Stream.of("sender.email") : Stream.<String>empty(),
                shop.impressum().missing().stream().map(part -> "impressum." + part))
            .flatMap(Function.identity())
            .toList();
    return new OnboardingStep.Progress(
        missing.isEmpty(), Map.of("shopId", shop.id(), "missing", missing));
  }

  record Checklist(List<Step> steps, boolean done) {}

  /// @param state `done`, `next` or `later`
  record Step(String key, String state, Map<String, Object> detail) {}
}
