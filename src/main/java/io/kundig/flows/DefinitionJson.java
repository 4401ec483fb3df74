package io.kundig.flows;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Purpose;
import io.kundig.messaging.MessageRequest;
import io.kundig.shared.Invalid;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of a definition, format 1. Every error names the path of the wrong part.
final class DefinitionJson {

  private static final int MOST_STEPS = 100;
  private static final int LONGEST_TEXT = 127;
  private static final JsonMapper JSON = JsonMapper.shared();

  private DefinitionJson() {}

  static Definition parse(String json) {
    return read(JSON.readTree(json));
  }

  /// @throws Invalid naming the path of the first part that is wrong
  static Definition read(JsonNode root) {
    if (root.path("format").asInt(0) != Definition.FORMAT) {
      throw new Invalid("format", "The format is not known.", "Send format 1.");
    }
    return new Definition(
        trigger(root.path("trigger")),
        reentryDays(root.path("reentry").path("days")),
        texts(root.path("exitOn"), "exitOn"),
        filters(root.path("filters")),
        steps(root.path("steps")));
  }

  private static Trigger trigger(JsonNode node) {
    if (node.has("metrics")) {
      List<String> metrics = texts(node.get("metrics"), "trigger.metrics");
      if (metrics.isEmpty()) {
        throw new Invalid("trigger.metrics", "No metric is named.", "Name at least one.");
      }
      return new Trigger.Metrics(metrics);
    }
    if (node.has("consent")) {
      JsonNode consent = node.get("consent");
      return new Trigger.Consent(
          choice(ChannelKind.class, consent.path("channel"), "trigger.consent.channel"),
          choice(Purpose.class, consent.path("purpose"), "trigger.consent.purpose"));
    }
    throw new Invalid(
        "trigger", "The flow has no trigger.", "Send trigger.metrics or trigger.consent.");
  }

  private static @Nullable Integer reentryDays(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isInt() || node.asInt() < 0 || node.asInt() > 3650) {
      throw new Invalid(
          "reentry.days", "That is no number of days.", "Send 0 to 3650, or null for never again.");
    }
    return node.asInt();
  }

  private static Set<Definition.Filter> filters(JsonNode node) {
    Set<Definition.Filter> filters = EnumSet.noneOf(Definition.Filter.class);
    for (int i = 0; i < node.size(); i++) {
      filters.add(choice(Definition.Filter.class, node.get(i), "filters[" + i + "]"));
    }
    return filters;
  }

  private static List<Step> steps(JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      throw new Invalid("steps", "The flow has no steps.", "Send at least one.");
    }
    if (node.size() > MOST_STEPS) {
      throw new Invalid(
          "steps", "The flow has more than " + MOST_STEPS + " steps.", "Split it into two flows.");
    }
    Set<String> keys = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String path = "steps[" + i + "]";
      Step step = step(node.get(i), path);
      if (!keys.add(step.key())) {
        throw new Invalid(
            path + ".key", "Two steps have the key " + step.key() + ".", "Give each its own.");
      }
      steps.add(step);
    }
    return steps;
  }

  private static Step step(JsonNode node, String path) {
    String key = text(node.path("key"), path + ".key");
    return switch (node.path("kind").asString("")) {
      case "delay" -> new Step.Delay(key, wait(node.path("duration"), path + ".duration"));
      case "send" ->
          new Step.Send(
              key,
              choice(ChannelKind.class, node.path("channel"), path + ".channel"),
              text(node.path("templateKey"), path + ".templateKey"),
              choice(MessageRequest.Kind.class, node.path("purpose"), path + ".purpose"));
      default ->
          throw new Invalid(
              path + ".kind", "The kind of step is not known.", "Send delay or send.");
    };
  }

  private static Wait wait(JsonNode node, String path) {
    try {
      return Wait.parse(text(node, path));
    } catch (DateTimeException e) {
      throw new Invalid(
          path,
          "That is no length of time: " + e.getMessage() + ".",
          "Send for example PT1H or P1D.");
    }
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, String path) {
    String wanted = node.asString("");
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(wanted)) {
        return constant;
      }
      names.add(name);
    }
    throw new Invalid(
        path, "That is not one of the choices.", "Send one of " + String.join(", ", names) + ".");
  }

  private static List<String> texts(JsonNode node, String path) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      texts.add(text(node.get(i), path + "[" + i + "]"));
    }
    return texts;
  }

  private static String text(JsonNode node, String path) {
    if (!node.isString() || node.asString().isBlank() || node.asString().length() > LONGEST_TEXT) {
      throw new Invalid(
          path, "A text is missing or too long.", "Send 1 to " + LONGEST_TEXT + " characters.");
    }
    return node.asString();
  }

  static ObjectNode write(Definition definition) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", Definition.FORMAT);
    ObjectNode trigger = root.putObject("trigger");
    switch (definition.trigger()) {
      case Trigger.Metrics(List<String> metrics) ->
          metrics.forEach(trigger.putArray("metrics")::add);
      case Trigger.Consent(ChannelKind channel, Purpose purpose) ->
          trigger.putObject("consent").put("channel", code(channel)).put("purpose", code(purpose));
    }
    root.putObject("reentry").put("days", definition.reentryDays());
    definition.exitOn().forEach(root.putArray("exitOn")::add);
    ArrayNode filters = root.putArray("filters");
    definition.filters().forEach(filter -> filters.add(code(filter)));
    ArrayNode steps = root.putArray("steps");
    for (Step step : definition.steps()) {
      ObjectNode node = steps.addObject().put("key", step.key());
      switch (step) {
        case Step.Delay delay -> node.put("kind", "delay").put("duration", delay.duration().text());
        case Step.Send send ->
            node.put("kind", "send")
                .put("channel", code(send.channel()))
                .put("templateKey", send.templateKey())
                .put("purpose", code(send.kind()));
      }
    }
    return root;
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
