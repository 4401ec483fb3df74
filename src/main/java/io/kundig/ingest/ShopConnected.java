package io.kundig.ingest;

import io.kundig.accounts.OnboardingStep;
import io.kundig.events.EventLog;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Set-up: whether anything has ever come in.
@Component
class ShopConnected implements OnboardingStep {

  private final EventLog log;
  private final LiveFeed feed;

  ShopConnected(EventLog log, LiveFeed feed) {
    this.log = log;
    this.feed = feed;
  }

  @Override
  public String key() {
    return "connect";
  }

  @Override
  public Progress progress() {
    Object lastEventAt = feed.lastEventAt();
    return new Progress(
        !log.isEmpty(), lastEventAt == null ? Map.of() : Map.of("lastEventAt", lastEventAt));
  }
}
