package io.kundig.flows;

import io.kundig.messaging.MessageNames;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// What the flows behind messages are called.
@Component
class FlowNames implements MessageNames {

  private final FlowStore store;

  FlowNames(FlowStore store) {
    this.store = store;
  }

  @Override
  public String originKind() {
    return "flow";
  }

  @Override
  public Map<UUID, Map<String, String>> names(Collection<UUID> ids) {
    return store.all().stream()
        .filter(flow -> ids.contains(flow.id()))
        .collect(
            Collectors.toMap(
                Flow::id,
                flow ->
                    Map.of(
                        "de", flow.name().path("de").asString(),
                        "en", flow.name().path("en").asString())));
  }
}
