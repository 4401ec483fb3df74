package io.kundig.flows;

import io.kundig.accounts.OnboardingStep;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Set-up: whether a flow is on.
@Component
class FirstFlowLive implements OnboardingStep {

  private final FlowStore store;

  FirstFlowLive(FlowStore store) {
    this.store = store;
  }

  @Override
  public String key() {
    return "flow";
  }

  @Override
  public Progress progress() {
    return new Progress(!store.live().isEmpty(), Map.of());
  }
}
