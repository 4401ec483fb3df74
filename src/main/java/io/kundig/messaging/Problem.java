package io.kundig.messaging;

import java.sql.SQLException;
import org.springframework.core.NestedExceptionUtils;

/// Names what went wrong without the words of the database, which may hold somebody's data.
final class Problem {

  private Problem() {}

  static String of(RuntimeException e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    String name = cause.getClass().getSimpleName();
    return cause instanceof SQLException sql ? name + " " + sql.getSQLState() : name;
  }
}
