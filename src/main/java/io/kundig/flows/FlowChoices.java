package io.kundig.flows;

import io.kundig.segments.ConditionChoices;
import io.kundig.templates.Templates;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The flows and messages that segments can ask for.
@Component
class FlowChoices implements ConditionChoices {

  private final FlowStore flows;
  private final Templates templates;

  FlowChoices(FlowStore flows, Templates templates) {
    this.flows = flows;
    this.templates = templates;
  }

  @Override
  public List<Choice> flows() {
    return flows.all().stream()
        .map(flow -> new Choice(flow.id().toString(), name(flow), flow.shopId()))
        .toList();
  }

  private static Map<String, String> name(Flow flow) {
    return Map.of("de", flow.name().path("de").asString(), "en", flow.name().path("en").asString());
  }

  @Override
  public List<Choice> messages() {
    return templates.names().entrySet().stream()
        .map(template -> new Choice(template.getKey(), template.getValue(), null))
        .toList();
  }
}
