package io.kundig.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kundig.messaging.Decision.Check;
import io.kundig.messaging.Decision.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A decision as it is stored and as the API shows it.
///
/// @param outcome `send`, `skip`, `delay`
@JsonInclude(JsonInclude.Include.ALWAYS)
record DecisionJson(
    String outcome,
    @Nullable String decidedAt,
    @Nullable String reason,
    @Nullable String until,
    List<CheckJson> checks) {

  record CheckJson(String code, String result, Map<String, Object> facts) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static DecisionJson of(Decision decision, Instant at) {
    String moment = at.toString();
    List<CheckJson> checks = decision.checks().stream().map(DecisionJson::of).toList();
    return switch (decision) {
      case Decision.Send _ -> new DecisionJson("send", moment, null, null, checks);
      case Decision.Skip skip ->
          new DecisionJson("skip", moment, code(skip.reason()), null, checks);
      case Decision.Delay delay ->
          new DecisionJson("delay", moment, code(delay.reason()), delay.until().toString(), checks);
    };
  }

  static DecisionJson parse(String json) {
    return JSON.readValue(json, DecisionJson.class);
  }

  String write() {
    return JSON.writeValueAsString(this);
  }

  Decision decision() {
    List<Check> all =
        checks.stream()
            .map(
                check ->
                    new Check(
                        check.code,
                        Check.Result.valueOf(check.result.toUpperCase(Locale.ROOT)),
                        check.facts))
            .toList();
    return switch (outcome) {
      case "send" -> new Decision.Send(all);
      case "skip" -> new Decision.Skip(reasonOf(reason), all);
      case "delay" -> new Decision.Delay(reasonOf(reason), Instant.parse(until), all);
      default -> throw new IllegalStateException("unknown outcome " + outcome);
    };
  }

  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static CheckJson of(Check check) {
    return new CheckJson(check.code(), code(check.result()), check.facts());
  }

  private static Reason reasonOf(@Nullable String code) {
    return Reason.valueOf(String.valueOf(code).toUpperCase(Locale.ROOT));
  }
}
