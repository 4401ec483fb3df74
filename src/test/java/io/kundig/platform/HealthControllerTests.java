package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.KundigTest;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@KundigTest
class HealthControllerTests {

  private final MockMvcTester http;
  private final KundigClock clock;
  private final Clock injected;

  HealthControllerTests(MockMvcTester http, KundigClock clock, Clock injected) {
    this.http = http;
    this.clock = clock;
    this.injected = injected;
  }

  @Test
  void isUpOnceEverythingHasStarted() {
    assertThat(http.get().uri("/healthz"))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void theClockStandsUntilItIsMoved() {
    clock.tick(Duration.ofHours(2));
    assertThat(injected.instant())
        .isEqualTo(io.kundig.support.TestClock.START.plus(Duration.ofHours(2)));
  }
}
