package io.kundig.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.ProblemDetail;

class ProblemsTests {

  private final Problems problems = new Problems();

  @Test
  void anUnexpectedErrorTellsNothingButItsNumber() throws Exception {
    var secret = new IllegalStateException("password of kundig at 10.0.0.7");

    ProblemDetail answer = problems.unexpected(secret);

    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(answer.toString()).doesNotContain("kundig at").contains("errorId");
  }

  @Test
  void aValueTheDatabaseRefusesIsTheSendersFaultAndIsNotRepeated() throws Exception {
    ProblemDetail answer =
        (ProblemDetail) problems.database(refused("22021", "invalid byte of mara@example.org"));

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.toString()).doesNotContain("mara@example.org");
    assertThat(((ProblemDetail) problems.database(refused("23505", "duplicate key"))).getStatus())
        .isEqualTo(500);
  }

  private static DataIntegrityViolationException refused(String state, String message) {
    return new DataIntegrityViolationException("sql", new SQLException(message, state));
  }
}
