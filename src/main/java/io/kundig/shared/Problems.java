package io.kundig.shared;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// Answers every failure as a problem (RFC 9457) whose `type` is stable.
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final String TYPE = "urn:kundig:problem:";
  private static final String DATA_EXCEPTION = "22";

  /// Classes of SQLSTATE: connection, resources, operator's intervention, system.
  private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

  @ExceptionHandler
  ProblemDetail notFound(NotFound e) {
    return problem(HttpStatus.NOT_FOUND, "not-found", e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail conflict(Conflict e) {
    return problem(HttpStatus.CONFLICT, "conflict", e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail invalid(Invalid e) {
    if (!e.violations().isEmpty()) {
      ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid", e.getMessage());
      problem.setProperty("errors", e.violations());
      return problem;
    }
    ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "invalid", e.getMessage());
    problem.setProperty("field", e.field());
    problem.setProperty("remedy", e.remedy());
    return problem;
  }

  /// What the database refuses for its value alone (SQLSTATE class 22), such as a zero byte, is the
  /// sender's fault, not ours.
  @ExceptionHandler
  Object database(DataAccessException e) throws Exception {
    if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
        && String.valueOf(sql.getSQLState()).startsWith(DATA_EXCEPTION)) {
      return problem(
          HttpStatus.BAD_REQUEST,
          "invalid",
          "A value of the request cannot be stored or compared, such as a zero byte, or a number or a time out of range.");
    }
    return isDatabaseAway(e) ? unavailable() : unexpected(e);
  }

  /// No connection for a transaction.
  @ExceptionHandler
  Object transaction(TransactionException e) throws Exception {
    return e instanceof CannotCreateTransactionException || isDatabaseAway(e)
        ? unavailable()
        : unexpected(e);
  }

  /// No connection, no room, or a database that stops.
  private static boolean isDatabaseAway(Throwable e) {
    return e instanceof DataAccessResourceFailureException
        || (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
            && sql.getSQLState() != null
            && AWAY.contains(sql.getSQLState().substring(0, 2)));
  }

  private static ResponseEntity<ProblemDetail> unavailable() {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .body(
            problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "The database is away, or its disk is full. Try again."));
  }

  /// An upload that broke off, is none, or found no room on our disk.
  @ExceptionHandler
  Object multipart(MultipartException e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    boolean ours = cause.getClass() == IOException.class;
    return ours
        ? unavailable()
        : problem(HttpStatus.BAD_REQUEST, "invalid", "The upload is no complete form.");
  }

  /// Left to Spring Security, whose filters answer 401 and 403.
  @ExceptionHandler({AuthenticationException.class, AccessDeniedException.class})
  void refused(RuntimeException e) {
    throw e;
  }

  @ExceptionHandler
  ProblemDetail unexpected(Exception e) throws Exception {
    if (AnnotatedElementUtils.hasAnnotation(e.getClass(), ResponseStatus.class)) {
      throw e;
    }
    UUID errorId = UUID.randomUUID();
    log.atError().addKeyValue("errorId", errorId).setCause(e).log("unexpected error");
    ProblemDetail problem =
        problem(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "unexpected",
            "Something went wrong here. The log has the details under this errorId.");
    problem.setProperty("errorId", errorId);
    return problem;
  }

  /// Under an id that is none there is nothing, as under one nobody has.
  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (e instanceof MethodArgumentTypeMismatchException argument
        && argument.getParameter().hasParameterAnnotation(PathVariable.class)) {
      ProblemDetail problem =
          problem(HttpStatus.NOT_FOUND, "not-found", "There is nothing under this address.");
      return handleExceptionInternal(e, problem, headers, HttpStatus.NOT_FOUND, request);
    }
    return super.handleTypeMismatch(e, headers, status, request);
  }

  /// What Spring itself refuses: unreadable bodies, wrong methods, missing parameters.
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (body instanceof ProblemDetail problem && problem.getType() == null
        || body instanceof ProblemDetail blank
            && "about:blank".equals(String.valueOf(blank.getType()))) {
      ((ProblemDetail) body).setType(URI.create(TYPE + nameOf(status)));
    }
    return super.handleExceptionInternal(e, body, headers, status, request);
  }

  private static String nameOf(HttpStatusCode status) {
    HttpStatus known = HttpStatus.resolve(status.value());
    return switch (known) {
      case BAD_REQUEST -> "invalid";
      case NOT_FOUND -> "not-found";
      case null -> "http-" + status.value();
      default -> known.getReasonPhrase().toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    };
  }

  private static ProblemDetail problem(HttpStatus status, String type, @Nullable String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create(TYPE + type));
    return problem;
  }
}
