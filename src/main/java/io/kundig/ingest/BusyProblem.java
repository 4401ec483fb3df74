package io.kundig.ingest;

import java.net.URI;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What staff change goes through the same door as what shops send, which may be full.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class BusyProblem {

  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(Ingest.Busy e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE, "Nothing can be stored now. Try again.");
    problem.setType(URI.create("urn:kundig:problem:unavailable"));
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .body(problem);
  }
}
