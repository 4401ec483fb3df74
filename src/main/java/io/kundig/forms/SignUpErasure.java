package io.kundig.forms;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Deletes somebody's sign-ups, confirmed or not.
@Component
class SignUpErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  SignUpErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from forms.signup where lower(email) = any(:emails)
            """)
        .param("emails", person.emails().toArray(String[]::new))
        .update();
  }
}
