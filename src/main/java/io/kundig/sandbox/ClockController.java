package io.kundig.sandbox;

import io.kundig.platform.Settings;
import io.kundig.sandbox.SandboxClock.Moved;
import io.kundig.shared.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Moving time, in a sandbox only.
@RestController
@RequestMapping("/api/v1/sandbox/clock")
class ClockController {

  private static final Duration LONGEST = Duration.ofDays(366);

  private final SandboxClock clock;
  private final Settings settings;

  ClockController(SandboxClock clock, Settings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  @GetMapping
  ClockView now() {
    return new ClockView(clock.now(), clock.ahead().toString(), settings.sandbox());
  }

  /// Answers when all that became due meanwhile is done.
  @PostMapping
  Moved advance(@RequestBody Advance request) {
    if (!settings.sandbox()) {
      throw notASandbox();
    }
    return clock.advance(duration(request.advance));
  }

  private static Duration duration(@Nullable String text) {
    try {
      Duration duration = Duration.parse(String.valueOf(text));
      if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new Invalid(
        "advance",
        "The clock moves forward by an ISO 8601 duration of at most 366 days.",
        "Write PT2H for two hours or P1D for a day.");
  }

  private static ErrorResponseException notASandbox() {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.FORBIDDEN,
            "The clock moves in a sandbox only. Start the server with KUNDIG_SANDBOX=true.");
    problem.setType(URI.create("urn:kundig:problem:not-a-sandbox"));
    return new ErrorResponseException(HttpStatus.FORBIDDEN, problem, null);
  }

  /// @param advance such as `PT2H`
  record Advance(@Nullable String advance) {}

  /// @param offset how far ahead of real time, such as `PT2H`
  @Schema(name = "Clock")
  record ClockView(Instant now, String offset, boolean movable) {}
}
