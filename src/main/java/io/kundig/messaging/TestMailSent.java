package io.kundig.messaging;

import io.kundig.accounts.OnboardingStep;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Set-up: whether a test mail has left.
@Component
class TestMailSent implements OnboardingStep {

  private final JdbcClient jdbc;

  TestMailSent(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String key() {
    return "testMail";
  }

  @Override
  public Progress progress() {
    boolean sent =
        jdbc.sql(
                """
                select exists (select 1 from messaging.message
                  where origin_kind = 'test' and state in ('handed_over', 'delivered'))
                """)
            .query(Boolean.class)
            .single();
    return new Progress(sent, Map.of());
  }
}
