package io.kundig.support;

import io.kundig.platform.KundigClock;
import java.time.Instant;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// The time of tests: a Monday morning in Europe, standing still until `clock.tick(…)`.
@TestConfiguration(proxyBeanMethods = false)
public class TestClock {

  public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  @Bean
  @Primary
  KundigClock testClock() {
    return KundigClock.standingAt(START);
  }
}
